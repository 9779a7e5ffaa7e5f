"""Nobody speaks in the name of somebody who speaks for a body, nor in a body's; everybody else keeps their own."""

from datetime import timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import alike, body_names, folded, reserved
from accounts.look_alikes import holder_alike, look_alike
from accounts.models import Mandate, NameKey, Organisation, User
from accounts.names import LIMIT
from accounts.renaming import correct
from accounts.reserved.lists import lists
from tests.people import person
from tests.security.mutations import BESIDE, MUTATIONS, NUMBERS, SAID_ONCE
from tests.text.corpus import DATA, read

HOLDERS = (
    "Hanna Holdermark", "Ana Lima", "Yusuf Karataş", "Tomás Quispe Mamani", "Tomáš Dvořák", "Bernard Duclos", "Omar Nasser",
    "Wil Owusu", "Oldrich Mwale", "Айгуль Нурланова", "Νίκος Παπαδόπουλος", "نور الهدى مرزوق", "प्रिया कुलकर्णी", "ሰላም ተስፋዬ",
    "林 晓雯", "김 하늘", "სალომე ბერიძე",
)  # fmt: skip
BODIES = (
    ("Ministry of Health, Kenya", "government", "KE", {"sw": "Wizara ya Afya, Kenya"}),
    ("Port Example", "authority", "CA", {}),
    ("European Union", "international", "", {"fr": "Union européenne"}),
    ("Friends of Dry Wells", "society", "PE", {"es": "Amigos de los Pozos Secos"}),
    ("Комитет по делам рек", "government", "KZ", {}),
    ("وزارة المياه والري", "government", "TN", {}),
    ("जल संरक्षण परिषद", "society", "IN", {}),
    ("国家气象研究院", "government", "CN", {}),
)
# Beside a full name.
OFFICES = ("Chancellor", "Ambassador")
# Ordinary people: everybody of a line may bear each of its given names with each of its family names.
ORDINARY = (
    ("Ana Anna Maria Mario José Inês Dom Rosa", "Silva Lima-Costa Souza Reis Prado Leão Rey"),
    ("Mary James Grace Earl Chad Justice Mercy Duke", "Smith King Bishop Pope Judge Mayor Bailey O’Neill"),
    ("Jean Aïssatou Élise Noël Léa Aimé", "Lemaire Dupont Leroy Keïta Mukendi L’Évêque"),
    ("Иван Мария Айгерим Олег Рада", "Попов Королёв Нурланова Посол Шевченко"),
    ("محمد فاطمة رسمي وزير أمير", "خان السيد مرزوق حداد الشيخ"),
    ("प्रिया राम आशा", "शर्मा सरकार राजा"),
    ("Nguyễn Trần Lê Vũ", "An Minh Thu Tường"),
    ("Wanjiru Senator Achieng Amani Governor", "Ihenyen Kamau Otieno Mwangi"),
    ("王 上官 欧阳 李", "方圆 伟 娜 明"),
    ("김 박 이 최", "민준 서연 지우 하나"),
)


@pytest.fixture(scope="module")
def company(kept) -> list[User]:
    """Everybody of the list holds a mandate; the last one's has ended, and the first one's has been revoked."""
    with kept():
        return holders(timezone.now())


@pytest.fixture
def cast(company, db) -> list[User]:
    return company


def holders(now) -> list[User]:
    circle = Organisation.objects.establish(
        slug="night", name="Night Circle of Elsewhere", sector="society", country="PE"
    )
    people = [User.objects.create_user(f"holder{place}@example.org", name=name) for place, name in enumerate(HOLDERS)]
    for each in people:
        term = {"valid_from": now - timedelta(days=9), "valid_until": now + timedelta(days=9)}
        if each is people[-1]:
            term = {"valid_from": now - timedelta(days=9), "valid_until": now - timedelta(days=3)}
        held = Mandate.objects.grant(person=each, organisation=circle, title="Member", **term)
        if each is people[0]:
            Mandate.objects.filter(pk=held.pk).update(revoked_at=now)
    return people


@pytest.fixture
def bodies(db) -> list[Organisation]:
    return [
        Organisation.objects.establish(slug=f"b{place}", name=name, sector=sector, country=country, names=names)
        for place, (name, sector, country, names) in enumerate(BODIES)
    ]


def refused(name: str) -> str:
    """The code of the refusal, "" when mallory may bear the name."""
    try:
        User.free_name(name)
    except ValidationError as refusal:
        assert len(refusal.messages[0]) > 40, name
        return str(refusal.error_list[0].code)
    return ""


def changes(names, mutation):
    """(name, what happened to it), where anything did."""
    found = [(name, mutation.changes(name)) for name in names]
    return [(name, changed) for name, changed in found if changed != name]


def applies(name: str, mutation) -> bool:
    """One letter makes another name of a short one, and another word of one sign."""
    return "one_edit_apart" not in mutation.without or folded.long(name)


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_mallory_is_called_like_nobody_who_speaks_or_spoke_for_a_body(cast, mutation):
    mutation = MUTATIONS[mutation]
    passed = [
        changed for name, changed in changes(HOLDERS, mutation) if applies(name, mutation) and not refused(changed)
    ]
    assert not passed


def test_nor_when_she_does_two_things_at_once(cast):
    for one, other in product(("H. E.", "no accents", "other order"), MUTATIONS):
        if one == "other order" and MUTATIONS[other].without in (BESIDE, SAID_ONCE):
            # "Ana Lady": behind, it is a surname. And "MamaniTomásQuispeMamani Quispe Tomás" nobody reads.
            continue
        both = [(name, MUTATIONS[one].changes(MUTATIONS[other].changes(name))) for name in HOLDERS[:8]]
        assert not [
            changed for name, changed in both if applies(name, MUTATIONS[other]) and holder_alike(changed) is None
        ]


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_each_rule_sees_what_no_other_does(cast, monkeypatch, mutation):
    """Taken out, somebody passes: so the test above can fail, and no rule is for nothing."""
    for name, without in MUTATIONS[mutation].without.items():
        monkeypatch.setattr(folded, name, without)
    folded._read.cache_clear()
    try:
        assert any(holder_alike(changed) is None for _name, changed in changes(HOLDERS, MUTATIONS[mutation]))
    finally:
        folded._read.cache_clear()


def test_no_honorific_in_any_language_makes_another_person():
    known, names = {*lists().honorifics.values()}, {*lists().beside.values()}
    assert len(known) > 600 and len(names) > 300
    for word in known:
        for name in (f"{word} Hanna Holdermark", f"Hanna Holdermark, {word}", f"H.E. {word} Hanna Holdermark"):
            assert alike.resemble(name, "Hanna Holdermark"), name
    for word in names:
        for name in (f"{word} Hanna Holdermark", f"Hon. {word} Hanna Holdermark"):
            assert alike.resemble(name, "Hanna Holdermark"), name


def test_people_are_called_like_an_honorific(cast):
    """Lord, Sheikh and King are names: nobody is refused for them, nor for what is left of a holder without one."""
    names = {word for word in map(str.title, lists().beside.values()) if word.isascii() and " " not in word} | {"Dame"}
    people = [f"{word} Boateng" for word in names] + [f"Wilhelmina {word}" for word in names]
    # Offices to most readers.
    assert {name for name in people if refused(name)} <= {f"{word} Boateng" for word in OFFICES}
    with_names = {each: person(each) for each in ("Martin King", "Omar Sheikh", "Fatima Begum", "Lord Asare")}
    circle = Organisation.objects.get(slug="night")
    now = timezone.now()
    for each in with_names.values():
        Mandate.objects.grant(
            person=each, organisation=circle, title="Member", valid_from=now, valid_until=now + timedelta(days=9)
        )
    for name in (
        "Martin Lord",
        "Martin Prince",
        "Lord Martin",
        "Omar Lord",
        "Omar Shah",
        "Fatima Sultan",
        "Prince Asare",
    ):
        assert not refused(name), name
    assert refused("Lord Martin King") == refused("Sheikh Omar Sheikh") == "holder"


def test_people_are_called_the_same_twice(cast):
    """A grandfather's name again, or a family name like the first: only beside a holder is it another's."""
    for name in (
        "Ali Hassan Ali",
        "William Williams",
        "Jean Paul Jean",
        "Mohamed Ahmed Mohamed",
        "Ana Ana",
        "Lulu Lulu",
    ):
        assert not refused(name), name
    twice = ("Ana Lima Ana", "Ana Lima Ana Lima", "Lima Ana, Ana Lima", "AnaLima Ana Lima", "Ana LimaAna Lima")
    for name in (*twice, "Mr. Ana Lima Ana Lima II", "Ana Lima MP Ana", "Mr AnaLima Ana Lima"):
        assert refused(name) == "holder", name


def test_the_name_from_before_a_correction_goes_to_nobody_else(cast):
    yusuf = next(each for each in cast if each.name == "Yusuf Karataş")
    assert User.free_name("Yusuf Karatas", of=yusuf) == "Yusuf Karatas"
    correct(yusuf, "Yusuf Karatas-Demir")
    assert refused("Yusuf Karatas 2") == refused("Yusuf Karatas Demir 2") == "holder"
    assert User.free_name("Yusuf Karataş", of=yusuf)


def test_a_name_is_kept_from_the_day_of_the_mandate_until_its_owner_leaves(cast, mallory):
    ada = person("Ada Mensah")
    assert not refused("Ada-Mensah")
    now = timezone.now()
    mandate = Mandate.ask(ada, Organisation.objects.get(slug="night"), "Member", now, now + timedelta(days=9))
    assert not refused("Ada-Mensah")
    mandate.accredit(person("Ivy Castellano", is_officer=True, origin="demonstration"))
    assert refused("Ada-Mensah") == "holder"
    ada.become_tombstone()
    assert not refused("Ada-Mensah") and not ada.name_keys.exists()


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_mallory_is_called_like_no_body(bodies, mutation):
    mutation = MUTATIONS[mutation]
    names = [name for body in bodies for name in (body.name, *body.names.values())]
    passed = [
        changed for name, changed in changes(names, mutation) if applies(name, mutation) and look_alike(changed) is None
    ]
    assert not passed


@pytest.mark.parametrize(
    "name", ["Europian Union", "Union European", "EU", "E.U.", "UE", "The European Union", "L’Union européenne", "European Unions"]
)  # fmt: skip
def test_officers_read_which_body_another_could_be_taken_for(bodies, mallory, name):
    asked = Organisation.ask(mallory, name=name, sector="society", country="CA")
    assert asked.alike and asked.alike.name == "European Union"


def test_a_body_that_is_suspended_is_imitated_by_nobody(bodies):
    Organisation.objects.filter(pk=bodies[1].pk).update(suspended_at=timezone.now())
    assert look_alike("Port-Example") == bodies[1]


def test_a_body_that_gets_another_name_is_found_by_that_one(bodies):
    port = bodies[1]
    port.name = "Harbour Town"
    port.save()
    assert look_alike("Harbour-Town") == port and look_alike("Port-Example") is None


def ordinary() -> list[str]:
    return [f"{one} {other}" for given, family in ORDINARY for one, other in product(given.split(), family.split())]


def test_ordinary_people_keep_their_names(cast, bodies):
    names = ordinary()
    assert len(set(names)) > 250
    # "Governor Kamau" is an office to most readers.
    assert {name for name in names if refused(name)} == {
        f"Governor {name}" for name in ("Ihenyen", "Kamau", "Otieno", "Mwangi")
    }


def test_of_five_thousand_real_names_none_is_refused(cast, bodies):
    if not DATA.exists():
        pytest.skip("LEFT OUT: 5,000 real names are not beside the project; its own few hundred were tried")
    of: dict[str, list[str]] = {}
    for row in read("text/names.jsonl"):
        of.setdefault(row["locale"], []).append(row["name"])
    names = {name for found in of.values() for name in found}
    for found in of.values():
        parts = [name.split() for name in found[:24]]
        names |= {f"{one[0]} {other[-1]}" for one, other in product(parts, parts) if one is not other}
    names = sorted(name for name in names if len(name) <= LIMIT)[:5_400]
    assert len(names) > 5_000
    kept = {*NameKey.objects.values_list("key", flat=True)}
    wrongly = []
    for place, name in enumerate(names):
        # Who shares no key is found by nobody; so the database need not be asked. Bodies are compared with every fifth.
        near = alike.keys_of(name) if place % 5 else alike.keys_of(name) | body_names.keys(name, ())
        if reserved.office(name) or (near & kept and refused(name)):
            wrongly.append(name)
    print(f"\n{len(wrongly)} of {len(names)} real names refused")
    assert not wrongly


def test_the_rules_taken_out_above_are_all_there_are():
    assert {name for mutation in MUTATIONS.values() for name in mutation.without} >= {
        "unmarked", "same", "orders", "DIGITS", "without_titles", "without_doubles", "said_once",
        "undressed", "PAIRS", "one_edit_apart", "looked_at", *NUMBERS
    }  # fmt: skip
