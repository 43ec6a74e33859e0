"""Which day a session is due. Pure: dates in, dates out."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

Pauses = Iterable[Sequence[str | None]]  # first and last day, ISO, both included; no last day yet: it goes on
LATE_DAYS = 6  # a missed session can be done until the same weekday comes round again


def due_dates(start: dt.date, weekdays: Collection[int], first: dt.date) -> Iterator[dt.date]:
    """Training days from `first` on, without end (until the calendar ends). `weekdays`: 0 is Monday."""
    day = max(start, first)
    while True:
        if day.weekday() in weekdays:
            yield day
        day += dt.timedelta(days=1)


def due_between(start: dt.date, weekdays: Collection[int], first: dt.date, last: dt.date) -> list[dt.date]:
    """Training days from `first` to `last`, both included."""
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day >= start and day.weekday() in weekdays]


def next_due(start: dt.date, weekdays: Collection[int], after: dt.date) -> dt.date:
    """The first training day after `after`."""
    return next(due_dates(start, weekdays, after + dt.timedelta(days=1)))


def in_a_pause(day: dt.date, pauses: Pauses) -> bool:
    """Whether training stood still on a day."""
    return any(first and first <= day.isoformat() <= (last or day.isoformat()) for first, last in pauses)


def paused_days(pauses: Pauses, today: dt.date) -> set[dt.date]:
    """The days on which training stood still, of those whose session could still be done today."""
    days = (today - dt.timedelta(days=n) for n in range(LATE_DAYS + 1))
    return {day for day in days if in_a_pause(day, pauses)}


def paused_since(assignment: Any) -> dt.date | None:
    """The first day of the pause that goes on; None while training does."""
    first = next((first for first, last in assignment.pauses if last is None), None)
    return dt.date.fromisoformat(first) if first else None


def due_now(
    start: dt.date,
    weekdays: Collection[int],
    today: dt.date,
    *,
    handled: Collection[dt.date],
    end: dt.date | None = None,
) -> dt.date | None:
    """The training day to do today: today's own, else the newest missed one of the days before.

    `handled`: training days that were finished or skipped. A day before the newest handled one stays missed.
    `end`: the last training day of what is followed, where it has one.
    """
    newest = max(handled, default=dt.date.min)
    earliest = max(start, today - dt.timedelta(days=LATE_DAYS))
    for day in reversed(due_between(start, weekdays, earliest, min(today, end or today))):
        if day in handled or day < newest:
            return None
        return day
    return None
