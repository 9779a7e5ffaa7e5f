from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import JsonResponse
from django.shortcuts import render

from dialogue.live import metrics
from dialogue.live.refusals import Refusal


class HeadersMiddleware:
    """What belongs to one person is kept by nobody else: no shared cache may hold a signed-in page."""

    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        if iscoroutinefunction(self):
            return self.__acall__(request)
        return self.finish(request, self.get_response(request))

    async def __acall__(self, request):
        return self.finish(request, await self.get_response(request))

    def finish(self, request, response):
        response.headers.setdefault("Cache-Control", "private, no-store" if request.COOKIES else "no-cache")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        return response

    def process_exception(self, request, exception):
        """A verb refused: say why in the visitor's language, as a page or as JSON, and give back what they wrote."""
        if not isinstance(exception, Refusal):
            return None
        metrics.refused(exception.code)
        headers = {} if exception.retry_after is None else {"Retry-After": str(max(1, round(exception.retry_after)))}
        if "application/json" in request.headers.get("Accept", "") or request.path.endswith(
            (".json", "/events/", "/live/")
        ):
            error = {"code": exception.code, "message": str(exception.message)}
            if exception.retry_after is not None:
                error["retry_after"] = round(exception.retry_after, 1)
            return JsonResponse(
                {"error": error, "key": request.POST.get("key")}, status=exception.status, headers=headers
            )
        kept = request.POST.get("text", "")
        context = {"refusal": exception, "status": exception.status, "kept": kept}
        response = render(request, "refusal.html", context, status=exception.status)
        for name, value in headers.items():
            response[name] = value
        return response
