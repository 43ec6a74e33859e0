"""Lines put together as workouts, and what each is called here. No id depends on what anything is mapped to, nor on
the figures: the same line of a later export is the same set.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from clients.models import Client
from clients.reasons import Reason
from clients.set_import.formats import HEVY, Line

AHEAD = dt.timedelta(days=1)  # a phone's zone may be ahead of the client's
LONGEST = 24 * 3600
MOST_ROWS = 1000


@dataclass(slots=True)
class Row:
    """A line with the UUID of its set, and how many sets of this exercise came before it in the workout."""

    line: Line
    uuid: UUID
    nth: int

    @property
    def is_set(self) -> bool:
        return not self.line.bad and self.line.kind in ("set", "failure")


@dataclass(slots=True, eq=False)
class Workout:
    """A run of lines of one workout. `start` is a moment, `on` the date by the clock where it was done.

    `uuid` is what its sets are known by, wherever the client trains; `session` the row that it is here.
    """

    uuid: UUID
    session: UUID
    start: dt.datetime
    on: dt.date
    end: dt.datetime
    title: str
    rows: list[Row] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    warm_ups: Counter[str] = field(default_factory=Counter)
    note: str = ""


def workouts_of(lines: Iterable[Line], *, source: str, client: Client, now: dt.datetime) -> Iterator[Workout | Line]:
    """Workouts as they come in the file; a line that tells no time comes alone. Memory: one workout, and the keys."""
    reader = _Reader(source, client, now)
    for line in lines:
        yield from reader.take(line)
    yield from reader.rest()


class _Reader:
    """Neither file has an id that lasts: a workout is a run of lines with the same time and title."""

    def __init__(self, source: str, client: Client, now: dt.datetime) -> None:
        self.source, self.client, self.zone, self.now = source, client, client.zone, now
        self.key: Any = None
        self.open: Workout | None = None
        self.runs: Counter[str] = Counter()
        self.seen: Counter[tuple[str, str]] = Counter()
        self.sets: Counter[str] = Counter()

    def take(self, line: Line) -> Iterator[Workout | Line]:
        if line.start is None:
            yield line
            return
        start = line.start if line.start.tzinfo else line.start.replace(tzinfo=self.zone)
        if start > self.now + AHEAD:
            line.bad = line.bad or Reason("date_ahead")
            yield line
            return
        key = (start, line.title, line.lasted if self.source == HEVY else None)
        if self.open is None or key != self.key:
            yield from self.rest()
            self.key, self.open = key, self._opened(line, start)
        if len(self.open.rows) >= MOST_ROWS:
            line.bad = line.bad or Reason("workout_too_long")
            yield line
            return
        self._add(line)

    def rest(self) -> Iterator[Workout]:
        if self.open is not None:
            yield self.open
        self.key = self.open = None
        self.seen.clear()
        self.sets.clear()

    def _opened(self, line: Line, start: dt.datetime) -> Workout:
        here = start.astimezone(self.zone)
        name = f"{self.source}/{here.replace(tzinfo=None).isoformat()}/{line.title}"
        run = self.runs[name]
        self.runs[name] += 1
        lasted = line.lasted if line.lasted and 0 < line.lasted <= LONGEST else 0
        utc = start.astimezone(dt.UTC)
        uuid = uuid5(self.client.known_as, f"{name}/{run}")
        return Workout(
            uuid=uuid,
            # In another practice the first one's row may stand beside it: it is called as a restore would call it.
            session=uuid5(self.client.practice_id, str(uuid)) if self.client.imported_as else uuid,
            start=utc,
            on=here.date(),
            end=utc + dt.timedelta(seconds=lasted),
            title=line.title,
        )

    def _add(self, line: Line) -> None:
        workout = self.open
        assert workout is not None  # it was opened for this line
        workout.note = workout.note or line.workout_note
        if line.note:
            workout.notes.setdefault(line.exercise, line.note)
        if line.kind == "warm_up" and not line.bad:
            workout.warm_ups[line.exercise] += 1
        label = (line.exercise, line.order)
        uuid = uuid5(workout.uuid, f"set/{line.exercise}/{line.order}/{self.seen[label]}")
        self.seen[label] += 1
        workout.rows.append(Row(line, uuid, self.sets[line.exercise]))
        if line.kind in ("set", "failure"):
            self.sets[line.exercise] += 1
