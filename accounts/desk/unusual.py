"""What an officer should look at twice: in one application, and in all of them together."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.free_mail import FREE_MAIL, domain_of
from accounts.look_alikes import people_alike
from accounts.models import Act, ChangeRequest, Mandate, Organisation, User
from accounts.models.accredited import Accredited
from accounts.models.evidence import body_of, domains_of
from accounts.models.held import all_held, asked_of_a_second
from accounts.models.renewal import RENEWABLE
from accounts.models.revocable import Revocable
from accounts.names import noted

# Somebody who asks so soon after they came.
NEW = timedelta(days=2)
DAY = timedelta(days=1)
# So many in a day, for one body or in all, are a burst.
FOR_ONE_BODY, IN_ALL = 5, 30


def unusual(application: Accredited, evidenced: bool) -> list[str]:
    """In plain words; empty when nothing strikes the eye."""
    body = body_of(application)
    asker = application.asked_by
    domain = domain_of(asker.email) if asker else ""
    own = domains_of(application)
    found = {
        _("looks like another organisation"): bool(body.alike_id),
        _("no evidence"): not evidenced,
        _("new account"): bool(asker and application.asked_at - asker.joined_at < NEW),
        _("address that anyone can get"): domain in FREE_MAIL,
        _("address at a different domain"): bool(own and domain not in own and domain not in FREE_MAIL),
    }
    names = {body.name, *body.names.values()}
    return [*(words for words, so in found.items() if so), *sorted({words for name in names for words in noted(name)})]


def alike(person: User) -> list[str]:
    """Who else could be taken for whoever asks: whoever came first keeps a name, and may wait for this one to be trusted."""
    found = people_alike(person) if person.name else []
    names = ", ".join(f"\u2068{each.name}\u2069 (…{each.handle})" for each in found)
    return [_("people with a similar name: %(names)s") % {"names": names}] if names else []


def address_shown(person: User, application: Accredited) -> str:
    """What an officer sees of an e-mail address: the domain; the whole only where it is at a domain of the body."""
    domain = domain_of(person.email)
    return person.email if domain in domains_of(application) else f"…@{domain}"


@dataclass(frozen=True, slots=True)
class Alerts:
    ending: list[Mandate]
    unspoken: list[Organisation]
    bursts: list[tuple[Organisation, int]]
    crowd: int
    changes: list[ChangeRequest]
    held: list[Revocable]
    asked: list[Act]

    def __bool__(self) -> bool:
        return bool(
            self.ending or self.unspoken or self.bursts or self.crowd or self.changes or self.held or self.asked
        )


def alerts() -> Alerts:
    """Mandates that end soon without a renewal, bodies whose mandates have all ended, many applications at once, and changes of
    bodies, suspensions and other wishes that wait for a second officer."""
    now = timezone.now()
    again = Mandate.objects.filter(renews=OuterRef("pk"), refused_at=None, revoked_at=None)
    ending = Mandate.objects.active().filter(~Exists(again), valid_until__lte=now + RENEWABLE).order_by("valid_until")
    had = Mandate.objects.of_public_record().filter(organisation=OuterRef("pk"))
    running = had.filter(revoked_at=None, valid_until__gt=now)
    unspoken = Organisation.objects.active().filter(Exists(had), ~Exists(running)).order_by("name")
    today = Q(mandates__asked_at__gt=now - DAY, mandates__asked_by__isnull=False)
    bursts = Organisation.objects.annotate(asked=Count("mandates", filter=today)).filter(asked__gte=FOR_ONE_BODY)
    crowd = sum(
        model.objects.filter(asked_by__isnull=False, asked_at__gt=now - DAY).count()
        for model in (Mandate, Organisation)
    )
    return Alerts(
        list(ending.select_related("person", "organisation")[:20]),
        list(unspoken[:20]),
        [(body, body.asked) for body in bursts.order_by("-asked")[:20]],  # type: ignore[attr-defined]
        crowd if crowd >= IN_ALL else 0,
        list(ChangeRequest.objects.waiting().select_related("organisation")[:20]),
        all_held(),
        asked_of_a_second(),
    )
