"""The back-test: real logs read, lived through again (clients/replay.py), said in words and as data. Reads only."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from accounts.models import Practice
from clients.history import History, history_from
from clients.models import Assignment, Client, Proposal, Session, SessionItem, Side
from clients.replay import BODY, Backtest, Path, Record, Row, RungChange, Sides, replay
from clients.schedule import schedule_of
from clients.summary import target_words
from clients.words import side_word, sides_headline
from exercises.words import all_of, day_of_month, within
from programs.models import Rung
from programs.sentences import coach_sentence

Edit = Callable[[list[Rung]], list[Rung]]  # a saved ladder in, the one to try out; `Change.edited` is one


def backtest_client(assignment: Assignment, whose: Any, *, edit: Edit, coupling: str | None = None) -> Backtest:
    """One assignment. `whose`: the coach who asks, or the practice. Raises Assignment.DoesNotExist where not theirs."""
    return _replayed([_assignments(whose).get(pk=assignment.pk)], edit, coupling)[0]


def backtest_practice(
    whose: Any,
    *,
    edit: Edit,
    coupling: str | None = None,
    among: Iterable[UUID] | None = None,
) -> list[Backtest]:
    """Every running assignment, by the clients' names; of the progressions `among` only, by their ids.

    Nine queries at most for any number.
    """
    rows = _assignments(whose).active().exclude(client__status=Client.Status.ARCHIVED)
    if among is not None:
        rows = rows.filter(progression_id__in=list(among))
    return _replayed(list(rows.order_by("client__name", "pk")), edit, coupling)


def _assignments(whose: Any) -> Any:
    rows = Assignment.objects.tracked()
    mine = rows.filter(practice_id=whose.pk) if isinstance(whose, Practice) else rows.for_coach(whose)
    return mine.select_related("client", "progression", "program", "parent__program").with_filled()


def _replayed(assignments: list[Assignment], edit: Edit, coupling: str | None) -> list[Backtest]:
    if not assignments:
        return []
    ladders = _ladders({each.ladder_id for each in assignments})
    edited = {progression_id: edit(ladder) for progression_id, ladder in ladders.items()}
    records = _records(assignments, ladders)
    return [
        replay(record, ladder=edited[each.ladder_id], coupling=coupling)
        for each, record in zip(assignments, records, strict=True)
    ]


def _ladders(progression_ids: Iterable[UUID]) -> dict[UUID, list[Rung]]:
    found: dict[UUID, list[Rung]] = defaultdict(list)
    for rung in Rung.objects.filter(progression_id__in=progression_ids).as_ladder():
        found[rung.progression_id].append(rung)
    return found


def _records(assignments: list[Assignment], ladders: Mapping[UUID, list[Rung]]) -> list[Record]:
    ids = {each.pk for each in assignments}
    practice_id = assignments[0].practice_id
    performed: dict[UUID, list[Session]] = defaultdict(list)
    openings: dict[UUID, set[dt.datetime]] = defaultdict(set)
    proposals: dict[UUID, list[Proposal]] = defaultdict(list)
    items = SessionItem.objects.filter(practice_id=practice_id, assignment__in=ids)
    sessions = Session.objects.filter(practice_id=practice_id, pk__in=items.values("session"))
    for session in sessions.order_by("performed_on", "finished_at", "pk").prefetch_related(
        "items__targets", "items__sets", "items__technique"
    ):
        for track in {item.assignment_id for item in session.items.all()} & ids:
            openings[track].add(session.opened_at)
            if session.status == Session.Status.FINISHED:
                performed[track].append(session)
    for proposal in (
        Proposal.objects.filter(practice_id=practice_id, assignment__in=ids)
        .defer("reasons")
        .order_by("created_at", "pk")
    ):
        proposals[proposal.session_id].append(proposal)
    histories = [history_from(each, ladders[each.ladder_id], performed[each.pk]) for each in assignments]
    earlier = _earlier(histories, proposals)
    return [
        Record(
            history=history,
            schedule=schedule_of(history.assignment),
            proposals=proposals,
            openings=frozenset(openings[history.assignment.pk]),
            earlier=earlier,
        )
        for history in histories
    ]


def _earlier(histories: list[History], proposals: Mapping[UUID, list[Proposal]]) -> dict[UUID, Rung]:
    """The rungs that were trained on or decided for and are on no present ladder: those of earlier versions."""
    known = {rung.pk for history in histories for rung in history.ladder}
    answers = [sides for rows in proposals.values() for each in rows for sides in (each.proposed, each.outcome or {})]
    named = {UUID(values["rung"]) for sides in answers for values in sides.values()}
    exposures = [exposure for history in histories for exposure in history.exposures]
    named |= {target.asked_rung_id for exposure in exposures for target in exposure.targets.values()}
    return {rung.pk: rung for rung in Rung.objects.filter(pk__in=named - known).as_ladder()}


# --- In words -------------------------------------------------------------------------------------------------


def difference_words(backtest: Backtest, row: Row) -> str:
    """`8 Jan: hold at 25 kg instead of one more rep each. Right 10, 10, 10 …`: what would be, what was, and why.

    Empty where the row does not differ.
    """
    if not row.differs or row.would is None or row.unchanged is None:
        return ""
    would, was = headlines(backtest, row)
    one = row.differs[0] if len(row.differs) == 1 else ""
    day = day_of_month(row.date)
    facts = {
        "day": f"{day}, {within(str(Side(one).label))}" if one else day,
        "would": within(would),
        "was": within(was),
    }
    return gettext("%(day)s: %(would)s instead of %(was)s.") % facts + f" {_why(backtest, row, named=not one)}"


def headlines(backtest: Backtest, row: Row) -> tuple[str, str]:
    """What would be and what was, for the sides that differ; with figures where the headlines are the same."""
    would, was = (_differing(sides, row) for sides in (row.would or {}, row.unchanged or {}))
    unit = backtest.assignment.client.unit
    names = [*backtest.ladder, *row.rung.values()]
    said = sides_headline(would, names, unit=unit), sides_headline(was, names, unit=unit)
    if said[0] != said[1]:
        return said
    aims = _aims(would), _aims(was)
    return aims if aims[0] != aims[1] else (_rest(would), _rest(was))


def _differing(sides: Sides, row: Row) -> Sides:
    return {side: values for side, values in sides.items() if side == "both" or side in row.differs}


def _aims(sides: Sides) -> str:
    lines = target_words(sides if len(sides) > 1 else {"both": next(iter(sides.values()))})
    return " · ".join(f"{side_word(line['side'])} {line['text']}".strip() for line in lines)


def _rest(sides: Sides) -> str:
    rests = [gettext("%(seconds)s s rest") % {"seconds": values["rest_s"]} for values in sides.values()]
    return all_of(list(dict.fromkeys(rests)))


def _why(backtest: Backtest, row: Row, *, named: bool) -> str:
    """The reasons of the sides that differ; a side that only waits for the other has none of its own."""
    about = [reason for reason in row.reasons if reason.get("side") in ("both", *row.differs)]
    own = [reason for reason in about if "waits_for" not in reason.get("figures", {})]
    unit = backtest.assignment.client.unit
    return " ".join(dict.fromkeys(coach_sentence(reason, unit, named=named) for reason in own or about))


def as_data(backtest: Backtest) -> dict[str, Any]:
    """Plain values for JSON; rungs by their position, on the edited ladder where it has them. No names, no notes."""
    positions = {rung.pk: rung.position for rung in backtest.ladder}
    first = backtest.first_difference
    return {
        "client": str(backtest.assignment.client_id),
        "assignment": str(backtest.assignment.pk),
        "progression": backtest.assignment.ladder.slug,
        "elsewhere_since": _date(backtest.since),
        "sides": {side: _path(path, positions) for side, path in backtest.paths.items()},
        "first_difference": first and {"date": _date(first.date), "text": difference_words(backtest, first)},
        "rows": [_row(row, positions) for row in backtest.rows],
    }


def _path(path: Path, positions: Mapping[UUID, int]) -> dict[str, Any]:
    return {
        "stands": _at(path.stands, positions),
        "would_stand": _at(path.would_stand, positions),
        "since": _date(path.since),
        "changes": [_change(each, positions) for each in path.changes],
        "would_changes": [_change(each, positions) for each in path.would_changes],
    }


def _change(change: RungChange, positions: Mapping[UUID, int]) -> dict[str, Any]:
    return {
        "date": _date(change.date),
        "from": _at(change.before, positions),
        "to": _at(change.after, positions),
    }


def _row(row: Row, positions: Mapping[UUID, int]) -> dict[str, Any]:
    return {
        "session": str(row.session_id),
        "date": _date(row.date),
        "on": _date(row.on),
        "rung": {side: _at(row.rung[side], positions) for side in BODY},
        "would_rung": {side: _at(row.would_rung[side], positions) for side in BODY},
        "judged": row.judged,
        "decided": row.decided,
        "outcome": row.outcome,
        "people": row.people,
        "would": row.would,
        "codes": [[reason.get("side", ""), reason["code"]] for reason in row.reasons],
        "differs": list(row.differs),
        "changed_since": row.changed_since,
    }


def _at(rung: Rung, positions: Mapping[UUID, int]) -> int:
    return positions.get(rung.pk, rung.position)


def _date(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
