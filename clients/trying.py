"""A drafted progression tried out on what the practice's clients really logged (clients/backtest.py). Reads only."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from clients.backtest import backtest_practice, difference_words
from clients.models import Assignment, Client
from clients.replay import Backtest, Path
from programs.models import Progression, Rung
from programs.showing import short_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """`stands` and `would`: `5 · Offset forward, barbell`. Apart or not, in a word."""

    side: str
    stands: str
    would: str
    apart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One client of the table. `since`: when the sides that would stand elsewhere parted."""

    client: Client
    sides: list[Side]
    since: dt.date | None
    why: str

    @property
    def differs(self) -> bool:
        return bool(self.why or self.since)


def tried_on(user: Any, rungs: Sequence[Rung], related: Sequence[UUID]) -> list[Tried]:
    """Every running assignment of the related progressions; those that would differ first."""
    played = backtest_practice(user, edit=lambda _: list(rungs), among=related)
    return sorted((_tried(each) for each in played), key=lambda row: (not row.differs, row.client.name))


def _tried(played: Backtest) -> Tried:
    first = played.first_difference
    return Tried(
        client=played.assignment.client,
        sides=[_side(side, path, played.ladder) for side, path in played.paths.items()],
        since=played.since,
        why=difference_words(played, first) if first else "",
    )


def _side(side: str, path: Path, ladder: Sequence[Rung]) -> Side:
    would = _on(path.would_stand, ladder)
    return Side(side=side, stands=_named(path.stands), would=_named(would), apart=path.since is not None)


def _on(rung: Rung, ladder: Sequence[Rung]) -> Rung:
    """Under the number that it has on the drafted ladder."""
    return next((each for each in ladder if each.lineage == rung.lineage), rung)


def _named(rung: Rung) -> str:
    return f"{rung.position} · {short_name(rung)}"


def related_ids(user: Any, family: UUID, copied_from: Any) -> list[UUID]:
    """Every version of the family, and of the built-in progression that it was copied from."""
    rows = Progression.objects.for_user(user)
    original = rows.filter(pk=copied_from, practice=None).values_list("family", flat=True) if copied_from else []
    return list(rows.filter(family__in=[family, *original]).values_list("pk", flat=True))


def running_on(user: Any, client: Client, related: Sequence[UUID]) -> Assignment | None:
    """What the client is on, where it is one of these versions."""
    rows = Assignment.objects.for_coach(user).active().filter(client=client, progression__in=related)
    found: Assignment | None = rows.select_related("client", "progression", "start_rung").first()
    return found
