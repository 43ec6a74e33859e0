"""The two sides of one client compared, as the coach's page shows it. Reads only; the engine judges."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.asymmetry_chart import SidesChart, sides_chart
from clients.history import Exposure, History
from clients.measures import asked_sets, loaded_sets
from exercises.words import decimal_words
from programs.engine import Asymmetry, BothSides, SideWork, compare_sides
from programs.engine.asymmetry import LEGS, POSSIBLE_SESSIONS, Leg

LABELS = {
    "not_enough_data": _("Not enough yet"),
    "none": _("None seen"),
    "possible": _("Possible"),
    "consistent": _("Consistent"),
}
TONES = {"possible": "caution", "consistent": "caution"}
LEFT_OUT = {
    "lighter_week": _("in a lighter week"),
    "not_logged": _("with a side not logged"),
    "no_load": _("without a weight"),
    "no_reps": _("without a whole rep"),
    "rir_unknown": _("without reps in reserve"),
    "rir_over_3": _("with more than 3 in reserve"),
    "reps_over_12": _("over 12 reps with those in reserve"),
}
NOT_COMPARED = {
    "bilateral": _("This rung is done with both legs at once. The sides are compared on a rung with a side each."),
    "bodyweight": _("This rung is done without a weight. The sides are compared by the load that each could lift."),
    "two_rungs": _("Left and right stand on two rungs. Sides are not compared across rungs."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A session in the table. `why`: the words for a session that is left out."""

    date: dt.date
    left: Decimal | None
    right: Decimal | None
    difference: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SidesCard:
    """The card. `badge` and `days` are empty, `chart` is None where nothing is compared; `side` is the weaker one."""

    badge: str
    tone: str
    side: str
    headline: str
    figures: list[str]
    left_out: str
    chart: SidesChart | None
    days: list[Day]
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The sides of the last stay on a rung. `found`: what the engine says; `why_not`: a key of NOT_COMPARED instead."""

    exposures: list[Exposure]
    found: Asymmetry | None = None
    why_not: str = ""


def compared_sides(history: History) -> Compared | None:
    """What the last stay on the present rung says of the two sides. None before the first session."""
    if history.last is None:
        return None
    exposures = comparable_stay(history)
    why_not = _not_compared(exposures)
    if why_not:
        return Compared(exposures=exposures, why_not=why_not)
    side = history.assignment.client.involved_side
    involved = _leg(side) if side in ("left", "right") else None
    found = compare_sides([both_sides(each) for each in exposures], involved=involved)
    return Compared(exposures=exposures, found=found)


def sides_card(history: History) -> SidesCard | None:
    """The same in words for a coach."""
    compared = compared_sides(history)
    if compared is None:
        return None
    unit, found, exposures = history.newest.unit, compared.found, compared.exposures
    if found is None:
        apart = str(NOT_COMPARED[compared.why_not])
        return SidesCard(
            badge="", tone="plain", side="", headline=apart, figures=[], left_out="", chart=None, days=[], unit=unit
        )
    involved = history.assignment.client.involved_side
    dates = [each.date for each in exposures]
    return SidesCard(
        badge=str(LABELS[found.verdict]),
        tone=TONES.get(found.verdict, "plain"),
        side=(found.direction or "") if found.verdict in TONES else "",
        headline=_headline(found),
        figures=_figures(found, involved),
        left_out=_left_out(found, exposures),
        chart=sides_chart(found, dates),
        days=_days(found, exposures)[::-1],
        unit=unit,
    )


def _not_compared(exposures: list[Exposure]) -> str:
    """Why the sides of a stay cannot be compared at all, as a key of NOT_COMPARED; empty where they can."""
    if not exposures:
        return "two_rungs"
    if "both" in exposures[-1].targets:
        return "bilateral"
    done = [each for exposure in exposures for side in LEGS for each in loaded_sets(exposure, side)]
    return "bodyweight" if done and not any(each.load for each in done) else ""


def comparable_stay(history: History) -> list[Exposure]:
    """The sessions since both sides last came to this rung, as long as the work stayed the same one, oldest first.

    None where the sides do not do the same.
    """
    found: list[Exposure] = []
    here = _work(history.newest, "left")
    for exposure in reversed(history.exposures):
        if _work(exposure, "left") != here or _work(exposure, "right") != here:
            break
        found.append(exposure)
    return found[::-1]


def _work(exposure: Exposure, side: str) -> tuple[Any, ...]:
    """What has to be alike for two capacities to be compared: a bilateral session is like no session of one side."""
    target = exposure.target(side)
    return target.rung_id, target.variation_id, target.tempo, target.implement, target.side == "both"


def both_sides(exposure: Exposure) -> BothSides:
    """A session as the engine compares it."""
    return BothSides(
        left=_side_work(exposure, "left"), right=_side_work(exposure, "right"), lighter=exposure.item.is_deload
    )


def _side_work(exposure: Exposure, side: str) -> SideWork:
    asked = dict(enumerate(asked_sets(exposure, side), start=1))
    return SideWork(
        sets=tuple(loaded_sets(exposure, side)),
        asked=tuple(asked.get(row.set_number) for row in exposure.done(side)),
        held=any(_holds_back(reason) for reason in exposure.item.reasons if reason["side"] == side),
        rir=Decimal(exposure.target(side).asked_rir),
    )


def _holds_back(reason: dict[str, Any]) -> bool:
    """Whether a reason of the session's targets says that this side had to wait for the other.

    It says so by name; or it asks for no more reps than were done, when the answer is to add some: those that the other
    side can add. Up to the top of the range there are reps to add, or up to the ceiling where the next load is too far.
    """
    figures = reason["figures"]
    if "waits_for" in figures or reason["code"] == "lead_capped":
        return True
    if figures.get("action") != "add_reps" or not figures.get("reps"):
        return False
    most = figures.get("ceiling", figures["range"][1])
    return any(asked <= done < most for asked, done in zip(figures["to_reps"], figures["reps"], strict=False))


# --- Words ----------------------------------------------------------------------------------------------------


def _leg(side: str) -> Leg:
    return "right" if side == "right" else "left"


def _headline(found: Asymmetry) -> str:
    if found.verdict == "not_enough_data":
        return gettext("%(comparable)s of %(possible_sessions)s comparable sessions on this rung") % {
            "comparable": found.comparable,
            "possible_sessions": POSSIBLE_SESSIONS,
        }
    if found.direction:
        weaker = {
            "left": gettext("Left weaker in the last %(n)s of %(n)s"),
            "right": gettext("Right weaker in the last %(n)s of %(n)s"),
        }
        return weaker[found.direction] % {"n": found.n}
    sides = [each.weaker for each in found.sessions if each.difference is not None][-found.n :]
    counts = Counter(side for side in sides if side)
    if not counts:
        return gettext("Equal in the last %(n)s") % {"n": found.n}
    side, times = counts.most_common(1)[0]
    said = {
        "left": gettext("Left weaker in %(times)s of the last %(n)s"),
        "right": gettext("Right weaker in %(times)s of the last %(n)s"),
    }[side]
    if counts["left"] == counts["right"]:
        said = gettext("Left weaker in %(times)s of the last %(n)s, right in %(times)s")
    return said % {"times": times, "n": found.n}


def _figures(found: Asymmetry, involved: str) -> list[str]:
    """`mean 9.8 %, noise ±5.8 %`, and the symmetry index where a side is the involved one: a line each."""
    if found.verdict == "not_enough_data" or found.mean is None or found.noise is None:
        return []
    lines = [
        gettext("mean %(mean)s, noise ±%(noise)s") % {"mean": percent(abs(found.mean)), "noise": percent(found.noise)}
    ]
    if involved and found.lsi is not None:
        index = {"left": gettext("left is %(percent)s of right"), "right": gettext("right is %(percent)s of left")}
        lines.append(index[involved] % {"percent": percent(found.lsi, places=0)})
    return lines


def percent(value: Decimal, *, places: int = 1) -> str:
    return f"{decimal_words(f'{value:.{places}f}')} %"


def _left_out(found: Asymmetry, exposures: list[Exposure]) -> str:
    """`6 left out: right was held at left’s reps`; the most frequent reason first."""
    whys = Counter(_why(each, found, place) for place, each in enumerate(exposures) if found.sessions[place].why)
    if not whys:
        return ""
    count = sum(whys.values())
    listed = ", ".join(f"{times} {why}" if len(whys) > 1 else str(why) for why, times in whys.most_common())
    return gettext("%(count)s left out: %(whys)s.") % {"count": count, "whys": listed}


def _why(exposure: Exposure, found: Asymmetry, place: int) -> str:
    session = found.sessions[place]
    code = session.why or ""
    if code != "capped":
        return str(LEFT_OUT.get(code, ""))
    if session.left_why == "capped":
        return gettext("with left held at right’s pace")
    return gettext("with right held at left’s pace")


def _days(found: Asymmetry, exposures: list[Exposure]) -> list[Day]:
    return [
        Day(
            date=exposure.date,
            left=session.left,
            right=session.right,
            difference="" if session.difference is None else _difference(session.difference, session.weaker),
            why=_why(exposure, found, place),
        )
        for place, (exposure, session) in enumerate(zip(exposures, found.sessions, strict=True))
    ]


def _difference(value: Decimal, weaker: Leg | None) -> str:
    if not weaker:
        return gettext("equal")
    said = {"left": gettext("left −%(percent)s"), "right": gettext("right −%(percent)s")}
    return said[weaker] % {"percent": percent(abs(value))}
