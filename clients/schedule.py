"""When sessions are due.

One value answers it for every page and service, so that the calendar, the attendance, today and the engine's next day
cannot disagree about pauses, days that a coach moved, or the end of a program.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from clients.models import Assignment
from exercises.words import short_day
from programs.models import Program

Place = tuple[int, int]  # week and day of a program, both from 1
Pauses = Sequence[Sequence[str | None]]  # first and last day, ISO, both included; no last day yet: it goes on
LATE_DAYS = 6  # a missed session can be done until the same weekday comes round again
ONE_DAY = dt.timedelta(days=1)


def day_words(day: dt.date) -> str:
    """`Mon 5 Jan`."""
    return short_day(day)


def in_a_pause(day: dt.date, pauses: Pauses) -> bool:
    """Whether training stood still on a day."""
    return any(first and first <= day.isoformat() <= (last or day.isoformat()) for first, last in pauses)


def paused_since(assignment: Assignment) -> dt.date | None:
    """The first day of the pause that goes on; None while training does."""
    first = next((first for first, last in assignment.pauses if last is None), None)
    return dt.date.fromisoformat(first) if first else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The days of what a client follows. `weekdays`: 0 is Monday. `moved`: due day to the day it is done on instead.

    `length`: the training days of a program, None for what has no end. A program waits in a pause: what it held back
    comes after. `filled`: the numbers (from 0) of its days with something to do; of a track, with its exercise; None
    for all.
    """

    start: dt.date
    weekdays: Collection[int]
    pauses: Pauses = ()
    moved: Mapping[dt.date, dt.date] = field(default_factory=dict)
    length: int | None = None
    filled: Collection[int] | None = None

    def dates(self) -> list[dt.date]:
        """Every training day of a program, in the program's order: one that was moved keeps its place."""
        found: list[dt.date] = []
        over = self._over()
        day = self.start
        while self.length is not None and len(found) < self.length:
            done_on = self.moved.get(day, day)
            if day.weekday() in self.weekdays and not in_a_pause(done_on, over):
                found.append(done_on)
            day += ONE_DAY
        return found

    @property
    def last(self) -> dt.date | None:
        """The last training day of a program; None for what has no end."""
        return max(self.dates(), default=None)

    def number(self, day: dt.date) -> int:
        """Which of a program's training days it is, from 0; of a day between, the one before it."""
        dates = self.dates()
        return dates.index(day) if day in dates else sum(each <= day for each in dates) - 1

    def between(self, first: dt.date, last: dt.date) -> list[dt.date]:
        """The due days from `first` to `last`, both included."""
        return self._between(first, last, self.pauses)

    def is_due(self, day: dt.date) -> bool:
        return bool(self.between(day, day))

    def is_taken(self, day: dt.date) -> bool:
        """Whether it is a training day, though the program may ask nothing on it."""
        return replace(self, filled=None).is_due(day)

    def next_after(self, day: dt.date) -> dt.date | None:
        """The first due day after `day`; None after the last of a program.

        Nobody knows when a pause that goes on will end: it counts as if it ended now.
        """
        if self.length is not None:
            return next(iter(self._between(day + ONE_DAY, dt.date.max, self._over())), None)
        return next(self._endless(day))

    def to_decide_for(self, day: dt.date) -> dt.date:
        """The day that a session of `day` is judged for: the next one due; after the last, as if it went on."""
        found = self.next_after(day)
        return found or next(replace(self, length=None, filled=None)._endless(day))

    def due_now(self, today: dt.date, handled: Collection[dt.date]) -> dt.date | None:
        """The due day to do today: today's own, else the newest missed one of the days before.

        `handled`: due days that were finished or skipped. A day before the newest handled one stays missed, and so
        does one before a pause.
        """
        earliest = today - dt.timedelta(days=LATE_DAYS)
        window = (earliest + dt.timedelta(days=n) for n in range(LATE_DAYS + 1))
        over = [*handled, *(day for day in window if in_a_pause(day, self.pauses))]
        newest = next(reversed(self.between(earliest, today)), None)
        return newest if newest and newest > max(over, default=dt.date.min) else None

    def as_of(self, day: dt.date) -> "Schedule":
        """The schedule as it was known on a day: without the pauses that began later."""
        return replace(self, pauses=[pause for pause in self.pauses if (pause[0] or "") <= day.isoformat()])

    def _over(self) -> Pauses:
        return [pause for pause in self.pauses if pause[1]]

    def _between(self, first: dt.date, last: dt.date, pauses: Pauses) -> list[dt.date]:
        if self.length is None:
            days = self._usual(first, last) | set(self.moved.values())
        else:
            days = {day for n, day in enumerate(self.dates()) if self.filled is None or n in self.filled}
        return sorted(day for day in days if first <= day <= last and not in_a_pause(day, pauses))

    def _usual(self, first: dt.date, last: dt.date) -> set[dt.date]:
        """By the weekdays alone, without those that were moved away."""
        first = max(first, self.start)
        days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
        return {day for day in days if day.weekday() in self.weekdays and day not in self.moved}

    def _endless(self, day: dt.date) -> Iterator[dt.date]:
        first = max(day + ONE_DAY, self.start)
        while True:
            last = first + dt.timedelta(days=27)
            yield from self._between(first, last, self._over())
            first = last + ONE_DAY


# --- Of an assignment ------------------------------------------------------------------------------------------


def schedule_of(assignment: Assignment) -> Schedule:
    """When an assignment's sessions are due; of a track, those with its exercise. Days and pauses are the program's.

    Asks once for the days of a program, unless the row was read `with_filled`.
    """
    whole = assignment.parent or assignment
    plain = _schedule(whole, whole.program)
    if whole.program is None:
        return plain
    filled = getattr(assignment, "filled", None)
    if filled is None:
        rows = Assignment.objects.filter(practice_id=assignment.practice_id, pk=assignment.pk)
        filled = rows.with_filled().values_list("filled", flat=True).get()
    return replace(plain, filled=frozenset(filled))


def _schedule(whole: Assignment, program: Program | None) -> Schedule:
    return Schedule(
        start=whole.start_date,
        weekdays=whole.weekdays,
        pauses=whole.pauses,
        moved={dt.date.fromisoformat(day): dt.date.fromisoformat(to) for day, to in whole.moved_days.items()},
        length=program.weeks * program.days_a_week if program else None,
    )


def program_dates(assignment: Assignment, program: Program) -> list[dt.date]:
    """Every training day that this client would have of a program, in its order."""
    return _schedule(assignment, program).dates()


def last_due(assignment: Assignment) -> dt.date | None:
    """The last training day of a program; None for a progression, which has no end."""
    return _schedule(assignment, assignment.program).last


def place_of(assignment: Assignment, due_on: dt.date) -> Place:
    """Week and day of the program on a training day: the n-th since the start, whatever was missed."""
    if assignment.program is None:
        raise TypeError("A progression has no weeks.")
    return nth_place(assignment.program, _schedule(assignment, assignment.program).number(due_on))


def nth_place(program: Program, n: int) -> Place:
    """Week and day of the n-th training day, counted from 0."""
    week, day = divmod(n, program.days_a_week)
    return week + 1, day + 1
