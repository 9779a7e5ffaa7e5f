"""Mandates from a table: tried without a trace, said line by line what is wrong, and each good line offered for itself."""

import pytest
from django.core.exceptions import ValidationError

from accounts import scope
from accounts.desk.lines import SAMPLE, decoded, tried
from accounts.models import Act, Invitation, Mandate
from accounts.models.accredited import State
from dialogue.text.tables import table
from tests.accounts.clock import own_clock
from tests.accounts.desk import ministry, officers, upload

HEAD = "email,organisation,title,from,until,themes,territory\n"
DAYS = "2026-12-01,2027-06-30"


@pytest.fixture
def desk(db, monkeypatch):
    monkeypatch.setattr(scope, "_offered", [lambda held: [("water", "Water", {}), ("food", "Food", {})]])
    return officers()


@pytest.fixture
def body(desk):
    return ministry(desk, slug="circle", name="Night Circle", sector="society")


@pytest.fixture
def officer(client, desk):
    client.force_login(desk[0])
    return client


def line(address: str, body: str = "circle", title: str = "Member", days: str = DAYS, rest: str = ",") -> str:
    return f"{address},{body},{title},{days},{rest}\n"


def tries(client, text: str | bytes):
    raw = text.encode() if isinstance(text, str) else text
    return client.post("/desk/bulk/", {"table": upload(raw, "x.csv", "text/csv")})


def problems(text: str, officer) -> list[str]:
    return [each.problem for each in tried(text, officer)]


def test_a_table_is_tried_without_a_letter_and_then_sent(officer, desk, body, ada, bo, mailoutbox):
    ministry(desk)
    text = HEAD + line("ADA@example.org") + line("bo@example.org", "rain") + line("nobody@example.org")
    answer = tries(officer, text)
    page = answer.content.decode()
    assert answer.status_code == 200 and "nobody has been invited yet" in page
    assert "Invite the people on 3 valid lines" in page
    assert not Invitation.objects.exists() and not mailoutbox
    [act] = Act.objects.all()
    assert (act.verb, act.actor, act.data) == ("table.tried", desk[0], {"lines": 3})
    officer.post("/desk/bulk/", {"text": text, "invite": ""})
    assert [each.to for each in mailoutbox] == [["ada@example.org"], ["bo@example.org"], ["nobody@example.org"]]
    assert not Mandate.objects.exists()
    for who in (ada, bo):
        Invitation.objects.offered_to(who).get().accept(who)
    one, two = Mandate.objects.get(person=ada), Mandate.objects.get(person=bo)
    assert one.granted and one.accredited_by == desk[0] and one.asked_by == ada
    assert two.state == State.PENDING and two.accredited_by == desk[0]
    with pytest.raises(ValidationError, match="Someone else has to confirm"):
        two.confirm(desk[0])
    two.confirm(desk[1])
    again = officer.post("/desk/bulk/", {"text": text, "invite": ""}).content.decode()
    assert again.count("within the last two weeks") == 3 and Invitation.objects.count() == len(mailoutbox[:3])


@pytest.mark.parametrize(
    "row,words",
    [
        (line("nobody@example.org"), ""), (line("nobody"), "Write the whole address"),
        (line("ada@example.org", "nowhere"), "No organisation here"),
        (line("ada@example.org", title=""), "These columns are empty: title"),
        (line("ada@example.org", days="2026-12-01,2028-01-01"), "twelve months"),
        (line("ada@example.org", days="2027-12-01,2027-01-01"), "has to end after it begins"),
        (line("ada@example.org", days="2020-01-01,2020-06-01"), "has passed"),
        (line("ada@example.org", days="1.12.2026,2027-01-01"), "“1.12.2026” is not a date"),
        (line("ada@example.org", days="2026-02-30,2027-01-01"), "is not a date"),
        (line("ada@example.org", title="=HYPERLINK(1)"), "="), (line("ada@example.org", title="✔ Verified"), "✔"),
        (line("ada@example.org", rest="war,"), "short name of a theme"),
        (line("ada@example.org", rest="," + "x" * 161), "160 characters"),
        (line("ivy@example.org"), "Someone else has to invite"),
        (line("ada@example.org"), ""), (line("ada@example.org", rest="water food,North"), ""),
    ],
)  # fmt: skip
def test_each_line_says_what_is_wrong_with_it(desk, body, ada, row, words):
    [problem] = problems(HEAD + row, desk[0])
    assert words in problem and bool(words) == bool(problem), problem


def test_the_same_person_twice_is_told_with_the_number_of_the_first_line(desk, body, ada):
    text = HEAD + "\n" + line("ada@example.org") + line("Ada@Example.org")
    lines = tried(text, desk[0])
    assert [each.number for each in lines] == [3, 4] and "line 3" in lines[1].problem and not lines[0].problem


@pytest.mark.parametrize(
    "encode",
    [lambda text: text.encode(), lambda text: text.encode("utf-8-sig"), lambda text: text.replace(",", ";").encode()],
)
def test_commas_semicolons_and_a_mark_of_order_are_all_read(officer, body, ada, encode):
    assert (
        "Invite the person on 1 valid line" in tries(officer, encode(HEAD + line("ada@example.org"))).content.decode()
    )


def test_a_cell_in_quotation_marks_may_hold_commas_and_new_lines(desk, body, ada, bo):
    row = f'ada@example.org,circle,"Member, budget\n committee",{DAYS},,\n'
    first, second = tried(HEAD + row + line("bo@example.org"), desk[0])
    assert first.invitation and first.invitation.title == "Member, budget committee", first
    assert (first.number, second.number) == (2, 4)


@pytest.mark.parametrize(
    "raw,words",
    [
        ((HEAD + line("a@b.org")).encode("utf-16"), "UTF-16"), ((HEAD + line("a@b.org")).encode("utf-16-le"), "UTF-16"),
        ((HEAD + line("é@b.org")).encode("latin-1"), "not in UTF-8"), (b"\xff\xfe", "UTF-16"), (b"", "name"),
        (b"x" * 201 * 1024, "200 kB"), (HEAD.encode(), "nothing below"), (b"email,title\n", "Missing: organisation"),
        ((HEAD.strip() + ",password\n").encode(), "Unknown columns: password"), (b'email,"tit', "cannot be read"),
        ((HEAD + 'a,b,"c\n' * 3).encode(), "cannot be read"), ((HEAD + "a,b\n" * 1001).encode(), "1,000 lines"),
    ],
)  # fmt: skip
def test_what_is_no_such_table_is_refused_with_a_reason(officer, raw, words):
    answer = tries(officer, raw)
    assert answer.status_code == 400 and words in answer.content.decode(), answer.content.decode()[-3000:]


def test_hostile_cells_stay_words(officer, body):
    page = tries(officer, HEAD + line("=cmd|calc", "<script>x</script>", "<img src=x>")).content.decode()
    assert "<script>x" not in page and "<img src=x>" not in page


def test_cells_beyond_the_columns_do_no_harm(desk, body, ada):
    assert problems(HEAD + line("ada@example.org", rest=",,,,,"), desk[0]) == [""]


def test_the_sample_reads_as_the_columns_say(desk, officer):
    given = officer.get("/desk/bulk/sample.csv").content
    assert [each.number for each in tried(decoded(given), desk[0])] == [2, 3]
    assert given.decode() == table(SAMPLE)


def test_a_line_that_was_good_when_it_was_tried_is_looked_at_again(desk, body, ada, mailoutbox):
    text = HEAD + line("ada@example.org")
    [one], [other] = tried(text, desk[0]), tried(text, desk[1])
    one.send()
    other.send()
    assert not one.problem and "within the last two weeks" in other.problem
    assert Invitation.objects.count() == len(mailoutbox) == 1


def test_an_officer_sends_so_many_lines_a_day(officer, body, ada, monkeypatch):
    """Nor by turns of trying and sending; the next day goes on."""
    monkeypatch.setattr("accounts.desk.lines.LINES_A_DAY", 3)
    text = HEAD + line("ada@example.org") + line("nobody@example.org")
    assert tries(officer, text).status_code == 200
    for form in ({"text": text}, {"text": text, "invite": ""}):
        answer = officer.post("/desk/bulk/", form)
        assert answer.status_code == 400 and "Continue tomorrow" in answer.content.decode()
    assert not Invitation.objects.exists() and Act.objects.count() == 1
    with own_clock() as clock:
        clock.pass_by(days=1, minutes=1)
        # A day away, one signs in again.
        officer.force_login(body.accredited_by)
        assert tries(officer, text).status_code == 200
