"""The figures of one ladder as a tool reads them: standing, session by session, sides, weeks. Reads only."""

from typing import Any

from clients.asymmetry import compared_sides
from clients.evidence import evidence_of, is_banded
from clients.history import History
from clients.measures import figures_of
from clients.models import Proposal
from clients.standing import ladder_of
from programs.sentences import BAND


def standing_of(history: History, proposal: Proposal | None) -> dict[str, Any]:
    """Both sides on their rungs, with what the gates there still ask. `footings`: the lower rung first."""
    ladder = ladder_of(history, proposal)
    return {
        "progression": history.assignment.ladder_id,
        "rungs": ladder.count,
        "left": ladder.left,
        "right": ladder.right,
        "footings": [row for row in ladder.rows[::-1] if row.sides],
    }


def series_of(history: History) -> dict[str, Any]:
    """Every session that was read, oldest first."""
    exposures = history.exposures
    evidence = evidence_of(history, shown=len(exposures)) if exposures else None
    seen = {row.session.pk: row for row in evidence.rows} if evidence else {}
    points = []
    for exposure, figures in zip(exposures, figures_of(history)[::-1], strict=True):
        tops = {side.side: side.top for side in seen[exposure.session.pk].sides}
        told = {"left": figures.left, "right": figures.right, "both": figures.left}
        points.append(
            {
                "session": exposure.session.pk,
                "date": exposure.date,
                "position": figures.rung,
                "is_deload": figures.lighter,
                "away": figures.away,
                "pain": exposure.pain,
                "effort_load": figures.effort_load,
                "sides": [{"side": side, "at_top": top, **_of(told[side])} for side, top in tops.items()],
            }
        )
    banded = bool(exposures) and all(is_banded(each) for each in exposures)
    return {
        "unit": BAND if banded else history.assignment.client.unit,
        "gate_window": evidence.window if evidence else 0,
        "sessions": points,
    }


def _of(figures: Any) -> dict[str, Any]:
    return {name: getattr(figures, name) for name in ("load", "reps", "once", "rir", "tonnage")}


def sides_of_ladder(history: History) -> dict[str, Any]:
    """What the last stay on the present rung says of the two sides."""
    nothing = {"verdict": None, "comparable": 0, "n": 0, "mean": None, "noise": None, "direction": None, "lsi": None}
    compared = compared_sides(history)
    if compared is None or compared.found is None:
        return {"not_compared": compared.why_not if compared else "no_session", **nothing, "sessions": []}
    found = compared.found
    sessions = [
        {"date": exposure.date, **{name: getattr(each, name) for name in COMPARED}}
        for exposure, each in zip(compared.exposures, found.sessions, strict=True)
    ]
    return {"not_compared": None, **{name: getattr(found, name) for name in nothing}, "sessions": sessions}


COMPARED = ("left", "right", "difference", "weaker", "why")
