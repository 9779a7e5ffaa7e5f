"""What stands for a person in an address."""

from django.urls import register_converter


class HandleConverter:
    """A handle as `new_handle` makes them, and as invented people have them."""

    regex = "[-_A-Za-z0-9]{1,16}"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(HandleConverter, "handle")
