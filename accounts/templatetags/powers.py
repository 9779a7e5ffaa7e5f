from django import template
from django.urls import reverse

from accounts.models.two_people import TwoPeople

register = template.Library()


@register.inclusion_tag("powers/_decide.html", takes_context=True)
def decide(context, proposal: TwoPeople, decision: str) -> dict:
    """What whoever looks may do about it: confirm it, take it back, not agree, or leave it to others. `decision` names the address."""
    me = context["user"]
    return {
        "address": reverse(decision, args=[proposal.pk]),
        "overtaken": proposal.overtaken(),
        "open_to_me": proposal.open_to(me),
        "mine": proposal.proposed_by_id == me.pk,
        "declined_by_me": proposal.declined_by_id == me.pk,
    }
