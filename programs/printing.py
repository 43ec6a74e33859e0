"""A program on paper: a sheet a week, and for each set a place to write what was done on each side."""

from dataclasses import dataclass

from programs.block import DayBox, ItemBox, weeks_of
from programs.building import Content, day_of
from programs.models import Rung
from programs.naming import Names
from programs.program_versions import Reader, ReadLine

UNREAD_SETS = 3  # lines to write on for what could not be understood


@dataclass(frozen=True, slots=True)
class PrintItem:
    """`per_side`: left and right have a column each. A warm-up set has no line to write on."""

    box: ItemBox
    per_side: bool
    sets: range


@dataclass(frozen=True, slots=True)
class PrintDay:
    box: DayBox
    items: list[PrintItem]


@dataclass(frozen=True, slots=True)
class PrintWeek:
    """Days without an exercise are left out."""

    number: int
    days: list[PrintDay]


def sheets_of(content: Content, reader: Reader) -> list[PrintWeek]:
    """Every week that has something to do."""
    weeks = [
        PrintWeek(week.number, [_day(content, day, reader) for day in week.days if day.items])
        for week in weeks_of(content, reader)
    ]
    return [week for week in weeks if week.days]


def _day(content: Content, day: DayBox, reader: Reader) -> PrintDay:
    texts = day_of(content, day.at)["items"]
    said = [reader.read(item) for item in texts]
    return PrintDay(day, [_item(box, line, reader.names) for box, line in zip(day.items, said, strict=True)])


def _item(box: ItemBox, said: ReadLine, names: Names) -> PrintItem:
    line = said.line
    if line is None or said.meant is None or box.problem:
        return PrintItem(box, per_side=False, sets=range(1, UNREAD_SETS + 1))
    if line.follow:
        rungs = _rungs(said.meant.code, line.rung, names)
        sets = max((rung.sets for rung in rungs), default=UNREAD_SETS)
        return PrintItem(box, per_side=any(rung.sides != ["both"] for rung in rungs), sets=range(1, sets + 1))
    count = len(line.per_set) or line.sets or 1
    return PrintItem(box, per_side=line.per_side, sets=range(1, count + 1))


def _rungs(code: str, wanted: int | None, names: Names) -> list[Rung]:
    """The rung that is followed from; where none is named, every rung that a client may stand on."""
    ladder = names.progression(code)
    rungs = list(ladder.rungs.all()) if ladder else []
    return rungs if wanted is None else rungs[wanted - 1 : wanted]
