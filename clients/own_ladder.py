"""Where a client stands, ladder by ladder: each side, since when, and what is missing for the next rung. Reads only."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from clients.history import History, read_histories
from clients.models import Assignment, Proposal
from clients.standing import Condition, Ladder, LadderRow, ladder_of
from clients.summary import standing_words
from clients.today import first_name
from exercises.words import day_of_month


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
    """A rung that somebody stands on, with one side or both. `missing`: what its gate still asks."""

    row: LadderRow
    sides: list[str]

    @property
    def missing(self) -> list[Condition]:
        return [condition for condition in self.row.gate if not condition.met]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """One ladder that a client climbs, and the words beside it. `footings`: the lower rung first."""

    name: str
    ladder: Ladder
    standing: dict[str, str]
    footings: list[Footing]


def stands_of(assignment: Assignment, user: Any) -> list[Stand]:
    """Every ladder of what a client follows: one of a progression, of a program one for each that it names."""
    rows = Assignment.objects.for_user(user).tracked().filter(Q(pk=assignment.pk) | Q(parent=assignment))
    tracks = list(rows.active().select_related("client__coach", "progression", "start_rung").order_by("created_at"))
    proposals: dict[Any, Proposal] = {}
    for row in (
        Proposal.objects.for_user(user)
        .filter(assignment__in=tracks)
        .exclude(status=Proposal.Status.SUPERSEDED)
        .latest_first()
    ):
        proposals.setdefault(row.assignment_id, row)
    return [_stand(history, proposals.get(history.assignment.pk)) for history in read_histories(tracks)]


def _stand(history: History, proposal: Proposal | None) -> Stand:
    ladder, coach = ladder_of(history, proposal), first_name(history.assignment.client.coach.name)
    for row in ladder.rows:
        row.when = _when(row, history)
    return Stand(
        name=str(history.assignment.ladder),
        ladder=ladder,
        standing=standing_words(ladder, history, proposal, coach=coach),
        footings=[Footing(row=row, sides=row.sides) for row in ladder.rows[::-1] if row.sides],
    )


def _when(row: LadderRow, history: History) -> str:
    """`since 4 Nov` of a rung that a side stands on, `passed 31 Oct` of one that is behind; empty where nobody was."""
    if row.state == "done":
        there = [each.date for each in history.past if any(done.rung_id == row.rung.pk for done in each.sides.values())]
        return gettext("passed %(day)s") % {"day": day_of_month(there[-1])} if there else ""
    since = None
    for each in reversed(history.past if row.sides else []):
        done = each.sides.get(row.sides[0]) or each.sides.get("both") or each.sides.get("left")
        if done is None or done.rung_id != row.rung.pk:
            break
        since = each.date
    return gettext("since %(day)s") % {"day": day_of_month(since)} if since else ""
