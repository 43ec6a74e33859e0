"""A program as a coach builds it: weeks of days of lines. Pure: content in, new content out; nothing is stored here.

Content: {"name", "summary", "folder", "tags" (text, with commas), "weeks": 4, "days_a_week": 3,
"days": {"<week>.<day>": {"title", "note", "items": [{"id", "line", "means"}]}}}. Days without anything have no key.
`line` is kept as typed, right or wrong (docs/notation.md); `means` is what its name was found to mean
(programs/naming.py), "" where nothing was found.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext

from programs.notation import Line, NotationError, parse, print_line
from programs.notation.line import MAX_LOAD, MAX_PERCENT, MAX_REPS, MAX_RIR, MAX_SETS

Content = dict[str, Any]
Item = dict[str, str]
MOST_WEEKS, MOST_DAYS, MOST_ITEMS = 52, 7, 30
MOST_TITLE, MOST_NOTE = 60, 500  # characters
EMPTY: Content = {
    "name": "",
    "summary": "",
    "folder": "",
    "tags": "",
    "weeks": 4,
    "days_a_week": 3,
    "days": {},
}


class CannotBuild(Exception):
    """The change makes no sense; the message says why, in the coach's words."""


def place(week: int, day: int) -> str:
    return f"{week}.{day}"


def week_and_day(at: str) -> tuple[int, int]:
    """The week and the day of `2.3`. Raises CannotBuild."""
    week, _, day = at.partition(".")
    if not (week.isascii() and week.isdigit() and day.isascii() and day.isdigit() and len(at) <= 5):
        raise CannotBuild(gettext("There is no such day."))
    return int(week), int(day)


def day_of(content: Content, at: str) -> dict[str, Any]:
    """The day as it stands, empty where nothing is there yet."""
    found: dict[str, Any] = content["days"].get(at) or {"title": "", "note": "", "items": []}
    return found


def every_item(content: Content) -> Iterator[tuple[str, int, Item]]:
    """(place of the day, position from 0, item) in the order of the program."""
    for at in sorted(content["days"], key=week_and_day):
        for position, item in enumerate(content["days"][at]["items"]):
            yield at, position, item


# --- Items --------------------------------------------------------------------------------------------------------


def add_line(
    content: Content, at: str, line: str, means: str = "", position: int | None = None, item_id: str = ""
) -> Content:
    """One item more, at the end of the day unless told where. An item of this id that is here already is not added."""
    if item_id and any(item["id"] == item_id for _, _, item in every_item(content)):
        return content
    built, day = _opened(content, at)
    _check_room(day)
    day["items"].insert(len(day["items"]) if position is None else position, _item(line, means, item_id))
    return built


def edit_line(content: Content, item_id: str, line: str, means: str = "") -> Content:
    at, position = _find(content, item_id)
    built, day = _opened(content, at)
    day["items"][position] = day["items"][position] | {"line": line, "means": means}
    return built


def remove_item(content: Content, item_id: str) -> Content:
    at, position = _find(content, item_id)
    built, day = _opened(content, at)
    del day["items"][position]
    return _tidied(built)


def repeat_item(content: Content, item_id: str) -> Content:
    """The same line once more, below."""
    at, position = _find(content, item_id)
    item = content["days"][at]["items"][position]
    return add_line(content, at, item["line"], item["means"], position + 1)


def move_item(content: Content, item_id: str, to: str, position: int) -> Content:
    """To a place in a day, counted without the item itself. A place beyond the end is the end."""
    at, before = _find(content, item_id)
    item = content["days"][at]["items"][before]
    built, day = _opened(remove_item(content, item_id), to)
    _check_room(day)
    day["items"].insert(max(position, 0), item)
    return built


def _check_room(day: dict[str, Any]) -> None:
    if len(day["items"]) >= MOST_ITEMS:
        raise CannotBuild(gettext("At most %(most_items)s exercises a day.") % {"most_items": MOST_ITEMS})


def _item(line: str, means: str, item_id: str = "") -> Item:
    return {"id": item_id or str(uuid4()), "line": line, "means": means}


def _find(content: Content, item_id: str) -> tuple[str, int]:
    for at, position, item in every_item(content):
        if item["id"] == item_id:
            return at, position
    raise CannotBuild(gettext("This exercise is not here any more."))


# --- Days and weeks -----------------------------------------------------------------------------------------------


def name_day(content: Content, at: str, *, title: str, note: str) -> Content:
    if len(title) > MOST_TITLE or len(note) > MOST_NOTE:
        raise CannotBuild(
            gettext("A day has %(most_title)s characters of name and %(most_note)s of note at most.")
            % {"most_title": MOST_TITLE, "most_note": MOST_NOTE}
        )
    built, day = _opened(content, at)
    day |= {"title": title, "note": note}
    return _tidied(built)


def clear_day(content: Content, at: str) -> Content:
    built, _ = _opened(content, at)
    del built["days"][at]
    return built


def paste_day(content: Content, source: str, target: str) -> Content:
    """The target holds what the source does, under new ids."""
    _check_day(content, source)
    built, _ = _opened(content, target)
    built["days"][target] = _copied(day_of(content, source))
    return _tidied(built)


def paste_week(content: Content, source: int, target: int) -> Content:
    built = content
    for day in range(1, content["days_a_week"] + 1):
        built = paste_day(built, place(source, day), place(target, day))
    return built


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyChange:
    """What every further week has more (or, under 0, fewer) of than the week before."""

    sets: int = 0
    reps: int = 0
    rir: Decimal = Decimal(0)
    load: Decimal = Decimal(0)
    percent: Decimal = Decimal(0)


def repeat_week(content: Content, source: int, until: int, change: WeeklyChange) -> Content:
    """The weeks after `source` up to `until` repeat it, each changed once more than the one before."""
    if until <= source:
        raise CannotBuild(gettext("Choose a later week."))
    built = content
    for week in range(source + 1, until + 1):
        built = paste_week(built, source, week)
        for day in range(1, content["days_a_week"] + 1):
            for item in built["days"].get(place(week, day), {"items": []})["items"]:
                item["line"] = changed_line(item["line"], change, times=week - source)
    return built


def changed_line(text: str, change: WeeklyChange, *, times: int) -> str:
    """The line with the change applied so many times, within the bounds. One that cannot be read stays as it is."""
    try:
        line = parse(text)
    except NotationError:
        return text
    changed = _changed(line, change, times)
    return text if changed == line else print_line(changed)


def _changed(line: Line, change: WeeklyChange, times: int) -> Line:
    if line.follow:
        return line
    more_reps = change.reps * times
    load = line.load
    if load is not None:
        step, most = (change.load, MAX_LOAD) if line.unit in ("kg", "lb") else (change.percent, MAX_PERCENT)
        load = _within(load + step * times, Decimal(0) if line.unit in ("kg", "lb") else Decimal(1), Decimal(most))
    return replace(
        line,
        sets=None if line.sets is None or line.per_set else _within(line.sets + change.sets * times, 1, MAX_SETS),
        reps=None if line.reps is None else _reps(line.reps, more_reps),
        per_set=tuple(_within(reps + more_reps, 1, MAX_REPS) for reps in line.per_set),
        rir=None if line.rir is None else _within(line.rir + change.rir * times, Decimal(0), Decimal(MAX_RIR)),
        load=load,
    )


def _reps(ends: tuple[int, int], more: int) -> tuple[int, int]:
    low, high = ends
    return _within(low + more, 1, MAX_REPS), _within(high + more, 1, MAX_REPS)


def _within(value: Any, least: Any, most: Any) -> Any:
    return min(max(value, least), most)


def resize(content: Content, *, weeks: int, days_a_week: int) -> Content:
    """More or fewer weeks and days. What would fall away has to be emptied first: raises CannotBuild."""
    if not (1 <= weeks <= MOST_WEEKS and 1 <= days_a_week <= MOST_DAYS):
        raise CannotBuild(
            gettext("1 to %(most_weeks)s weeks of 1 to %(most_days)s days.")
            % {"most_weeks": MOST_WEEKS, "most_days": MOST_DAYS}
        )
    for at in content["days"]:
        week, day = week_and_day(at)
        if week > weeks or day > days_a_week:
            raise CannotBuild(
                gettext("Week %(week)s, day %(day)s is not empty. Clear it first, or move what it holds.")
                % {"week": week, "day": day}
            )
    return content | {"weeks": weeks, "days_a_week": days_a_week}


def insert_week(content: Content, after: int) -> Content:
    """An empty week behind this one; what follows moves on."""
    if not 0 <= after <= content["weeks"]:
        raise CannotBuild(gettext("There is no such week."))
    if content["weeks"] >= MOST_WEEKS:
        raise CannotBuild(gettext("At most %(most_weeks)s weeks.") % {"most_weeks": MOST_WEEKS})
    return _renumbered(content, lambda week: week + 1 if week > after else week) | {"weeks": content["weeks"] + 1}


def remove_week(content: Content, week: int) -> Content:
    """The week and all it holds; what follows moves up."""
    if not 1 <= week <= content["weeks"]:
        raise CannotBuild(gettext("There is no such week."))
    if content["weeks"] == 1:
        raise CannotBuild(gettext("A program has at least one week."))
    left = {at: day for at, day in content["days"].items() if week_and_day(at)[0] != week}
    moved = _renumbered(content | {"days": left}, lambda each: each - 1 if each > week else each)
    return moved | {"weeks": content["weeks"] - 1}


def _renumbered(content: Content, number: Callable[[int], int]) -> Content:
    days = {}
    for at, day in content["days"].items():
        week, of_week = week_and_day(at)
        days[place(number(week), of_week)] = day
    return content | {"days": days}


def _check_day(content: Content, at: str) -> None:
    week, day = week_and_day(at)
    if not (1 <= week <= content["weeks"] and 1 <= day <= content["days_a_week"]):
        raise CannotBuild(gettext("There is no such day."))


def _opened(content: Content, at: str) -> tuple[Content, dict[str, Any]]:
    """Content whose day here can be changed; all other days are shared. Raises CannotBuild outside the program."""
    _check_day(content, at)
    before = day_of(content, at)
    day = before | {"items": [*before["items"]]}
    return content | {"days": content["days"] | {at: day}}, day


def _copied(day: dict[str, Any]) -> dict[str, Any]:
    return day | {"items": [_item(item["line"], item["means"]) for item in day["items"]]}


def _tidied(content: Content) -> Content:
    """Days that hold nothing have no key, so that two ways to the same program are the same content."""
    kept = {at: day for at, day in content["days"].items() if day["items"] or day["title"] or day["note"]}
    return content | {"days": kept}


def lines_of(content: Content) -> Sequence[str]:
    return [item["line"] for _, _, item in every_item(content)]


def changed_days(before: Content, after: Content) -> set[str]:
    """The places of the days that hold something else now."""
    places = {*before["days"], *after["days"]}
    return {at for at in places if before["days"].get(at) != after["days"].get(at)}
