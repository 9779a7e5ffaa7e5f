"""The language of the pages: in the address, in the account, in the cookie, and what search engines and caches are told."""

import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.urls import get_script_prefix, reverse

from accounts.addresses import in_language, split
from tests.people import say, sign_in

CODES = [code for code, _ in settings.LANGUAGES]
ORIGIN = settings.ORIGINS[0]
LINK = re.compile(r'<link rel="(\w+)"(?: hreflang="([\w-]+)")? href="([^"]*)">')


def shown(answer) -> tuple[str, str]:
    """(language, direction) a page says it is in."""
    return re.search(r'<html lang="([\w-]+)" dir="(\w+)"', answer.content.decode()).groups()


def links(answer) -> tuple[str, dict[str, str]]:
    """(canonical address, {language: address}) of a page."""
    found = LINK.findall(answer.content.decode())
    canonical = [href for rel, _, href in found if rel == "canonical"]
    assert len(canonical) == 1
    return canonical[0], {language: href for rel, language, href in found if rel == "alternate" and language}


def menu(answer) -> dict[str, str]:
    found = re.findall(r'<a href="([^"]*)" lang="[\w-]+" hreflang="([\w-]+)" rel="alternate"', answer.content.decode())
    return {code: address for address, code in found}


def vary(answer) -> set[str]:
    return {name.strip().lower() for name in answer.headers.get("Vary", "").split(",")}


def test_an_address_is_taken_apart_and_put_together():
    assert split("/pt-br/rooms/rain/") == ("pt-br", "/rooms/rain/")
    assert split("/rooms/rain/") == ("", "/rooms/rain/")
    assert split("/france/") == ("", "/france/")
    assert in_language("/fr/rooms/rain/?before=3", "ar") == "/ar/rooms/rain/?before=3"
    assert (
        in_language("/rooms/rain/", "fr") == "/fr/rooms/rain/" and in_language("/fr/rooms/rain/", "") == "/rooms/rain/"
    )
    assert in_language("", "fr") == "/fr/"


@pytest.mark.parametrize("trick", ["/fr//evil.example/", "/ar///evil.example"])
def test_no_address_of_ours_leads_to_another_site(client, db, trick):
    assert split(trick) == ("", trick) and not in_language(trick, "").startswith("//")
    answer = client.get(trick)
    assert answer.status_code == 404 or answer.url.startswith("/fr/")
    assert "//evil" not in answer.content.decode().replace("/fr//evil", "").replace("/ar///evil", "")


@pytest.mark.parametrize("code", CODES)
def test_a_shared_link_opens_in_its_language_whatever_the_browser_asks_for(client, room, ada, code):
    say(ada, room, "Hello.")
    pages = ("/", "/about/", "/themes/climate/", "/rooms/rain/", "/rooms/rain/threads/1/", f"/people/{ada.handle}/",
             "/rooms/rain/posts/1/revisions/", "/accounts/login/", "/accounts/signup/")  # fmt: skip
    for page in pages:
        answer = client.get(f"/{code}{page}", headers={"accept-language": "ru" if code != "ru" else "fr"})
        assert answer.status_code == 200, page
        assert shown(answer) == (code, "rtl" if code == "ar" else "ltr")
        assert answer.headers["Content-Language"] == code
        assert "accept-language" not in vary(answer)


def test_an_address_without_a_language_is_in_the_readers_own(client, room):
    for wish, language in (("ar", "ar"), ("pt", "pt-br"), ("zh-CN,zh;q=0.9", "zh-hans"), ("sw", "en"), ("", "en")):
        answer = client.get("/rooms/rain/", headers={"accept-language": wish})
        assert shown(answer)[0] == language
        assert vary(answer) >= {"accept-language", "cookie"}


def test_every_address_a_page_offers_keeps_the_language(client, room, ada, grace):
    say(ada, room, "Hello.")
    for who in (ada, grace):
        sign_in(client, who)
        for page in ("/", "/rooms/rain/", "/rooms/rain/threads/1/", "/accounts/email/", "/people/me/", "/nowhere/"):
            html = client.get("/fr" + page).content.decode()
            html = re.sub(r"<a [^>]*hreflang=[^>]*>", "", html)
            offered = re.findall(r'(?:<a [^>]*href|action|data-(?:sse|poll|posts|reading))="(/[^"]*)"', html)
            # It has one address, so that a proxy can keep it to the house.
            offered = [address for address in offered if address != "/admin/"]
            assert offered and all(address.startswith("/fr/") for address in offered), (page, offered)


def test_addresses_made_outside_a_page_have_no_language(client, room):
    client.get("/fr/rooms/rain/")
    client.get("/fr/nowhere/")
    assert get_script_prefix() == "/" and reverse("room", args=["rain"]) == "/rooms/rain/"


def test_what_a_form_answers_leads_on_in_its_language(client, room, ada):
    client.force_login(ada)
    answer = client.post("/fr/rooms/rain/posts/", {"text": "Bonjour."})
    assert answer.status_code == 302 and answer.url == "/fr/rooms/rain/posts/1/"
    assert client.get(answer.url).url == "/fr/rooms/rain/?around=1#post-1"
    client.logout()
    assert client.get("/fr/people/me/").url == "/fr/accounts/login/?next=/fr/people/me/"


def test_doors_answer_in_the_readers_language_with_or_without_a_prefix(client, room, ada):
    client.force_login(ada)
    ada.interface_language = "fr"
    ada.save(update_fields=["interface_language"])
    words = {}
    for door in ("/rooms/rain/posts/", "/fr/rooms/rain/posts/", "/ar/rooms/rain/posts/"):
        answer = client.post(door, {"text": " "}, headers={"accept": "application/json"})
        words[door] = answer.json()["error"]["message"]
    assert words["/rooms/rain/posts/"] == words["/fr/rooms/rain/posts/"] != words["/ar/rooms/rain/posts/"]


@pytest.mark.parametrize("path", ["/", "/rooms/rain/?before=2", "/rooms/rain/", "/people/{handle}/"])
def test_search_engines_find_all_seven_and_one_for_everybody_else(client, room, ada, path):
    say(ada, room, "Hello.")
    path = path.format(handle=ada.handle)
    every = {code: f"{ORIGIN}/{code}{path}" for code in CODES} | {"x-default": ORIGIN + path}
    for code in CODES:
        canonical, others = links(client.get(f"/{code}{path}"))
        assert canonical == every[code] and others == every
    canonical, others = links(client.get(path, headers={"accept-language": "es"}))
    assert canonical == every["es"] and others == every


def test_the_same_page_seen_otherwise_has_the_address_of_the_page(client, room, ada):
    say(ada, room, "Hello.")
    assert links(client.get("/fr/rooms/rain/?around=1"))[0] == f"{ORIGIN}/fr/rooms/rain/"
    assert links(client.get('/fr/about/?x="><script>'))[0] == f"{ORIGIN}/fr/about/"


def test_what_is_for_one_person_is_not_for_search_engines(client, ada, room):
    sign_in(client, ada)
    say(ada, room, "Hello.")
    for page in ("/people/me/", "/accounts/email/", "/accounts/sessions/", "/rooms/rain/posts/1/edit/", "/nowhere/"):
        answer = client.get("/fr" + page).content.decode()
        assert '<meta name="robots" content="noindex">' in answer and 'rel="canonical"' not in answer


def test_the_menu_leads_to_the_same_page_in_every_language_by_plain_links(client, room):
    for start in ("/rooms/rain/?around=0", "/ar/rooms/rain/?around=0"):
        assert menu(client.get(start)) == {code: f"/{code}/rooms/rain/?around=0" for code in CODES}


def test_what_answers_a_form_offers_the_page_of_the_form_in_other_languages(client, ada):
    client.force_login(ada)
    answer = client.post("/fr/people/me/", {"name": ""}, headers={"referer": "http://testserver/fr/people/me/"})
    assert answer.status_code == 200 and menu(answer)["ar"] == "/ar/people/me/"
    assert menu(client.post("/fr/people/me/", {"name": ""}))["ar"] == "/ar/"


def choose(client, page: str, before: str, language: str, host: str = "http://testserver"):
    """What a browser sends for a click in the menu of languages."""
    return client.get(f"/{language}{page}", headers={"referer": f"{host}{before}{page}"})


def test_a_choice_in_the_menu_is_remembered_without_an_account(client, room):
    answer = choose(client, "/about/", "", "ar")
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (
        cookie.value == "ar" and cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] >= 30_000_000
    )
    assert shown(client.get("/rooms/rain/", headers={"accept-language": "ru"})) == ("ar", "rtl")


def test_a_choice_in_the_menu_is_remembered_in_the_account(client, ada):
    client.force_login(ada)
    choose(client, "/about/", "/fr", "ar")
    ada.refresh_from_db()
    assert ada.interface_language == "ar"
    client.cookies.pop(settings.LANGUAGE_COOKIE_NAME)
    assert shown(client.get("/about/")) == ("ar", "rtl")


@pytest.mark.parametrize(
    "came_from",
    [
        "",
        "https://evil.example/about/",
        "http://testserver.evil.example/about/",
        "http://testserver/fr/rooms/rain/",
        "//[",
    ],
    ids=["nowhere", "another site", "a host like ours", "another page of ours", "nonsense"],
)
def test_following_a_link_shows_a_language_and_remembers_nothing(client, ada, came_from):
    client.force_login(ada)
    answer = client.get("/ar/about/", headers={"referer": came_from} if came_from else {})
    assert shown(answer)[0] == "ar" and settings.LANGUAGE_COOKIE_NAME not in answer.cookies
    ada.refresh_from_db()
    assert ada.interface_language == ""


def test_the_address_wins_over_the_account_and_offers_the_way_back(client, ada, room):
    ada.interface_language = "ar"
    ada.save(update_fields=["interface_language"])
    client.force_login(ada)
    assert shown(client.get("/rooms/rain/"))[0] == "ar"
    answer = client.get("/fr/rooms/rain/")
    assert answer.status_code == 200 and shown(answer) == ("fr", "ltr")
    assert re.search(
        r'class="elsewhere" aria-label="[^"]+" lang="ar" dir="rtl"><a href="/ar/rooms/rain/"', answer.content.decode()
    )
    for page in ("/ar/rooms/rain/", "/rooms/rain/"):
        assert 'class="elsewhere"' not in client.get(page).content.decode()


@pytest.mark.parametrize("account", ["", "ar", "xx"])
@pytest.mark.parametrize("cookie", ["", "ru", "nonsense"])
def test_no_language_leads_in_circles(client, ada, room, account, cookie):
    ada.interface_language = account
    ada.save(update_fields=["interface_language"])
    client.force_login(ada)
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    for page in ("/rooms/rain/", "/fr/rooms/rain/", "/en/rooms/rain/", "/zh-hans/"):
        assert client.get(page).status_code == 200
    assert client.get("/fr").url == "/fr/" and client.get("/fr/rooms/rain").url == "/fr/rooms/rain/"


def test_pages_of_signed_in_people_stay_out_of_caches_in_every_language(client, ada, room):
    assert client.get("/fr/rooms/rain/posts.json").headers["Cache-Control"] == "no-cache"
    client.force_login(ada)
    answer = client.get("/fr/rooms/rain/")
    assert answer.headers["Cache-Control"] == "private, no-store" and "cookie" in vary(answer)


def addresses(answer) -> list[str]:
    return [found.text for found in ElementTree.fromstring(answer.content).iterfind(".//{*}loc")]


def test_the_sitemap_lists_public_pages_in_every_language_and_nothing_else(client, room, members_room, ada):
    say(ada, room, "A question.")
    say(ada, room, "An answer.", parent=1)
    members_room.admit(ada)
    say(ada, members_room, "Between us.")
    say(ada, members_room, "And us.", parent=1)
    say(ada, room, "Nobody answers this.")
    sections = addresses(client.get("/sitemap.xml"))
    found = [
        address for section in sections for address in addresses(client.get(section.removeprefix("http://testserver")))
    ]
    assert sorted(found) == sorted(
        f"{ORIGIN}/{code}{page}" for code in CODES
        for page in ("/", "/about/", "/countries/", "/themes/climate/", "/rooms/rain/", "/rooms/rain/threads/1/")
    )  # fmt: skip
    for address in found:
        assert client.get(address.removeprefix(ORIGIN)).status_code == 200
    client.cookies.clear()
    rooms = client.get("/sitemap-rooms.xml")
    twins = re.findall(r'hreflang="([\w-]+)" href="([^"]+)"', rooms.content.decode())
    assert set(twins) == {(code, f"{ORIGIN}/{code}/rooms/rain/") for code in CODES} | {
        ("x-default", f"{ORIGIN}/rooms/rain/")
    }
    assert "<lastmod>" in rooms.content.decode() and "max-age=3600" in rooms.headers["Cache-Control"]


def test_robots_are_told_where_nothing_is_and_where_the_map_lies(client, db):
    answer = client.get("/robots.txt")
    told = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/plain") and f"Sitemap: {ORIGIN}/sitemap.xml" in told
    assert "public" in answer.headers["Cache-Control"] and "accept-language" not in vary(answer)
    assert "Disallow: /accounts/" in told and "Disallow: /*/accounts/" in told and "Disallow: /\n" not in told
