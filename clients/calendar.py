"""The preview of an assignment as a calendar: weeks down, days across, milestones below. Plain data."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from clients.assigning import Plan
from clients.standing import figure
from exercises.words import weekday_name
from programs.sentences import BAND

KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WIDE = 3  # so many training days fit side by side with their foot map


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """`train`: keys of the training days; `heads`: (label, trains) a day; `weeks`: as assigning.preview has them."""

    train: str
    heads: list[tuple[str, bool]]
    weeks: list[dict[str, Any]]
    milestones: list[dict[str, Any]]
    first: dt.date | None
    dense: bool
    rir: int


def calendar_of(shown: dict[str, Any], plan: Plan) -> Calendar:
    train = [day for day in range(7) if day in plan.weekdays]
    for session in shown["sessions"]:
        session["load_text"] = load_text(session["load"], session["unit"])
        session["reps_text"] = reps_text(session["reps"])
    return Calendar(
        train=" ".join(KEYS[day] for day in train),
        heads=[(_head(day, trains=day in train), day in train) for day in range(7)],
        weeks=shown["weeks"],
        milestones=shown["milestones"],
        first=shown["sessions"][0]["date"] if shown["sessions"] else None,
        dense=len(train) > WIDE,
        rir=plan.start_rung.rir,
    )


def _head(day: int, *, trains: bool) -> str:
    name = weekday_name(day, short=True)
    return name if trains else name[0]


def load_text(load: Decimal, unit: str) -> str:
    """Short, for a day of a calendar: `40 kg`, `band 2`, `body`."""
    if not load:
        return gettext("body")
    if unit == BAND:
        return gettext("band %(level)s") % {"level": figure(Decimal(load))}
    return f"{figure(Decimal(load))} {unit}"


def reps_text(reps: list[int]) -> str:
    """`3 × 10`; `10, 10, 9` where the sets differ."""
    return f"{len(reps)} × {reps[0]}" if len(set(reps)) == 1 else ", ".join(str(each) for each in reps)
