"""Mail domains whose addresses are thrown away after use: nobody signs up with one, or changes to one."""

from collections.abc import Iterable
from itertools import islice

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domains import in_ascii


def plain_domain(raw: str) -> str:
    """A domain as it is compared: small letters, in ASCII, without the dot of the root. ValidationError when it is none."""
    try:
        domain = in_ascii(raw.strip().strip("."))
    except UnicodeError:
        domain = ""
    if "." not in domain:
        raise ValidationError(_("Write a domain, such as mail.example."), code="domain")
    DomainNameValidator(accept_idna=False)(domain)
    return domain


class RefusedDomainQuerySet(models.QuerySet["RefusedDomain"]):
    def cover(self, address: str) -> bool:
        """Whether the address is at one of these domains, or at a subdomain of one."""
        try:
            parts = plain_domain(address.rpartition("@")[2]).split(".")
        except ValidationError:
            return False
        return self.filter(domain__in=[".".join(parts[start:]) for start in range(len(parts))]).exists()

    def take_up(self, lines: Iterable[str]) -> tuple[int, list[str]]:
        """Add the domains, one a line; blank lines and those that begin with # are passed over. How many are new, and
        which lines are no domains."""
        before, wrong = self.count(), []
        domains: dict[str, None] = {}
        for line in (line.strip() for line in lines):
            if not line or line.startswith("#"):
                continue
            try:
                domains[plain_domain(line)] = None
            except ValidationError:
                wrong.append(line)
        waiting = iter(domains)
        while some := list(islice(waiting, 500)):
            self.bulk_create([self.model(domain=domain) for domain in some], ignore_conflicts=True)
        return self.count() - before, wrong


class RefusedDomain(models.Model):
    domain = models.CharField(_("domain"), max_length=253, unique=True, help_text=_("Its subdomains are refused too."))
    at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    objects = RefusedDomainQuerySet.as_manager()

    class Meta:
        verbose_name = _("refused e-mail domain")
        verbose_name_plural = _("refused e-mail domains")
        ordering = ["domain"]

    def __str__(self) -> str:
        return self.domain

    def clean(self) -> None:
        self.domain = plain_domain(self.domain)
