"""Countries, regions and languages have names in every language of the pages."""

import pytest
from babel import Locale, UnknownLocaleError
from django.conf import settings

from accounts.places import (
    LANGUAGES,
    REGIONS,
    country_choices,
    country_codes,
    country_name,
    language_choices,
    language_name,
    region_name,
    region_of,
    right_to_left,
)
from accounts.sectors import QUADRILOGUE, Sector
from tests.text.corpus import read


@pytest.mark.parametrize("code,_name", settings.LANGUAGES)
def test_every_country_region_and_language_has_a_name_of_its_own(code, _name):
    for choices, codes in ((country_choices(code), country_codes()), (language_choices(code), LANGUAGES)):
        assert sorted(value for value, _ in choices) == sorted(codes)
        names = [name for _, name in choices]
        assert len(set(names)) == len(names)
        assert all(name and name != value for value, name in choices)
    assert len({region_name(region, code) for region in REGIONS}) == 5


def test_the_regions_are_those_of_the_united_nations():
    for country in read("countries/countries.json"):
        if country["region_m49"]:
            assert region_of(country["iso2"]) == country["region_m49"].zfill(3), country["iso2"]
        elif country["iso2"] != "AQ":
            assert region_of(country["iso2"])


def test_every_member_of_the_united_nations_can_be_chosen():
    members = {c["iso2"] for c in read("countries/countries.json") if c["un_member"] or c["un_observer"]}
    assert len(members) >= 193
    assert members <= set(country_codes())


def test_ada_reads_her_country_in_her_language():
    assert country_name("GH", "fr") == "Ghana"
    assert country_name("DE", "pt-br") == "Alemanha"
    assert country_name("CN", "zh-hans") == "中国"
    assert region_name("002", "ar") == "أفريقيا"
    assert language_name("zh-hant", "en") == "Traditional Chinese"
    assert "Brasil" in language_name("pt-br", "pt-br")


def test_what_nobody_knows_keeps_its_code():
    assert country_name("QQ", "en") == "QQ"
    assert region_of("QQ") == region_of("") == ""
    assert language_name("qqq", "en") == "qqq"
    assert country_name("GH", "not a language") == "Ghana"


def test_a_list_is_in_the_order_of_its_language():
    names = [name for _, name in country_choices("fr")]
    assert names.index("Équateur") < names.index("Finlande")
    russian = [name for _, name in country_choices("ru")]
    assert russian.index("Италия") < russian.index("Йемен") < russian.index("Казахстан")
    chinese = [name for _, name in country_choices("zh-hans")]
    # By their sounds: fa, fan, fei; mei, na, nao, nepal.
    assert [name for name in chinese if name in {"法国", "梵蒂冈", "菲律宾", "斐济", "芬兰"}] == [
        "法国", "梵蒂冈", "菲律宾", "斐济", "芬兰",
    ]  # fmt: skip
    assert chinese.index("纳米比亚") < chinese.index("瑙鲁") < chinese.index("尼泊尔")
    assert all(name[0] == name[0].upper() for _, name in language_choices("fr"))


def test_arabic_runs_from_right_to_left_and_english_does_not():
    assert right_to_left("ar") and right_to_left("fa") and right_to_left("pa-arab") and right_to_left("AR-eg")
    assert not right_to_left("en") and not right_to_left("zh-hant") and not right_to_left("az-latn")


def test_direction_agrees_with_the_common_locale_data():
    for code in LANGUAGES:
        try:
            order = Locale.parse(code, sep="-").character_order
        except UnknownLocaleError:
            continue
        assert right_to_left(code) == (order == "right-to-left"), code


def test_the_quadrilogue_is_the_four_and_neither_citizens_nor_international_bodies():
    assert [sector.value for sector in QUADRILOGUE] == ["government", "parliament", "authority", "society"]
    assert set(Sector) - set(QUADRILOGUE) == {Sector.CITIZEN, Sector.INTERNATIONAL}
