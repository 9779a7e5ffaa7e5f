"""Who is missing: told of every state, from mandates in force and from what was said in public."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Mandate, Organisation
from accounts.places import OBSERVERS, STATES
from dialogue.rooms.absence import Absence
from dialogue.rooms.models import Theme
from dialogue.text.tables import table
from tests.people import person, say
from tests.text.corpus import read


def cell(code: str, sector: str, theme: Theme | None = None) -> dict:
    country = Absence(theme).country(code)
    return next(cell for cell in country.cells if cell["sector"] == sector)


def test_the_states_are_the_members_and_the_two_observers_of_the_united_nations():
    rows = read("countries/countries.json")
    assert set(STATES) == {row["iso2"] for row in rows if row["un_member"] or row["un_observer"]}
    assert set(OBSERVERS) == {row["iso2"] for row in rows if row["un_observer"]}
    assert len(STATES) == 195


def test_a_parliament_may_speak_then_speaks_then_has_spoken(room, ada, mandate):
    assert cell("CV", "parliament")["state"] == "may"
    say(ada, room, "As the assembly.", mandate=mandate.pk)
    assert cell("CV", "parliament")["state"] == "speaks"
    Mandate.objects.update(valid_until=timezone.now() - timedelta(hours=1))
    assert cell("CV", "parliament")["state"] == "spoke"
    assert cell("CV", "government")["state"] == cell("KE", "parliament")["state"] == "absent"


@pytest.mark.parametrize("ended", ["expired", "revoked", "suspended", "body", "person", "upcoming", "pending"])
def test_a_mandate_that_is_not_in_force_is_never_counted(room, ada, mandate, ended):
    now, later = timezone.now(), timezone.now() + timedelta(days=9)
    if ended == "body":
        Organisation.objects.update(suspended_at=now)
    elif ended == "person":
        ada.suspend(later)
    else:
        change = {
            "expired": {"valid_until": now - timedelta(seconds=1)},
            "revoked": {"revoked_at": now},
            "suspended": {"suspended_at": now},
            "upcoming": {"valid_from": later},
            "pending": {"confirmed_at": None},
        }
        Mandate.objects.update(**change[ended])
    assert Absence().mandated == 0 and cell("CV", "parliament")["mandates"] == 0


def test_citizens_take_part_without_a_mandate(room, ada):
    say(ada, room, "As Ada.")
    absence = Absence()
    ghana = absence.country("GH")
    assert ghana.said == 1 and not ghana.silent and not ghana.mandated
    assert absence.spoken == 1 and cell("GH", "citizen")["state"] == "speaks"


def test_what_is_said_among_members_is_not_told(client, members_room, ada):
    members_room.admit(ada)
    say(ada, members_room, "Between us.")
    client.force_login(ada)
    assert client.get(reverse("countries")).context["absence"].spoken == 0
    assert Absence().country("GH").silent


def test_a_theme_has_its_own_absent(room, ada, mandate):
    peace = Theme.objects.create(slug="peace", titles={"en": "Peace"})
    say(ada, room, "As the assembly.", mandate=mandate.pk)
    assert cell("CV", "parliament", peace)["state"] == "may"
    Mandate.objects.update(themes=["climate"])
    assert cell("CV", "parliament", peace)["state"] == "absent"
    assert cell("CV", "parliament", room.theme)["state"] == "speaks"


def test_the_regions_without_a_voice_are_named(room, ada, mandate):
    gaps = {gap["sector"]: gap for gap in Absence().gaps}
    assert gaps["government"]["everywhere"]
    assert sorted(gaps["parliament"]["regions"]) == ["Americas", "Asia", "Europe", "Oceania"]


def test_a_sector_that_speaks_without_a_country_is_not_called_silent(room, ada, mandate):
    Organisation.objects.update(country="", level="global")
    parliament = next(gap for gap in Absence().gaps if gap["sector"] == "parliament")
    assert parliament["everywhere"] and parliament["nowhere"]


def test_who_may_speak_and_has_not_stands_among_those_who_may(client, room, ada, mandate):
    page = client.get(reverse("countries"), {"region": "002", "silent": "1"})
    (africa,) = page.context["regions"]
    assert [country.code for country in africa["countries"]] == ["CV"]
    assert "CV" not in {country.code for country in africa["missing"]}


def test_the_page_names_them_and_every_country(client, room, ada, mandate):
    page = client.get(reverse("countries")).content.decode()
    assert "nobody, from anywhere" in page and "Oceania" in page
    assert all(f'href="/countries/{code.lower()}/"' in page for code in STATES)
    assert "Holy See" in page and "State of Palestine" in page


def test_a_reader_looks_at_one_region_and_at_those_nobody_speaks_from(client, room, ada):
    say(ada, room, "As Ada.")
    page = client.get(reverse("countries"), {"region": "002", "silent": "1"})
    (africa,) = page.context["regions"]
    assert africa["all"] == 54 and africa["spoken"] == 1 and len(africa["missing"]) == 53
    assert "GH" not in {country.code for country in africa["countries"] + africa["missing"]}
    assert client.get(reverse("countries"), {"region": "999"}).status_code == 404
    assert client.get(reverse("countries"), {"theme": "no-such-theme"}).status_code == 404


def test_who_speaks_from_a_place_that_is_no_state_is_told_apart(room):
    say(person("Nuka Kleist", country="GL"), room, "From Greenland.")
    absence = Absence()
    assert [country.code for country in absence.elsewhere] == ["GL"]
    assert absence.spoken == 0 and "GL" not in {country.code for country in absence.states}


def test_a_country_shows_its_bodies_and_who_speaks_for_them(client, room, ada, mandate):
    say(ada, room, "As the assembly.", mandate=mandate.pk)
    page = client.get("/countries/cv/").content.decode()
    assert "<bdi>Assembly of the Isles</bdi>" in page and "<bdi>Ada Mensah</bdi>" in page
    assert "1 post from here" in page
    assert "No posts from here yet" in client.get("/countries/ke/").content.decode()
    for nowhere in ("zz", "KE", "kenya"):
        assert client.get(f"/countries/{nowhere}/").status_code == 404


def test_the_pages_are_in_the_language_of_the_reader(client, room, ada, mandate):
    page = client.get("/ar/countries/").content.decode()
    assert 'dir="rtl"' in page and "كينيا" in page and "/ar/countries/ke/" in page
    assert "Kenya" not in page


def test_countries_stand_in_the_order_of_their_readers(room):
    with override("fr"):
        names = [country.name for country in Absence().states]
    assert names.index("Égypte") < names.index("Zimbabwe") and names.index("Équateur") < names.index("Venezuela")


def test_the_open_data_say_the_same_in_both_forms(client, room, ada, mandate):
    say(ada, room, "As the assembly.", mandate=mandate.pk)
    said = client.get(reverse("countries-json"))
    rows = list(csv.DictReader(StringIO(client.get(reverse("countries-csv")).content.decode("utf-8-sig"))))
    facts = json.loads(said.content)
    assert facts["licence"] == "CC0-1.0"
    assert "public" in said["Cache-Control"] and "max-age=300" in said["Cache-Control"]
    assert [row["country"] for row in rows] == [each["country"] for each in facts["countries"]] == sorted(STATES)
    isles = next(row for row in rows if row["country"] == "CV")
    assert isles["mandates_parliament"] == isles["bodies_parliament"] == isles["posts_parliament"] == "1"
    assert isles["licence"] == "CC0-1.0" and isles["region"] == "002" and isles["united_nations"] == "member"
    assert next(each for each in facts["countries"] if each["country"] == "CV")["mandates"]["parliament"] == 1
    assert set(facts["fields"]) >= set(facts["countries"][0])


def test_the_open_data_are_the_same_for_everybody(client, room, ada):
    plain = client.get("/countries.csv")
    client.force_login(ada)
    assert client.get("/fr/countries.csv").content == plain.content
    assert "Cookie" not in plain.get("Vary", "") and "Germany" in plain.content.decode()


def test_no_cell_of_a_table_is_run_by_a_spreadsheet(client, room, monkeypatch):
    assert table([["=1+1", "+1", "-1", "@x", "\t=1", "plain", -3]]) == "\ufeff'=1+1,'+1,'-1,'@x,'\t=1,plain,-3\r\n"
    monkeypatch.setattr("accounts.states.country_name", lambda code, language: '=HYPERLINK("//x")')
    rows = list(csv.reader(StringIO(client.get(reverse("countries-csv")).content.decode("utf-8-sig"))))
    assert len(rows) == 196 and not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_the_pages_take_few_queries_however_much_was_said(
    client, room, ada, bo, mandate, django_assert_max_num_queries
):
    for number in range(12):
        say(ada if number % 2 else bo, room, f"Number {number}")
    client.force_login(ada)
    for address in ("/countries/", "/countries/?theme=climate", "/countries/cv/", "/countries.csv", "/countries.json"):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200


def test_the_world_leads_to_who_is_missing(client, room):
    page = client.get(reverse("world"), {"theme": "climate"}).content.decode()
    assert f'href="{reverse("countries")}?theme=climate"' in page
