"""Clients from a table: a CSV read forgivingly, what is wrong said at the cell, and nothing written before it is asked.

The preview holds no state: the table travels with the page and is read again when the coach confirms.
"""

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from accounts.access import membership_of
from accounts.models import User
from clients.body_mass import keep_first
from clients.forms.importing import RowForm
from clients.inventory import default_inventory, default_inventory_lb
from clients.models import Client

MOST_ROWS = 1000
MOST_BYTES = 1_000_000
PROBLEM = "Problem"  # the column that rows to mend come back with
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# As exports write them; a page says them in its reader's language.
COLUMNS = {
    "name": gettext_noop("Name"),
    "email": gettext_noop("Email"),
    "body_mass": gettext_noop("Body mass"),
    "unit": gettext_noop("Unit"),
    "time_zone": gettext_noop("Time zone"),
    "tags": gettext_noop("Tags"),
    "involved_side": gettext_noop("Involved side"),
    "goal": gettext_noop("Goal"),
}
# What people write over a column -> the column. Compared without capitals, signs and spaces.
ALSO = {
    "name": "name", "fullname": "name", "client": "name", "clientname": "name",
    "email": "email", "mail": "email", "emailaddress": "email", "address": "email",
    "bodymass": "body_mass", "bodyweight": "body_mass", "weight": "body_mass", "mass": "body_mass", "bm": "body_mass",
    "bodymasskg": "body_mass", "bodyweightkg": "body_mass", "weightkg": "body_mass", "masskg": "body_mass",
    "bodymasslb": "body_mass", "bodyweightlb": "body_mass", "weightlb": "body_mass", "weightlbs": "body_mass",
    "unit": "unit", "units": "unit",
    "timezone": "time_zone", "zone": "time_zone", "tz": "time_zone",
    "tags": "tags", "tag": "tags", "groups": "tags", "group": "tags",
    "involvedside": "involved_side", "side": "involved_side", "affectedside": "involved_side",
    "goal": "goal", "goals": "goal", "aim": "goal",
    # German
    "klient": "name", "klientin": "name", "kunde": "name", "kundin": "name", "mailadresse": "email",
    "emailadresse": "email", "adresse": "email",
    "körpermasse": "body_mass", "körpergewicht": "body_mass", "gewicht": "body_mass", "masse": "body_mass",
    "körpermassekg": "body_mass", "körpergewichtkg": "body_mass", "gewichtkg": "body_mass", "massekg": "body_mass",
    "körpermasselb": "body_mass", "körpergewichtlb": "body_mass", "gewichtlb": "body_mass",
    "einheit": "unit", "zeitzone": "time_zone",
    "schlagwörter": "tags", "schlagwort": "tags", "gruppen": "tags", "gruppe": "tags",
    "betroffeneseite": "involved_side", "seite": "involved_side", "ziel": "goal", "ziele": "goal",
}  # fmt: skip


class Unreadable(Exception):
    """The whole table cannot be read; the words say why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    text: str
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One line of the table. `number` counts as a spreadsheet does: the heads are line 1. `facts`: what is saved."""

    number: int
    cells: dict[str, Cell]
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        return not any(cell.problem for cell in self.cells.values())

    @property
    def problems(self) -> list[str]:
        return [cell.problem for cell in self.cells.values() if cell.problem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table as it was understood. `typed`: the heads of `columns` as they were written; `unknown`: heads that mean
    nothing here; `text`: the table, to send again.
    """

    columns: list[str]
    typed: list[str]
    unknown: list[str]
    rows: list[SheetRow]
    text: str

    @property
    def good(self) -> list[SheetRow]:
        return [row for row in self.rows if row.is_good]

    @property
    def bad(self) -> list[SheetRow]:
        return [row for row in self.rows if not row.is_good]

    @property
    def heads(self) -> list[str]:
        return [gettext(COLUMNS[column]) for column in self.columns]


# --- Bytes to lines --------------------------------------------------------------------------------------------


def text_of(data: bytes) -> str:
    """The text of an uploaded file: UTF-8 or UTF-16 by its mark, else what Western spreadsheets write.

    Raises Unreadable for what is no text.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable(gettext("The file is larger than 1 MB. Split it, or leave out what is not listed here."))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    return checked(text)


def checked(text: str) -> str:
    """The text, when it is one. Raises Unreadable."""
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise Unreadable(gettext("The table is larger than 1 MB. Split it, or leave out what is not listed here."))
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\t\r\n" for sign in text):
        raise Unreadable(gettext("This is not a CSV file. In the spreadsheet choose “Save as”, then CSV."))
    return text.removeprefix("\ufeff")


def lines_of(text: str) -> list[tuple[int, list[str]]]:
    """The table's lines with their numbers, cells trimmed, empty lines left out. The separator is the commonest sign
    of the first line.
    """
    head = text.strip().split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    try:
        read = csv.reader(io.StringIO(text.strip(), newline=""), delimiter=separator, strict=True)
        lines = [[cell.strip() for cell in line] for line in read]
    except csv.Error as error:
        raise Unreadable(gettext("A quotation mark is out of place somewhere. Save the table as CSV again.")) from error
    return [(number, line) for number, line in enumerate(lines, start=1) if any(line)]


# --- Lines to rows ---------------------------------------------------------------------------------------------


def read_sheet(text: str, *, by: User) -> Sheet:
    """The table with what is wrong in each cell. Two queries however many rows. Raises Unreadable."""
    lines = lines_of(checked(text))
    if not lines:
        raise Unreadable(
            gettext("There is nothing in it. The first line names the columns, each line after it is a client.")
        )
    (_, typed), *body = lines
    heads = [ALSO.get(_bare(head), "") for head in typed]
    _check_heads(heads, len(body))
    texts = dict(zip(heads, typed, strict=True))
    columns = [column for column in heads if column]
    return Sheet(
        columns=columns,
        typed=[texts[column] for column in columns],
        unknown=[head for head, column in zip(typed, heads, strict=True) if head and not column and head != PROBLEM],
        rows=_rows([(number, _values(heads, line)) for number, line in body], columns, by=by, mass_unit=_unit(texts)),
        text=_written([line for _, line in lines]),
    )


def _check_heads(heads: list[str], rows: int) -> None:
    if "name" not in heads:
        raise Unreadable(gettext("No column is called Name. The first line names the columns."))
    twice = [gettext(COLUMNS[column]) for column, count in Counter(filter(None, heads)).items() if count > 1]
    if twice:
        raise Unreadable(gettext("Two columns say %(twice)s. Keep one of them.") % {"twice": twice[0]})
    if not rows:
        raise Unreadable(gettext("There are columns and no clients under them."))
    if rows > MOST_ROWS:
        raise Unreadable(
            gettext("%(rows)s rows are too many for once. Import %(most_rows)s at a time.")
            % {"rows": f"{rows:,}", "most_rows": f"{MOST_ROWS:,}"}
        )


def _values(heads: list[str], line: list[str]) -> dict[str, str]:
    """The cells by column. What lies beyond the last column is kept under no name, so that it can be told."""
    values = {column: bared(cell) for column, cell in zip(heads, line, strict=False) if column}
    beyond = " ".join(filter(None, line[len(heads) :]))
    return values | ({"": beyond} if beyond else {})


def _bare(head: str) -> str:
    return "".join(sign for sign in head.casefold() if sign.isalnum())


def _unit(texts: dict[str, str]) -> str:
    """`Weight (lb)` says the unit of its column."""
    head = _bare(texts.get("body_mass", ""))
    return "lb" if head.endswith(("lb", "lbs")) else "kg" if head.endswith("kg") else ""


def bared(cell: str) -> str:
    """A cell that our own export made inert is itself again."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA else cell


def _rows(raw: list[tuple[int, dict[str, str]]], columns: list[str], *, by: User, mass_unit: str) -> list[SheetRow]:
    clients = list(Client.objects.for_coach(by).values_list("name", "email"))
    here = {email.casefold(): name for name, email in clients if email}
    names = {name.casefold() for name, _ in clients}
    seen: dict[str, int] = {}
    rows = []
    for number, values in raw:
        form = RowForm(values, by=by, mass_unit=mass_unit)
        problems = {name: " ".join(map(str, texts)) for name, texts in form.errors.items()}
        email, name = values.get("email", "").casefold(), values.get("name", "").casefold()
        key = email or f"name {name}"
        if email and email in here:
            problems.setdefault("email", gettext("%(here)s has this e-mail already.") % {"here": here[email]})
        elif not email and name in names:
            problems.setdefault("name", gettext("Is on your list. Add an e-mail if this is somebody else."))
        elif key in seen:
            problems.setdefault(
                "email" if email else "name", gettext("The same as in row %(seen)s.") % {"seen": seen[key]}
            )
        if "" in values:
            problems["name"] = gettext("More cells than columns. A cell with a comma inside stands in quotation marks.")
        seen.setdefault(key, number)
        shown = [*columns, *(column for column in problems if column not in columns)]
        cells = {column: Cell(text=values.get(column, ""), problem=problems.get(column, "")) for column in shown}
        rows.append(SheetRow(number=number, cells=cells, facts={} if problems else form.facts()))
    return rows


# --- Rows to clients, and back to a table ----------------------------------------------------------------------


@transaction.atomic
def import_clients(sheet: Sheet, *, by: User, whole: bool = False) -> list[Client]:
    """Add the good rows as clients of `by`. `whole`: all rows or none.

    Raises ValidationError when nothing can be added, or when `whole` is asked and a row is not good.
    """
    membership = membership_of(by)
    if membership is None:
        raise ValidationError(gettext("Only a coach of a practice has clients."))
    if whole and sheet.bad:
        raise ValidationError(
            gettext("Row %(number)s is not right yet, so nothing was imported.") % {"number": sheet.bad[0].number}
        )
    if not sheet.good:
        raise ValidationError(gettext("No row can be imported yet."))
    clients = [
        Client(practice_id=membership.practice_id, coach=by, **row.facts, inventory=_equipment(row.facts["unit"]))
        for row in sheet.good
    ]
    for client in clients:
        client.clean_fields(exclude=["practice", "coach"])
        client.clean()
    made = Client.objects.bulk_create(clients)
    keep_first(made)
    return made


def _equipment(unit: str) -> dict[str, Any]:
    return default_inventory_lb() if unit == "lb" else default_inventory()


def rows_to_mend(sheet: Sheet) -> str:
    """The rows that are not good as CSV, with what is wrong in a last column. A cell that begins a formula is inert."""
    heads = [*sheet.typed, PROBLEM]
    lines = [[row.cells[column].text for column in sheet.columns] + [" ".join(row.problems)] for row in sheet.bad]
    return "\ufeff" + _written([heads, *lines])


def _written(lines: Iterable[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([[inert(cell) for cell in line] for line in lines])
    return out.getvalue()


def inert(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula; `bared` turns it back."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
