from django.utils import translation
from django.utils.cache import patch_vary_headers

# In the session: a choice is of the line this device is on, so it is kept with the device and not with the person.
LOW_DATA = "low-data"


class PreferencesMiddleware:
    """A signed-in person reads the pages in the language of their account, on every device. And `request.low_data` says
    whether a page should be as small as can be: as chosen on this device, else as the browser asks (`Save-Data: on`)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = request.user.is_authenticated and request.user.interface_language
        if language and translation.check_for_language(language):
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        asked = request.headers.get("Save-Data", "").lower() == "on"
        request.low_data = request.session.get(LOW_DATA, asked)
        response = self.get_response(request)
        patch_vary_headers(response, ("Save-Data",))
        return response
