"""The files of Hevy and Strong, line by line: which tool it is, which column is what, and what a line says."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from clients.importing import bared
from clients.reasons import Reason
from clients.set_import import figures
from clients.set_import.figures import Bad

MOST_BYTES = 20_000_000
MOST_ROWS = 200_000
MOST_CELL = 10_000
HEVY, STRONG = "hevy", "strong"
# Heads without capitals and signs -> what they are.
HEADS = {
    HEVY: {
        "title": "title", "starttime": "start", "endtime": "end", "description": "workout_note",
        "exercisetitle": "exercise", "exercisenotes": "note", "setindex": "order", "settype": "kind",
        "weightkg": "weight", "weightlbs": "weight", "weightlb": "weight", "reps": "reps",
        "durationseconds": "seconds", "rpe": "rpe",
    },
    STRONG: {
        "date": "start", "workoutname": "title", "duration": "length", "workoutduration": "length",
        "durationsec": "length", "exercisename": "exercise", "setorder": "order", "weight": "weight",
        "weightkg": "weight", "weightlbs": "weight", "weightlb": "weight", "weightunit": "unit", "reps": "reps",
        "seconds": "seconds", "notes": "note", "workoutnotes": "workout_note", "rpe": "rpe",
    },
}  # fmt: skip
SURELY = 4  # known heads, and the file is of that tool
# What a set cannot be known without -> as the app calls it.
NEEDED = {
    HEVY: {
        "title": "title", "start": "start_time", "exercise": "exercise_title", "order": "set_index",
        "weight": "weight_kg", "reps": "reps",
    },
    STRONG: {
        "start": "Date", "exercise": "Exercise Name", "order": "Set Order", "weight": "Weight", "reps": "Reps",
    },
}  # fmt: skip
UNITS = {"kg": "kg", "kgs": "kg", "lb": "lb", "lbs": "lb"}
KINDS = {
    "": "set", "normal": "set", "working": "set", "dropset": "set", "drop": "set", "d": "set", "f": "failure",
    "failure": "failure", "w": "warm_up", "warmup": "warm_up", "warm_up": "warm_up",
    "note": "note", "rest timer": "rest", "resttimer": "rest",
}  # fmt: skip


class Unreadable(Exception):
    """The whole file cannot be read; the words say why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What the first line says. `at`: what is read -> its place; `columns`: what each cell of a line is, "" for what is
    not read; `unit`: what the heads say, "" where they do not.
    """

    source: str
    separator: str
    at: dict[str, int]
    heads: list[str]
    unit: str
    columns: list[str]

    @property
    def decimal_comma(self) -> bool:
        return self.separator == ";"


@dataclass(slots=True)
class Line:
    """One line of the file. `kind`: set, failure, warm_up, note, rest; `bad`: why it cannot be taken."""

    number: int
    cells: list[str] = field(repr=False)
    kind: str = "set"
    start: dt.datetime | None = None
    title: str = ""
    lasted: int | None = None
    exercise: str = ""
    order: str = ""
    load: Decimal = Decimal(0)
    unit: str = ""
    reps: int | None = None
    seconds: int | None = None
    rir: int | None = None
    note: str = ""
    workout_note: str = ""
    bad: Reason | None = None


def lines_of(data: bytes) -> tuple[Layout, Iterator[Line]]:
    """The layout, and the lines as they are read, one at a time. Raises Unreadable, also on the way."""
    if len(data) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 20 MB. Export a shorter time, or split it."))
    rows = _rows(data)
    for _number, heads in rows:
        return (layout := layout_of(heads, _separator(data))), _lines(rows, layout)
    raise Unreadable(_("There is nothing in the file."))


def _text(data: bytes) -> io.TextIOWrapper:
    """UTF-8 or UTF-16 by its mark, else what Western spreadsheets write. Decoded as it is read."""
    encoding = "utf-8-sig"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    else:
        try:
            data.decode("utf-8-sig")
        except UnicodeDecodeError:
            encoding = "cp1252"
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding, errors="replace", newline="")


def _separator(data: bytes) -> str:
    first = next((line for line in _text(data) if line.strip()), "")
    return max(",;\t", key=first.count)


def _rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Lines with their numbers, as a spreadsheet counts them; empty ones are left out."""
    source = _Source(data)
    count = 0
    try:
        for cells in csv.reader(source, delimiter=_separator(data)):
            count += 1
            if any(cell.strip() for cell in cells):
                _check(cells)
                if source.is_over:
                    raise _misquoted(count)
                yield count, cells
    except csv.Error as error:
        raise _misquoted(count + 1) from error


class _Source:
    """The text in lines. A row that comes after the last of them was open at the end: its mark was never closed."""

    def __init__(self, data: bytes) -> None:
        self._lines, self.is_over = iter(_text(data)), False

    def __iter__(self) -> Iterator[str]:
        yield from self._lines
        self.is_over = True


def _misquoted(line: int) -> Unreadable:
    words = _("A quotation mark is out of place near line %(line)s. Export the file again.")
    return Unreadable(words % {"line": line})


def _check(cells: list[str]) -> None:
    if any("\x00" in cell for cell in cells):
        raise Unreadable(_("This is not a CSV file. Choose the one that Hevy or Strong has exported."))


def layout_of(heads: list[str], separator: str) -> Layout:
    """Which tool the heads are of. Raises Unreadable."""
    bare = ["".join(sign for sign in head.casefold() if sign.isalnum()) for head in heads]
    for source, known in HEADS.items():
        at: dict[str, int] = {}
        for place, head in enumerate(bare):
            if head in known:
                at.setdefault(known[head], place)
        if "exercise" not in at or len(at) < SURELY:
            continue
        if missing := [head for name, head in NEEDED[source].items() if name not in at]:
            words = _("The file has no column %(names)s. Choose the CSV file as the app has exported it.")
            raise Unreadable(words % {"names": ", ".join(missing)})
        columns = [known[head] if at.get(known.get(head, "")) == place else "" for place, head in enumerate(bare)]
        unit = UNITS.get(bare[at["weight"]].removeprefix("weight"), "")
        return Layout(source=source, separator=separator, at=at, heads=heads, unit=unit, columns=columns)
    raise Unreadable(
        _("The first line is not that of a Hevy or Strong export. Choose the CSV file as the app has exported it.")
    )


# --- One line --------------------------------------------------------------------------------------------------


def _lines(rows: Iterator[tuple[int, list[str]]], layout: Layout) -> Iterator[Line]:
    for count, (number, cells) in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise Unreadable(_("These are more than %(most)s rows. Split the file.") % {"most": f"{MOST_ROWS:,}"})
        yield _line(number, cells, layout)


def _line(number: int, cells: list[str], layout: Layout) -> Line:
    line = Line(number=number, cells=cells)
    if any(_swallowed(cell, layout) for cell in cells if "\n" in cell or "\r" in cell):
        raise _misquoted(number)
    if len(cells) > len(layout.heads):  # a decimal comma that no quotation marks hold together
        line.bad = Reason("too_many_cells")
        return line

    said = dict(zip(layout.columns, cells, strict=False))

    def cell(name: str) -> str:
        return bared(said.get(name, "").strip())

    line.title, line.exercise = _plain(cell("title"), 120), _plain(cell("exercise"), 120)
    line.note, line.workout_note = _plain(cell("note"), 300), _plain(cell("workout_note"), 1000)
    line.order = cell("order")[:40].casefold()
    try:
        line.kind = _kind(cell("kind") if "kind" in layout.at else cell("order"))
        _read_when(line, cell, layout)
        if not line.exercise:
            raise Bad("exercise_missing")
        if line.kind in ("set", "failure", "warm_up"):
            _read_figures(line, cell, layout)
    except Bad as bad:
        line.bad = bad.reason
    return line


def _swallowed(cell: str, layout: Layout) -> bool:
    """Whether there are rows in a cell: notes have lines, but none of cells with a time where a workout's begins."""
    place = layout.at["start"]
    for line in cell.splitlines()[1:]:
        parts = line.split(layout.separator)
        if len(parts) > place + 2:
            with suppress(Bad):
                figures.moment(parts[place].strip(' "'))
                return True
    return False


def _plain(text: str, most: int) -> str:
    """One line without control signs and halves of characters, cut to what is kept."""
    if text.isprintable() and "  " not in text:
        return text[:most]
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:most]


def _kind(text: str) -> str:
    text = text.strip().casefold()
    if text in KINDS:
        return KINDS[text]
    if text.removesuffix(".0").isdecimal() and text.isascii():
        return "set"
    raise Bad("kind_unknown", text=text[:20])


def _read_when(line: Line, cell: Callable[[str], str], layout: Layout) -> None:
    line.start = figures.moment(cell("start"))
    if "end" in layout.at and cell("end"):
        try:
            line.lasted = int((figures.moment(cell("end")) - line.start).total_seconds())
        except (Bad, TypeError):
            line.lasted = None  # a workout's end is no reason to refuse its sets
    else:
        line.lasted = figures.length(cell("length"))


def _read_figures(line: Line, cell: Callable[[str], str], layout: Layout) -> None:
    comma = layout.decimal_comma
    unit = cell("unit").casefold()
    if unit and unit not in UNITS:
        raise Bad("unit_unknown", text=unit[:20])
    line.unit = UNITS.get(unit, "") or layout.unit
    line.load = figures.load(cell("weight"), decimal_comma=comma)
    line.reps = figures.reps(cell("reps"), decimal_comma=comma)
    line.seconds = figures.seconds(cell("seconds"), decimal_comma=comma)
    line.rir = figures.spare(cell("rpe"), decimal_comma=comma)
    if line.seconds and not line.reps:
        line.reps = None  # Strong writes 0 reps beside a time
    if line.kind == "failure" and line.rir is None:
        line.rir = 0
    if line.reps is None and line.seconds is None:
        raise Bad("nothing_counted")
    if line.reps == 0 and line.kind != "failure":
        raise Bad("no_rep")
