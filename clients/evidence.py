"""What a coach looks at before deciding: prescribed beside done, per side, and the pictures of it. Reads only."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from clients.charts import WORK, Chart, Reading, side_chart
from clients.history import Exposure, History, load_in, trainee_of
from clients.measures import loaded_sets
from clients.models import SetLog
from clients.standing import figure, short_name
from programs.engine import parse_case
from programs.engine.measures import tonnage, total_reps
from programs.engine.progress import tops
from programs.models import Coupling, Implement
from programs.prescribing import engine_prescription, gate_of
from programs.sentences import BAND

SHOWN = 6  # sessions in the evidence of a decision
AMBER, RED = 3, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSeen:
    """One set as the table shows it: the figure, and the words where it is no figure."""

    text: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideSeen:
    """One side of one session. `asked`: reps of the target; `top`: every set at the top of the range, RIR met."""

    side: str
    load: Decimal
    asked_load: Decimal
    asked: str
    sets: list[SetSeen]
    top: bool
    rir: str


@dataclass(slots=True, kw_only=True)
class Seen:
    """A row of the table. `counts`: among the sessions that the gate looks at."""

    session: Any
    date: dt.date
    unit: str
    sides: list[SideSeen]
    pain: int | None
    lighter: bool
    counts: bool = False
    quiet: bool = False
    decided: str = ""
    clip: Any = None  # clients.clip_page.Listed, where the session has one

    @property
    def pain_level(self) -> str:
        if self.pain is None or self.pain < AMBER:
            return ""
        return "red" if self.pain >= RED else "amber"

    @property
    def loads(self) -> list[tuple[str, str]]:
        """(side, figure): one without a side where both share it."""
        return self._shared({side.side: figure(side.load) for side in self.sides})

    @property
    def asked(self) -> list[tuple[str, str]]:
        """(side, target in reps): one without a side where both share it."""
        return self._shared({side.side: side.asked for side in self.sides})

    @staticmethod
    def _shared(said: dict[str, str]) -> list[tuple[str, str]]:
        if len(set(said.values())) == 1:
            return [("", next(iter(said.values())))]
        return list(said.items())

    @property
    def both(self) -> SideSeen | None:
        return next((side for side in self.sides if side.side == "both"), None)


@dataclass(slots=True, kw_only=True)
class Evidence:
    """Table and chart of the last sessions, newest first in the table. `window`: sessions the gate looks at, or 0."""

    rows: list[Seen]
    chart: Chart | None
    chart_title: str
    window: int = 0


def evidence_of(history: History, *, shown: int = SHOWN) -> Evidence:
    """The last `shown` sessions as table and chart of the work per side."""
    exposures = history.exposures[-shown:]
    judge = _Judge(history)
    rows = [_seen(exposure, judge) for exposure in exposures]
    window = _mark_window(history, rows)
    loaded = all(_is_loaded(exposure, side) for exposure in exposures for side in sides_of(exposure))
    unit = history.assignment.client.unit
    title = gettext("Work per side, reps × %(unit)s") % {"unit": unit} if loaded else gettext("Work per side, reps")
    readings = [
        reading_of(exposure, {side: _work(exposure, side, loaded) for side in sides_of(exposure)}, history)
        for exposure in exposures
    ]
    return Evidence(
        rows=rows[::-1],
        chart=side_chart(
            readings,
            WORK,
            what=gettext("Work per side"),
            unit=gettext("reps × %(unit)s") % {"unit": unit} if loaded else "reps",
        ),
        chart_title=title,
        window=window,
    )


def sides_of(exposure: Exposure) -> list[str]:
    return [side for side in ("left", "right", "both") if side in exposure.targets]


def reading_of(exposure: Exposure, values: dict[str, Decimal], history: History) -> Reading:
    standing = {side: exposure.target(side).rung_id for side in sides_of(exposure)}
    names = {side: short_name(history.trained_on(exposure, side)) for side in standing}
    return Reading(on=exposure.date, values=values, rungs=standing, names=names, lighter=exposure.item.is_deload)


def _is_loaded(exposure: Exposure, side: str) -> bool:
    return exposure.load(side) > 0 and exposure.target(side).implement != Implement.BAND


def _work(exposure: Exposure, side: str, loaded: bool) -> Decimal:
    sets = loaded_sets(exposure, side)
    return tonnage(sets) if loaded else total_reps(sets)


class _Judge:
    """Asks the engine whether a side of a session was at the top of its rung. One prescription a rung and side."""

    def __init__(self, history: History) -> None:
        self.history, self.trainee = history, trainee_of(history.assignment.client)
        self._prescriptions: dict[tuple[Any, str], dict[str, Any]] = {}

    def is_top(self, exposure: Exposure, side: str) -> bool:
        rung_id = exposure.target(side).rung_id
        rung = self.history.trained_on(exposure, side)
        if (rung_id, side) not in self._prescriptions:
            self._prescriptions[rung_id, side] = engine_prescription(
                rung, ladder=self.history.ladder, trainee=self.trainee, sides=[side], coupling=Coupling.SHARED
            )
        case = {"prescription": self._prescriptions[rung_id, side], "history": [exposure.case([side], exposure.date)]}
        prescription, performed, _ = parse_case(case)
        return any(next(iter(tops(prescription, performed).values())))


def is_banded(exposure: Exposure) -> bool:
    return all(target.implement == Implement.BAND for target in exposure.targets.values())


def _seen(exposure: Exposure, judge: _Judge) -> Seen:
    return Seen(
        session=exposure.session,
        date=exposure.date,
        unit=BAND if is_banded(exposure) else exposure.unit,
        pain=exposure.pain,
        lighter=exposure.item.is_deload,
        sides=[_side_seen(exposure, side, judge) for side in sides_of(exposure)],
    )


def _side_seen(exposure: Exposure, side: str, judge: _Judge) -> SideSeen:
    target = exposure.target(side)
    rows = {row.set_number: row for row in exposure.sets if row.side == side}
    numbers = range(1, max([target.sets, *rows]) + 1)
    return SideSeen(
        side=side,
        load=exposure.load(side),
        asked_load=load_in(target, target.asked_load, target.unit, exposure.unit),
        asked=asked_words(list(target.reps)),
        sets=[_set_seen(rows.get(number)) for number in numbers],
        top=judge.is_top(exposure, side),
        rir=_rir(exposure.done(side)),
    )


def asked_words(reps: list[int]) -> str:
    """`3 × 10`, or set by set where they differ: `10, 10, 9`."""
    if len(set(reps)) == 1:
        return f"{len(reps)} × {reps[0]}"
    return ", ".join(str(each) for each in reps)


def _set_seen(row: SetLog | None) -> SetSeen:
    """Not logged, skipped and stopped for pain are three different things."""
    if row is None:
        return SetSeen(text="·", words=gettext("not logged"))
    if row.kind == SetLog.Kind.SKIPPED:
        return SetSeen(text="–", words=f"skipped: {row.get_skip_reason_display().lower()}")
    if row.kind == SetLog.Kind.STOPPED:
        return SetSeen(text="×", words=gettext("stopped for pain"))
    return SetSeen(text=str(row.reps))


def _rir(rows: list[SetLog]) -> str:
    known = sorted({row.rir for row in rows if row.rir is not None})
    if not known:
        return "–"
    words = [f"{value}+" if value >= 4 else str(value) for value in known]
    return words[0] if len(words) == 1 else f"{words[0]}–{words[-1]}"


def _mark_window(history: History, rows: list[Seen]) -> int:
    """Marks the rows that the gate of the present rung looks at. Returns how many those are; 0 without a gate."""
    left, right = history.rung("left"), history.rung("right")
    gate = gate_of(left)
    if gate is None:
        return 0
    sides = left.sides if left.pk == right.pk else ["left"]
    looked_at = [each for each in history.stint(sides, left) if not each.item.is_deload][-gate.window :]
    inside = {each.session.pk for each in looked_at}
    for row in rows:
        row.counts = row.session.pk in inside
        row.quiet = not row.counts
    return gate.window
