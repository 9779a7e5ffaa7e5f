from django.utils import translation


class PreferencesMiddleware:
    """A signed-in person reads the pages in the language of their account, on every device."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = request.user.is_authenticated and request.user.interface_language
        if language and translation.check_for_language(language):
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
