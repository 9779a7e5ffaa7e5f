"""Two who wrote in the same moment crossed, and the database let one of them go first: the other is done once more."""

from asgiref.sync import iscoroutinefunction
from django.utils.deprecation import MiddlewareMixin

from dialogue.limits.budgets import Spent
from dialogue.limits.crossing import crossed
from dialogue.live.refusals import Busy
from forum.middleware import refusal_of, refused
from forum.spending import told


class AgainMiddleware(MiddlewareMixin):
    """The last of all, so that it is asked first what went wrong in a view. What crossed has left nothing behind."""

    def process_exception(self, request, exception):
        if not crossed(exception):
            return None
        view, args, kwargs = request.resolver_match
        if iscoroutinefunction(view):
            return refused(request, Busy(retry_after=1))
        for _name, files in request.FILES.lists():
            for file in files:
                file.seek(0)
        try:
            return view(request, *args, **kwargs)
        except Exception as error:
            if answer := self.answer(request, error):
                return answer
            raise

    def answer(self, request, error: Exception):
        """As the layers around this one answer, which are not asked a second time."""
        if crossed(error):
            return refused(request, Busy(retry_after=1))
        if isinstance(error, Spent):
            return told(request, error)
        return refusal_of(request, error)
