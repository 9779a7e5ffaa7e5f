"""Every address of the forum, taken from its own list: where it leads, what it takes, and an example that exists."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLResolver, get_resolver

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


class Address(NamedTuple):
    """`path` begins with a slash and has "{name}" for each of `parameters`; `view` is what answers there."""

    path: str
    parameters: tuple[str, ...]
    view: object

    def at(self, **values: str) -> str:
        return self.path.format(**values)

    @property
    def module(self) -> str:
        """Where the view is written, behind its decorators."""
        view = self.view
        while hasattr(view, "__wrapped__"):
            view = view.__wrapped__
        return getattr(view, "__module__", "")


def addresses(resolver=None, before: str = "/") -> Iterator[Address]:
    for each in (resolver or get_resolver()).url_patterns:
        path = before + str(each.pattern).removeprefix("^").removesuffix("$").replace(r"\.", ".")
        if isinstance(each, URLResolver):
            yield from addresses(each, path)
            continue
        names = tuple(first or second for first, second in PARAMETER.findall(path))
        yield Address(PARAMETER.sub(lambda found: "{" + (found[1] or found[2]) + "}", path), names, each.callback)
