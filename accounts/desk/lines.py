"""Mandates from a table that a body handed in: read line by line, checked without writing, then offered one by one. Nothing
that is said of a line depends on whether its address has an account."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import scope
from accounts.mailboxes import Mailbox, mailbox
from accounts.models import Act, Invitation, Organisation, User
from accounts.names import clean_title

COLUMNS = ("email", "organisation", "title", "from", "until", "themes", "territory")
NEEDED = COLUMNS[:5]
LINES, BYTES = 1000, 200 * 1024
# That one officer tries, entering included.
LINES_A_DAY = 5000
SAMPLE = (
    COLUMNS,
    (
        "ama.mensah@parliament.example",
        "chamber-of-example",
        "Member, budget committee",
        "2027-01-01",
        "2027-12-31",
        "",
        "",
    ),
    ("j.silva@parliament.example", "chamber-of-example", "Speaker", "2027-01-01", "2027-06-30", "water food", "North"),
)


@dataclass
class Line:
    """One line of the table: where it stands, what it says, and what is wrong with it ("" when nothing is)."""

    number: int
    said: dict[str, str]
    problem: str = ""
    invitation: Invitation | None = None

    @property
    def address(self) -> str:
        return mailbox(self.said.get("email", ""))

    def send(self) -> None:
        """Invite, in a transaction of its own; what has become wrong meanwhile is said."""
        try:
            if self.invitation:
                self.invitation.send(self.address)
        except ValidationError as error:
            self.problem = plain(error)


def count(lines: list[Line], officer: User) -> None:
    """Write down how many lines were tried, each of which is a letter; ValidationError when it was enough for a day."""
    with transaction.atomic():
        # Of two tables at once, the second sees what the first has spent.
        User.objects.select_for_update(no_key=True).get(pk=officer.pk)
        today = Act.objects.filter(actor=officer, verb="table.tried", at__gt=timezone.now() - timedelta(days=1))
        if sum(today.values_list("data__lines", flat=True)) + len(lines) > LINES_A_DAY:
            raise ValidationError(
                _("You can test 5,000 lines a day, and this table is over the limit. Continue tomorrow."), code="often"
            )
        Act.record("table.tried", officer, lines=len(lines))


def decoded(raw: bytes) -> str:
    if len(raw) > BYTES:
        raise ValidationError(_("This file is larger than 200 kB. Split it."), code="too_large")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw:
        raise ValidationError(
            _("This file is in UTF-16 or is not text. In your spreadsheet, save it as “CSV UTF-8”."), code="encoding"
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(
            _("This file is not in UTF-8. In your spreadsheet, save it as “CSV UTF-8”."), code="encoding"
        ) from None


def rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(number of the line in the file, {column: words}); a cell in quotation marks may run over several lines."""
    head = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",", strict=True
    )
    columns: list[str] = []
    begins, count = 1, 0
    try:
        for cells in reader:
            number, begins = begins, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = headed(cells)
                continue
            count += 1
            if count > LINES:
                raise ValidationError(_("More than 1,000 lines. Split the file."), code="many")
            yield number, {name: " ".join(cell.split()) for name, cell in zip(columns, cells, strict=False)}
    except csv.Error:
        raise ValidationError(
            _("Line %(number)d cannot be read: a quotation mark is missing or in the wrong place."),
            code="form", params={"number": begins},
        ) from None  # fmt: skip
    if not count:
        raise ValidationError(_("There is nothing below the column names."), code="empty")


def headed(cells: list[str]) -> list[str]:
    columns = [cell.strip().lower() for cell in cells]
    if missing := [name for name in NEEDED if name not in columns]:
        raise ValidationError(
            _("The first line must name the columns. Missing: %(names)s."),
            code="columns", params={"names": ", ".join(missing)},
        )  # fmt: skip
    if unknown := sorted(set(columns) - {*COLUMNS, ""}):
        raise ValidationError(
            _("Unknown columns: %(names)s. Remove them."),
            code="columns", params={"names": ", ".join(unknown)[:200]},
        )  # fmt: skip
    return columns


def tried(text: str, officer: User) -> list[Line]:
    """Every line with its outcome; nothing is written."""
    lines = [Line(number, said) for number, said in rows(text)]
    slugs = {line.said.get("organisation", "") for line in lines}
    bodies = {body.slug: body for body in Organisation.objects.filter(slug__in=slugs)}
    before: dict[tuple[str, str], int] = {}
    for line in lines:
        address, slug = line.address, line.said.get("organisation", "")
        first = before.setdefault((address, slug), line.number)
        try:
            if first != line.number:
                raise ValidationError(
                    _("The same person and organisation are already in line %(number)d."), params={"number": first}
                )
            line.invitation = invitation_of(line.said, officer, bodies.get(slug))
            line.invitation.could_be_sent(address)
        except ValidationError as error:
            line.problem = plain(error)
    return lines


def invitation_of(said: dict[str, str], officer: User, body: Organisation | None) -> Invitation:
    if empty := [name for name in NEEDED if not said.get(name)]:
        raise ValidationError(_("These columns are empty: %(names)s."), params={"names": ", ".join(empty)})
    Mailbox().clean(said["email"])
    if body is None:
        raise ValidationError(_("No organisation here has this address. Copy the last part of its page address."))
    themes, known = said.get("themes", "").split(), scope.themes()
    if odd := [theme for theme in themes if theme not in known]:
        raise ValidationError(_("Unknown short name of a theme: %(names)s."), params={"names": ", ".join(odd)[:200]})
    if len(said.get("territory", "")) > 160:
        raise ValidationError(_("The territory is longer than 160 characters. Shorten it."))
    return Invitation(
        made_by=officer, organisation=body, title=clean_title(said["title"]), themes=themes, territory=said.get("territory", ""),
        valid_from=datetime.combine(day(said["from"]), time.min, UTC),
        valid_until=datetime.combine(day(said["until"]), time(23, 59, 59), UTC),
    )  # fmt: skip


def day(words: str) -> date:
    try:
        if len(words) != 10:
            raise ValueError
        return date.fromisoformat(words)
    except ValueError:
        raise ValidationError(
            _("“%(words)s” is not a date. Write it as 2027-01-31."), params={"words": words[:40]}
        ) from None


def plain(error: ValidationError) -> str:
    """What is wrong, in one line."""
    return " ".join(error.messages)
