"""Getting an account back whose owner has lost mailbox and second factors: two people vouch for who asks, the old mailbox is
written to, and only when nobody there has stopped it for 72 hours the account has the new address and nothing of before."""

from typing import cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.mailboxes import mailbox
from accounts.models.address_change import AddressChange
from accounts.models.powers import Rank
from accounts.models.proposal import Proposal, ProposalQuerySet
from accounts.models.suspension import rank_over
from accounts.models.user import Origin, User


class Recovery(Proposal):
    """The person is to have `address`. What follows once it is confirmed is the change of address."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, editable=False, related_name="recoveries")
    address = models.EmailField(_("new e-mail address"))
    change = models.OneToOneField(AddressChange, models.SET_NULL, null=True, editable=False, related_name="recovery")

    objects = ProposalQuerySet.as_manager()

    class Meta(Proposal.Meta):
        verbose_name = _("recovery of an account")
        verbose_name_plural = _("recoveries of accounts")

    def able(self, by: User) -> bool:
        """Officers and administrators, who know how to tell who somebody is; for an administrator's account only these."""
        return by.administrator or (by.officer and rank_over(self.person) < Rank.ADMINISTRATOR)

    def sensible(self) -> None:
        if self.person.origin != Origin.PERSON or not self.person.is_active:
            raise ValidationError(_("Nobody signs in to this account, so there is nothing to recover."), code="origin")
        self.address = mailbox(self.address)
        if User.objects.filter(Q(email=self.address) | Q(emailaddress__email=self.address)).exists():
            raise ValidationError(
                _("Another account already uses this address. Ask for one that they do not use here yet."), code="taken"
            )

    def begin(self) -> None:
        self.change = AddressChange.ask(self.person, self.address, cast(User, self.proposed_by))
        self.change.confirmed_by, self.change.confirmed_at = self.confirmed_by, self.confirmed_at
        self.change.announce()
