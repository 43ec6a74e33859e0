"""A program laid out to look at: weeks of days of items, each item in the few words that fit into a column."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.vocabulary import tempo_words
from exercises.words import figure_words
from programs.building import Content, day_of, place, week_and_day
from programs.naming import Names
from programs.notation import Line, Problem, print_line
from programs.program_versions import Reader, ReadLine


@dataclass(slots=True)
class ItemBox:
    """`joins`: where the item stands in its superset: start, middle, end; empty for one that is done alone."""

    id: str
    line: str
    name: str
    dose: str
    label: str = ""
    foot: str = ""
    note: str = ""
    joins: str = ""
    problem: Problem | None = None


@dataclass(slots=True)
class DayBox:
    """`key` is the place as it stands in ids of the page: `2-3`."""

    at: str
    week: int
    number: int
    title: str
    note: str
    items: list[ItemBox] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.week}-{self.number}"


@dataclass(slots=True)
class WeekBox:
    number: int
    days: list[DayBox]


def weeks_of(content: Content, reader: Reader) -> list[WeekBox]:
    """Every week with every day, the empty ones too."""
    days = range(1, content["days_a_week"] + 1)
    return [
        WeekBox(week, [day_box(content, place(week, day), reader) for day in days])
        for week in range(1, content["weeks"] + 1)
    ]


def day_box(content: Content, at: str, reader: Reader) -> DayBox:
    week, number = week_and_day(at)
    day = day_of(content, at)
    boxes = [_item_box(item, reader.read(item), reader.names) for item in day["items"]]
    _join(boxes)
    return DayBox(at, week, number, day["title"], day["note"], boxes)


def _item_box(item: dict[str, str], said: ReadLine, names: Names) -> ItemBox:
    if said.line is None or said.meant is None or not said.is_valid:
        return ItemBox(item["id"], item["line"], item["line"], "", problem=said.problems[0])
    line = said.line
    return ItemBox(
        id=item["id"],
        line=item["line"],
        name=said.meant.label,
        dose=dose_of(line),
        label=line.label,
        foot=_foot(said, names),
        note=line.note,
    )


def _foot(said: ReadLine, names: Names) -> str:
    """The foot map of the variation, or of the rung that is followed from; none where feet do not matter."""
    if said.meant is None or said.line is None:
        return ""
    variation = names.variation(said.meant.code)
    if variation is None:
        ladder = names.progression(said.meant.code)
        rungs = list(ladder.rungs.all()) if ladder else []
        variation = rungs[(said.line.rung or 1) - 1].variation if rungs else None
    return variation.foot_code if variation else ""


def _join(boxes: list[ItemBox]) -> None:
    """Neighbours whose labels begin with one letter are one superset."""
    for letter, group in groupby(boxes, key=lambda box: box.label[:1]):
        together = list(group)
        if letter and len(together) > 1:
            for box in together:
                box.joins = "middle"
            together[0].joins, together[-1].joins = "start", "end"


# --- The dose in short ----------------------------------------------------------------------------------------------


def dose_of(line: Line) -> str:
    """`3 × 8–12 per side · 40 kg · RIR 2 · rest 90 s`, or what is followed."""
    if line.follow:
        return (
            gettext("follows from rung %(rung)s") % {"rung": line.rung}
            if line.rung
            else gettext("follows the progression")
        )
    return " · ".join(part for part in _parts(line) if part)


def _parts(line: Line) -> Iterator[str]:
    yield gettext("%(dose)s per side") % {"dose": _volume(line)} if line.per_side else _volume(line)
    yield _load(line)
    yield "" if line.rir is None else f"RIR\u00a0{_plain(line.rir)}"
    yield tempo_words(line.tempo) if line.tempo else ""
    yield _whole(gettext("pause %(seconds)s s") % {"seconds": line.pause_s}) if line.pause_s else ""
    yield "" if line.rest_s is None else _whole(gettext("rest %(seconds)s s") % {"seconds": line.rest_s})
    yield _whole(gettext("%(count)s warm-up") % {"count": line.warm_up_sets}) if line.warm_up_sets else ""


def _volume(line: Line) -> str:
    if line.per_set:
        return ", ".join(str(reps) for reps in line.per_set)
    if line.seconds:
        return f"{line.sets}\u00a0×\u00a0{line.seconds}\u00a0s"
    low, high = line.reps or (0, 0)
    reps = f"{low}" if low == high else f"{low}\u2060–\u2060{high}"
    return f"{line.sets}\u00a0×\u00a0{reps}"


def _load(line: Line) -> str:
    if line.unit == "BW":
        return gettext("bodyweight")
    if line.load is None:
        return ""
    units = {"%1RM": gettext("%(percent)s %% 1RM"), "%BM": gettext("%(percent)s %% body mass")}
    load = _plain(line.load)
    return _whole(units[line.unit] % {"percent": load} if line.unit in units else f"{load} {line.unit}")


def _whole(words: str) -> str:
    """Words that stay on one line."""
    return words.replace(" ", "\u00a0")


def _plain(value: Decimal) -> str:
    return figure_words(value)


# --- A line while it is typed ---------------------------------------------------------------------------------------

KINDS = {
    "label": _("superset"), "follow": _("follow"), "name": _("exercise"), "dose": _("sets and reps"),
    "side": _("sides"), "load": _("load"), "effort": _("effort"), "tempo": _("tempo"), "pause": _("pause"),
    "rest": _("rest"), "warm_up": _("warm-up"), "rung": _("rung"), "note": _("note"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the typed line. `kind` is empty between parts; `word` says the kind to people."""

    text: str
    kind: str = ""
    wrong: bool = False

    @property
    def word(self) -> str:
        return str(KINDS.get(self.kind, ""))


def pieces_of(said: ReadLine) -> list[Piece]:
    """The text in stretches of one kind; what the first problem is about is wrong. A missing part is a space there."""
    problem = said.problems[0] if said.problems else None
    cuts = {0, len(said.text)}
    for span in said.spans:
        cuts |= {span.start, span.end}
    if problem is not None:
        cuts |= {problem.position, problem.position + problem.length}
    ends = sorted(cut for cut in cuts if cut <= len(said.text))
    pieces = [_piece(said, problem, start, end) for start, end in pairwise(ends)]
    if problem is not None and problem.length == 0:
        before = [piece for piece, end in zip(pieces, ends[1:], strict=False) if end <= problem.position]
        pieces.insert(len(before), Piece("\u00a0", wrong=True))
    return pieces


def _piece(said: ReadLine, problem: Problem | None, start: int, end: int) -> Piece:
    kind: Any = next((span.kind for span in said.spans if span.start <= start and end <= span.end), "")
    wrong = problem is not None and problem.position <= start and end <= problem.position + problem.length
    return Piece(said.text[start:end], "" if kind == "error" else kind, wrong)


@dataclass(frozen=True, slots=True)
class Choice:
    """An exercise that was perhaps meant: its name, the line with it, and where typing goes on."""

    label: str
    line: str
    caret: int


def choices_of(said: ReadLine, names: Names, *, most: int = 6) -> list[Choice]:
    """What the name could become. None once it is found and the line goes on."""
    kinds = {span.kind for span in said.spans}
    start, end = next(((span.start, span.end) for span in said.spans if span.kind == "name"), (0, 0))
    typed, follow = said.text[start:end], "follow" in kinds
    if not typed:
        start = end = len(said.text)
    goes_on = kinds - {"label", "follow", "name"}
    if not (typed or follow) or (goes_on and names.find(typed, follow=follow)):
        return []
    before, after = said.text[:start], said.text[end:] or " "
    before += "" if not before or before[-1].isspace() else " "
    choices = []
    for label in names.offered(typed, follow=follow, most=most):
        name = quoted(label)
        choices.append(Choice(label, f"{before}{name}{after}", len(before) + len(name) + 1))
    return choices


def quoted(label: str) -> str:
    """The name as it is understood in a line."""
    return print_line(Line(name=label, sets=3, reps=(8, 8))).removesuffix(" 3x8")
