from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.contrib.sites.shortcuts import get_current_site
from django.core.mail import EmailMessage
from django_tasks import task


@task()
def send(subject: str, body: str, sender: str, to: list[str]) -> None:
    """Send one message in plain text."""
    EmailMessage(subject, body, sender, to).send()


class AccountAdapter(DefaultAccountAdapter):
    """Mail leaves through the background worker, so that no page's time tells whether an address has an account."""

    def send_mail(self, template_prefix, email, context):
        request = allauth_context.request
        context = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        message = self.render_mail(template_prefix, email, context)
        send.enqueue(str(message.subject), str(message.body), message.from_email, list(message.to))
