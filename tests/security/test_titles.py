"""The title of a mandate names the office in its own body: no other body or country, whichever door it comes through."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import titles
from accounts.bodies.forms import MandateForm
from accounts.desk.lines import tried
from accounts.models import Invitation, Mandate, Organisation, User
from accounts.titles import clean_title_of
from tests.accounts.desk import officers

ROOT = Path(__file__).resolve().parents[2]
BODIES = {
    "wells": ("Friends of Wells", "society", "PE"),
    "puits": ("Amis des puits", "society", "FR"),
    "world": ("Global Wells Network", "society", ""),
    "un": ("United Nations", "international", ""),
    "eu": ("European Union", "international", ""),
    "unicef": ("UNICEF", "international", ""),
    "rivers": ("Union of Rivers", "international", ""),
    "health": ("Ministry of Health, Kenya", "government", "KE"),
    "other": ("Ministry of Health", "government", "UG"),
    "quai": ("Ministère de l’Europe et des Affaires étrangères", "government", "FR"),
    "waijiao": ("外交部", "government", "CN"),
    "senate": ("Senate of Isles", "parliament", "US"),
    "assembly": ("National Assembly", "parliament", "KE"),
    "pacific": ("Pacific Islands Forum", "international", ""),
    "mindelo": ("City of Mindelo", "authority", "CV"),
    "roads": ("Ministry of Roads, Ghana", "government", "GH"),
}
# What civil society may not say, of whatever country it is.
NOT_FOR_SOCIETY = (
    "President of the French Republic", "President of France", "Minister of Defence, France", "Président de la République",
    "Presidente del Perú", "Prime Minister", "Head of State", "Minister", "Secretary-General of the United Nations",
    "Secretary-General of NATO", "Adviser to the President of the French Republic", "Advisor, the White House", "法国总统",
    "Président de l’Union européenne", "Officer of this forum", "Moderator of the forum", "Spokesperson, Ministry of Health",
    "Верховный комиссар ООН", "M i n i s t e r", "Mini ster of Defence", "P r i m e Minister", "Ambassador", "Ambassador of Peru",
    "Permanent Representative", "Judge", "Senator", "King", "King of the isles", "Commissioner", "Mayor", "Adviser, on behalf of the Mayor",
    "Spokesperson of the Government", "Head of the delegation of Peru", "On behalf of the Minister", "Governor",
    "Spokesperson, Ministry of Roads", "O f f i c e r of this forum",
)  # fmt: skip
FOREIGN = {
    "un": ("President of the French Republic", "Minister of Defence, France", "Secretary-General of NATO"),
    "health": ("Minister of Defence, France", "French minister", "Minister of Health of Uganda", "Prime Minister, UK",
               "German Chancellor", "Officer of this forum"),
    "waijiao": ("法国总统", "法国外交部长"),
    "wells": ("Country Director, Kenya", "Representative in Kenya"),
    "mindelo": ("Prime Minister", "President of the Republic", "Minister", "Mini ster", "Mayor of Paris", "Maire de Paris",
                "Ambassador", "Permanent Representative", "Senator", "Member of Parliament", "King", "Judge"),
    "senate": ("Minister", "President of the Republic", "Prime Minister", "Mayor", "Ambassador"),
    "rivers": ("Secretary-General of the United Nations", "President of the French Republic", "EU Commissioner", "Prime Minister"),
}  # fmt: skip
OWN = {
    "wells": ("President", "President of the association", "Coordinator", "Chief of staff", "Head of delegation",
              "Chair, Friends of Wells",
              "Spokesperson for water", "Goodwill ambassador", "Delegate to the general assembly", "Government relations officer",
              "Director, Peru", "security adviser", "Representative to the United Nations"),
    "world": ("Country Director, Kenya", "Secretary General", "Treasurer"),
    "un": ("Secretary-General of the United Nations", "UN Resident Coordinator, Kenya", "Special Representative for Mali"),
    "eu": ("EU Special Envoy", "Member of the European Union delegation"),
    "unicef": ("UNICEF Representative in Kenya", "Executive Director, UNICEF"),
    "health": ("Minister of Health", "Cabinet Secretary for Health", "Minister of Health, Kenya", "Ambassador to France",
               "Principal Secretary, Ministry of Health", "Permanent Representative of Kenya to the United Nations"),
    "quai": ("Ambassadrice auprès des Nations Unies", "Représentant permanent de la France auprès des Nations Unies",
             "Ministre de l’Europe et des Affaires étrangères", "President of the French Republic",
             "Ambassadeur de France auprès du Kenya"),
    "waijiao": ("外交部长", "中国驻肯尼亚大使"),
    "senate": ("Senator for Georgia", "Senator", "President of the Senate", "Shadow minister for water", "Clerk",
               "Liaison to the Government of the United States"),
    "mindelo": ("Mayor", "Mayor of Mindelo", "Mayor of the City of Mindelo", "Deputy mayor for transport", "Governor",
                "Maire de Mindelo", "Municipal secretary", "President of the municipal assembly", "Councillor"),
    "assembly": ("Member of the National Assembly", "Депутат, комитет по бюджету", "Deputy Speaker (acting)"),
    "pacific": ("Officer of the forum", "Secretary General of the Pacific Islands Forum"),
}  # fmt: skip


@pytest.fixture
def bodies(db) -> dict[str, Organisation]:
    return {
        slug: Organisation.objects.establish(
            slug=slug, name=name, sector=sector, country=country, level="national" if country else "global"
        )
        for slug, (name, sector, country) in BODIES.items()
    }


def code(verb, *about) -> str:
    try:
        verb(*about)
    except ValidationError as refusal:
        assert "this organisation" in " ".join(refusal.messages)
        return str(refusal.error_list[0].code)
    return ""


@pytest.mark.parametrize("slug", ["wells", "puits", "world"])
def test_nobody_speaks_for_a_state_by_a_title_of_civil_society(bodies, slug):
    passed = [
        title for title in NOT_FOR_SOCIETY if code(clean_title_of, title, bodies[slug]) not in ("office", "elsewhere")
    ]
    assert not passed


def test_no_body_gives_the_offices_of_another(bodies):
    passed = [
        (slug, title)
        for slug, said in FOREIGN.items()
        for title in said
        if not code(clean_title_of, title, bodies[slug])
    ]
    assert not passed


def test_each_body_gives_its_own(bodies):
    refused = [
        (slug, title) for slug, said in OWN.items() for title in said if code(clean_title_of, title, bodies[slug])
    ]
    assert not refused


@pytest.mark.parametrize("claim", ["forum", "office", "country", "town", "known", "registered"])
def test_each_rule_sees_what_no_other_does(bodies, monkeypatch, claim):
    """Taken out, some title passes: so the tests above can fail."""
    said = [(title, "wells") for title in NOT_FOR_SOCIETY] + [
        (title, slug) for slug in FOREIGN for title in FOREIGN[slug]
    ]
    said.append(("Secretary, Senate of Isles", "wells"))
    assert all(code(clean_title_of, title, bodies[slug]) for title, slug in said)
    monkeypatch.setattr(titles.Claim, claim, "")
    assert any(not code(clean_title_of, title, bodies[slug]) for title, slug in said)


# The doors

NOW = timezone.now()
TERM = (NOW, NOW + timedelta(days=90))
FALSE = "President of the French Republic"


def asks(body, who: User) -> None:
    Mandate.ask(who, body, FALSE, *TERM)


def renews(body, who: User) -> None:
    """It was given before the rule was, or before the body had another name."""
    Mandate.objects.grant(
        person=who,
        organisation=body,
        title=FALSE,
        valid_from=NOW - timedelta(days=80),
        valid_until=NOW + timedelta(days=9),
    ).renew()


def is_invited(body, who: User) -> None:
    Invitation.invite(officers()[0], body, 1, timedelta(days=7), FALSE, *TERM)


def comes_by_an_old_invitation(body, who: User) -> None:
    from accounts.models.invitation import digest_of

    officer = officers()[0]
    Invitation.objects.create(
        organisation=body, title=FALSE, valid_from=TERM[0], valid_until=TERM[1], made_by=officer, token_digest=digest_of("x"),
        expires_at=TERM[1],
    ).accept(who)  # fmt: skip


def is_in_a_table(body, who: User) -> None:
    head = "email,organisation,title,from,until\n"
    [line] = tried(
        f"{head}{who.email},{body.slug},{FALSE},{NOW:%Y-%m-%d},{NOW + timedelta(days=90):%Y-%m-%d}\n", officers()[0]
    )
    assert line.problem and "this organisation" in line.problem
    line.problem = ""
    officer = User.objects.filter(is_officer=True).first()
    line.invitation = Invitation(
        made_by=officer, organisation=body, title=FALSE, valid_from=TERM[0], valid_until=TERM[1]
    )
    line.send()
    assert line.problem and not Invitation.objects.exists()
    raise ValidationError(line.problem, code="office")


DOORS = {
    asks: "accounts/models/mandate.py",
    renews: "accounts/models/mandate.py",
    is_in_a_table: "accounts/models/invitation.py",
    is_invited: "accounts/models/invitation.py",
    comes_by_an_old_invitation: "accounts/models/invitation.py",
}
# In force without having been asked for: invented people, and those of a public record, both marked wherever they speak.
UNASKED = {"dialogue/rooms/demonstration/cast.py", "dialogue/rooms/replay/cast.py"}


@pytest.mark.parametrize("door", DOORS)
def test_no_door_lets_a_false_title_in(bodies, mallory, door):
    assert code(door, bodies["wells"], mallory) == "office"
    assert not Mandate.objects.filter(person=mallory).exclude(valid_from__lt=NOW - timedelta(days=9)).exists()


def test_there_is_no_other_door():
    writes = re.compile(r"\bMandate\(|\bMandate\.ask\(|\bMandate\.objects\.\w*(?:grant|create)\(|mandate\.title = ")
    found = {
        str(path.relative_to(ROOT))
        for top in ("accounts", "dialogue", "forum")
        for path in (ROOT / top).rglob("*.py")
        if "migrations" not in path.parts
        and re.search(r"\bMandate\b", text := path.read_text())
        and writes.search(text)
    }
    assert found - UNASKED == {*DOORS.values()} | {"accounts/bodies/asking.py"}, "give the new door to DOORS"
    assert "title" in MandateForm.base_fields
