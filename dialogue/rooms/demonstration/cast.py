"""The people of the demonstration, the bodies some of them speak for, and their mandates."""

import json
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import Mandate, Organisation, User
from accounts.models.user import Origin

HERE = Path(__file__).resolve().parent
MODERATOR = "grace"
OFFICERS = ("grace", "mwajuma")
STEWARDS = ("beatriz", "tomas")
# Nobody can write to .invalid, and nobody can sign up with it (RFC 2606).
ADDRESS = "{}@demonstration.invalid"
TERM = timedelta(days=365)


def read(name: str) -> dict:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def assemble() -> dict[str, User]:
    """Everyone by their short name, made where missing; whoever speaks for a body has an active mandate."""
    described = read("people.json")
    by_address = {user.email: user for user in User.objects.filter(origin=Origin.DEMONSTRATION)}
    with transaction.atomic():
        people = {
            short: by_address.get(ADDRESS.format(short)) or introduce(short, person)
            for short, person in described.items()
        }
        accredit(people, {short: person["mandate"] for short, person in described.items() if "mandate" in person})
        apply(people)
    return people


def introduce(short: str, person: dict) -> User:
    return User.objects.create_user(
        ADDRESS.format(short),
        name=User.free_name(person["name"]),
        country=person["country"],
        languages=person["languages"],
        interface_language=person.get("page", "en"),
        is_staff=person.get("staff", False),
        is_officer=person.get("officer", False),
        origin=Origin.DEMONSTRATION,
    )


def accredit(people: dict[str, User], mandates: dict[str, tuple[str, str]]) -> None:
    """Mandates for those who have none that is active: {person: (body, title)}."""
    active = set(Mandate.objects.active().filter(person__in=people.values()).values_list("person", flat=True))
    lacking = {short: mandate for short, mandate in mandates.items() if people[short].pk not in active}
    if not lacking:
        return
    bodies, now = read("bodies.json"), timezone.now()
    officers = (people[OFFICERS[0]], people[OFFICERS[1]])
    for short, (body, title) in lacking.items():
        slug = slugify(f"demonstration {body}")
        organisation = Organisation.objects.filter(slug=slug).first() or Organisation.objects.establish(
            officers, slug=slug, origin=Origin.DEMONSTRATION, **bodies[body]
        )
        Mandate.objects.grant(
            officers, person=people[short], organisation=organisation, title=title,
            valid_from=now, valid_until=now + TERM, steward=short in STEWARDS,
        )  # fmt: skip


def apply(people: dict[str, User]) -> None:
    """What waits at the accreditation desk: a body, a mandate, and a mandate that one officer has accredited. Once."""
    if Organisation.objects.filter(asked_by=people["marisol"]).exists():
        return
    bodies, now = {body: slugify(f"demonstration {body}") for body in ("chamber", "lanterns")}, timezone.now()
    Organisation.ask(
        people["marisol"], name="Casa de Semillas de Ejemplo (inventada)", sector="society", level="global",
        website="https://semillas.example", domains=["semillas.example"], origin=Origin.DEMONSTRATION,
    )  # fmt: skip
    for short, body, title in (("yusuf", "lanterns", "Night watch"), ("lin", "chamber", "预算委员会委员")):
        organisation = Organisation.objects.get(slug=bodies[body])
        mandate = Mandate.ask(people[short], organisation, title, now, now + TERM)
        if body == "chamber":
            mandate.accredit(people[OFFICERS[0]])
