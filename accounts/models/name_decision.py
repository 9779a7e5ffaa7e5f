"""What two officers say to a name that was refused: one proposes to grant it or not, another confirms."""

from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import letters
from accounts.models.name_request import NameRequest
from accounts.models.proposal import Proposal, ProposalQuerySet
from accounts.models.user import User


class NameDecision(Proposal):
    """`asked` is granted, or it is not. Granted, it is borne at once if the person's name may change now, else once it may."""

    asked = models.ForeignKey(NameRequest, models.CASCADE, related_name="decisions")
    grants = models.BooleanField()

    RENAMES = True

    objects = ProposalQuerySet.as_manager()

    class Meta(Proposal.Meta):
        verbose_name = _("decision about a name")
        verbose_name_plural = _("decisions about names")

    def able(self, by: User) -> bool:
        return by.officer

    def overtaken(self) -> str:
        """What is asked for is decided once, and nobody undoes that: `sensible` says so, and nothing is to be proposed anew."""
        return ""

    def sensible(self) -> None:
        self.asked = NameRequest.objects.get(pk=self.asked.pk)
        if self.asked.granted is not None:
            raise ValidationError(_("This has already been decided. Reload the page to see how."), code="decided")
        if self.grants:
            User.refuse_taken(self.asked.name, self.person)

    def begin(self) -> None:
        self.asked.granted = self.grants
        self.asked.save(update_fields=["granted"])
        if self.grants:
            self.person.granted_name = self.asked.name
            self.person.save(update_fields=["granted_name"])
        words = {"decision": self, "borne": self.grants and self._borne(), "page": reverse("profile")}
        words["contact"] = settings.CONTACT_EMAIL
        transaction.on_commit(partial(letters.write, self.person, "name_decided", words), robust=True)

    def _borne(self) -> bool:
        """Whether they go by it now: not while suspended, say, or after too many changes."""
        before = self.person.name
        try:
            with transaction.atomic():
                self.person.rename(self.asked.name)
        except (ValidationError, IntegrityError):
            self.person.name = before
            return False
        return True
