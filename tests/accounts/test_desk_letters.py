"""What people are told by mail when something was decided: in their own language, with the officer's words as written."""

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import trans_real

from accounts import letters
from accounts.grounds import NONE_GIVEN, Ground, Reason
from accounts.models import Organisation
from tests.accounts.desk import ask, ministry, officers
from tests.people import person

CODES = [code for code, _ in settings.LANGUAGES]
WORDS = "La lettre n’est pas signée.\n\nEnvoyez-la signée."


@pytest.fixture(autouse=True)
def _told_at_once(monkeypatch):
    """Each test is one transaction here; what waits for its end is done when the verb is."""
    monkeypatch.setattr(transaction, "on_commit", lambda do, **_more: do())


def decided(found, verb: str, desk) -> None:
    """Everything that has to be done before, and then `verb`."""
    ivy, omar = desk
    if verb == "refuse":
        return found.refuse(ivy, Reason("not_shown", WORDS))
    found.accredit(ivy)
    if verb != "accredit":
        found.confirm(omar)
    if verb in ("suspend", "reinstate"):
        found.suspend(ivy, Reason("doubt", WORDS))
    if verb == "reinstate":
        found.reinstate(omar, Reason("cleared", WORDS))
    if verb == "revoke":
        if found.official:
            found.suspend(omar, Reason("doubt", WORDS))
        found.revoke(ivy, Reason("misuse", WORDS))
    return None


SUBJECTS = {
    "accredit": ("needs a second approval", "needs a second approval"),
    "confirm": ("You can now speak for Ministry of Rain", "Wells for All is registered"),
    "refuse": ("Your request to speak for Ministry of Rain was refused", "was not registered"),
    "suspend": ("Paused during a check: Ada Mensah, Ministry of Rain", "Wells for All is suspended"),
    "reinstate": ("Suspension ended: Ada Mensah, Ministry of Rain", "Wells for All is active again"),
    "revoke": ("Your mandate for Ministry of Rain was revoked", "Wells for All was revoked"),
}
GROUNDS = {"refuse": Ground.NOT_SHOWN, "suspend": Ground.DOUBT, "reinstate": Ground.CLEARED, "revoke": Ground.MISUSE}


@pytest.mark.parametrize("verb", SUBJECTS)
@pytest.mark.parametrize("kind", ["mandate", "organisation"])
def test_whoever_asked_is_told_what_was_decided_and_why(desk, ada, verb, kind):
    found = (
        ask(ada, ministry(desk)) if kind == "mandate"
        else Organisation.ask(ada, name="Wells for All", sector="society", level="global")
    )  # fmt: skip
    decided(found, verb, desk)
    letter = [letter for letter in mail.outbox if letter.to == ["ada@example.org"]][-1]
    assert SUBJECTS[verb][kind == "organisation"] in letter.subject
    if verb in GROUNDS:
        assert str(GROUNDS[verb].label) in letter.body and f"“{WORDS}”" in letter.body
    for words in (letter.body, letter.alternatives[0][0]):
        assert "None" not in words and "{" not in words and "@example" not in words


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("kind", ["mandate", "organisation"])
def test_a_letter_is_in_the_language_of_whoever_reads_it(desk, ada, language, kind):
    ada.interface_language = language
    ada.save(update_fields=["interface_language"])
    found = (
        ask(ada, ministry(desk)) if kind == "mandate"
        else Organisation.ask(ada, name="Wells for All", sector="society", level="global")
    )  # fmt: skip
    with translation.override("ru"):
        decided(found, "refuse", desk)
    [letter] = mail.outbox
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in letter.alternatives[0][0]
    assert letter.extra_headers["Content-Language"] == language
    assert f"/{language}/" in letter.body
    with translation.override(language):
        assert str(Ground.NOT_SHOWN.label) in letter.body


def test_what_has_a_translation_is_not_left_in_english(desk, ada, monkeypatch):
    """The words of the letter go through the catalogue of the reader's language, whatever the officer reads."""
    french = trans_real.translation("fr")
    said = {
        "You cannot speak for this organisation. Posts you made as yourself stay as they are.": "Vous ne pouvez pas parler.",
        "The reviewer’s message:": "Les mots de l’officier :",
        "Your request to speak for %(name)s was refused": "Demande refusée : %(name)s",
        str(Ground.NOT_SHOWN.label): "Cela ne le montre pas.",
    }
    for english, words in said.items():
        monkeypatch.setitem(french._catalog._catalogs[0], english, words)
    ada.interface_language = "fr"
    ada.save(update_fields=["interface_language"])
    ask(ada, ministry(desk)).refuse(desk[0], Reason("not_shown", "Unsigned."))
    letter = mail.outbox[-1]
    assert letter.subject == "Demande refusée : Ministry of Rain"
    for words in [*list(said.values())[:2], "Cela ne le montre pas.", "“Unsigned.”"]:
        assert words in letter.body


def test_for_civil_society_one_officer_is_enough_and_the_letter_says_so(desk, ada):
    ask(ada, ministry(desk, sector="society")).accredit(desk[0])
    assert mail.outbox[-1].subject == "You can now speak for Ministry of Rain"


def test_what_ends_for_a_body_is_told_to_all_who_speak_for_it(desk, ada, bo, mallory):
    body = Organisation.ask(mallory, name="Wells for All", sector="society", level="global")
    decided(body, "confirm", desk)
    for who in (ada, bo):
        ask(who, body).accredit(desk[0])
    mail.outbox.clear()
    body.suspend(desk[0], Reason("doubt"))
    assert sorted(letter.to[0].split("@")[0] for letter in mail.outbox) == ["ada", "bo", "mallory"]


def test_nobody_is_written_to_about_what_they_did_themselves_or_who_is_invented(desk, ada):
    body = ministry(desk, sector="society")
    mandate = ask(ada, body)
    mandate.claim(desk[0])
    mandate.release(desk[0])
    mandate.resign(ada)
    ask(person("Nia Invented", origin="demonstration"), body).accredit(desk[0])
    assert not mail.outbox


def test_what_mallory_calls_a_body_does_not_become_a_line_of_the_subject(desk, ada):
    body = ministry(desk, name="Ministry\nBcc: all@example.org", slug="odd")
    letters._send(ask(ada, body), "refused", NONE_GIVEN, False)
    assert "\n" not in mail.outbox[-1].subject


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_told_to_nobody(monkeypatch):
    monkeypatch.undo()
    desk, ada = officers(), person("Ada Mensah")
    mandate = ask(ada, ministry(desk, sector="society"))
    with pytest.raises(RuntimeError), transaction.atomic():
        mandate.accredit(desk[0])
        raise RuntimeError
    assert not mail.outbox
    mandate.accredit(desk[0])
    assert len(mail.outbox) == 1
