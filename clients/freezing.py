"""What a session asks of its exercises, and keeping it: frozen, no later change of a rung or a program touches it."""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from clients.ahead_ids import item_ids
from clients.deciding import first_session, implement_name, meanwhile
from clients.history import History, in_unit, read_history, trainee_of
from clients.inventory import loads_for
from clients.kept_words import OF_BODY_MASS, OF_ONE_REP_MAX, PAUSE
from clients.models import Assignment, Client, Proposal, Session, SessionItem, Side, Swap, Target
from clients.proposals import current_proposal
from programs.engine.rounding import largest_at_most
from programs.models import Implement, ProgramItem, Rung
from programs.notation import read as read_line
from programs.sentences import BAND

CHANGE_SIDES_S = 15  # of an exercise that is written in a program, whose lines have one rest


class Blocked(Exception):
    """Training waits for the coach: a stop that nobody has cleared. `proposal` is None where no ladder was stopped."""

    def __init__(self, proposal: Proposal | None) -> None:
        super().__init__("Training waits for the coach.")
        self.proposal = proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One exercise of a session before it is frozen. Without targets it is left out, and `note` says why."""

    targets: list[Target] = field(default_factory=list)
    track: Assignment | None = None
    swap: Swap | None = None
    position: int = 1
    label: str = ""
    warm_up_sets: int = 0
    note: str = ""
    action: str = ""
    is_deload: bool = False
    reasons: list[Any] = field(default_factory=list)


# --- Of a progression ------------------------------------------------------------------------------------------


def asked_of_track(track: Assignment, *, now: dt.datetime, position: int = 1, label: str = "", note: str = "") -> Asked:
    """What stands for a progression today. Raises Blocked while a stop of it waits for the coach."""
    history = read_history(track)
    standing = None
    if history.last is not None:
        standing = current_proposal(history, on=track.client.today(now), now=now)
    return asked_of_history(history, standing, position=position, label=label, note=note)


def asked_of_history(
    history: History, standing: Proposal | None, *, position: int = 1, label: str = "", note: str = ""
) -> Asked:
    """The same of what is read already; `standing` is None before the first session."""
    if standing is not None and standing.stops:
        raise Blocked(standing)
    sides, reasons, action = _sides(history, standing)
    rungs = {str(rung.pk): rung for rung in history.ladder}
    track = history.assignment
    return Asked(
        targets=[_target(side, values, rungs[values["rung"]], track) for side, values in sides.items()],
        track=track,
        position=position,
        label=label,
        note=" ".join(part for part in (note, _coachs_words(standing)) if part)[:300],
        action=action,
        is_deload=_is_lighter(sides),
        reasons=reasons,
    )


def swaps_on(tracks: Iterable[Assignment], due_on: dt.date) -> dict[UUID, Swap]:
    """The exercises that a coach swapped for a session, by track."""
    found = Swap.objects.filter(assignment__in=[track.pk for track in tracks], due_on=due_on)
    return {swap.assignment_id: swap for swap in found.select_related("variation__exercise")}


def asked_of_swap(swap: Swap, track: Assignment, *, position: int = 1, label: str = "") -> Asked:
    """The other exercise, with the coach's own figures. Raises Blocked while a stop of the progression waits: it was
    put before the coach, and a swap made before it says nothing about it.
    """
    standing = (
        Proposal.objects.filter(practice_id=track.practice_id, assignment=track)
        .exclude(status=Proposal.Status.SUPERSEDED)
        .latest_first()
        .first()
    )
    if standing is not None and standing.stops:
        raise Blocked(standing)
    targets = [_swapped_target(side, figures, swap, track.client) for side, figures in swap.sides.items()]
    return Asked(targets=targets, swap=swap, position=position, label=label, note=swap.words)


def _swapped_target(side: str, figures: dict[str, Any], swap: Swap, client: Client) -> Target:
    return Target(
        side=side,
        variation=swap.variation,
        implement=swap.implement or swap.variation.implement,
        load=Decimal(figures["load"]),
        unit=client.unit,
        sets=figures["sets"],
        reps=figures["reps"],
        reps_low=figures.get("reps_low", min(figures["reps"])),
        reps_high=figures.get("reps_high", max(figures["reps"])),
        rir=figures.get("rir"),
        tempo=figures.get("tempo", ""),
        rest_s=figures.get("rest_s", 0),
        side_rest_s=figures.get("side_rest_s", 0),
    )


def _sides(history: History, standing: Proposal | None) -> tuple[dict[str, Any], list[Any], str]:
    """Sides, reasons and action of the session that is being opened."""
    if standing is None:
        answer = first_session(history.assignment, history.ladder)
        return answer.sides, answer.reasons, "hold"
    sides = standing.outcome or meanwhile(standing, history)
    return sides, _why(standing, sides), next(iter(sides.values()))["action"]


def _coachs_words(standing: Proposal | None) -> str:
    """Why the coach chose these figures, where they said so."""
    return standing.note if standing and standing.status == Proposal.Status.ADJUSTED else ""


def _why(standing: Proposal, sides: dict[str, Any]) -> list[Any]:
    """The engine's reasons where its answer is what is asked; else that a person decides, or has chosen."""
    if standing.status in (Proposal.Status.HELD, Proposal.Status.ADJUSTED):
        return [{"code": "coach_chose", "side": side, "figures": {}} for side in sides]
    if standing.outcome is None and sides != standing.proposed:
        return [{"code": "coach_decides", "side": side, "figures": {}} for side in sides]
    return standing.reasons


def _is_lighter(sides: dict[str, Any]) -> bool:
    """A lighter week is one of both sides: it applies to a side that something more careful governs, too."""
    return any(values["action"] == "deload" for values in sides.values())


def _target(side: str, values: dict[str, Any], rung: Rung, assignment: Assignment) -> Target:
    return Target(
        side=side,
        rung=rung,
        variation=rung.variation,
        implement=implement_name(rung, assignment),
        load=Decimal(str(values["load"])),
        unit=assignment.client.unit if values["unit"] == BAND else values["unit"],
        sets=values["sets"],
        reps=values["reps"],
        reps_low=rung.reps_low,
        reps_high=rung.reps_high,
        rir=rung.rir,
        tempo=rung.tempo,
        rest_s=values["rest_s"],
        side_rest_s=rung.side_rest_s,
    )


# --- As a program writes it ------------------------------------------------------------------------------------


def asked_as_written(item: ProgramItem, client: Client) -> Asked:
    """A fixed exercise for this client: its figures as written, loads as far as they can be said."""
    sides = (Side.LEFT, Side.RIGHT) if item.per_side else (Side.BOTH,)
    pause = PAUSE % {"seconds": item.pause_s} if item.pause_s else ""
    return Asked(
        targets=[_written_target(item, side, client) for side in sides],
        position=item.position,
        label=item.label,
        warm_up_sets=item.warm_up_sets,
        note=" ".join(part for part in (item.note, pause) if part)[:300],
    )


def _written_target(item: ProgramItem, side: str, client: Client) -> Target:
    if item.variation is None or item.sets is None:
        raise TypeError("This item follows a progression.")
    load, words = written_load(item, client)
    low, high = item.reps_low or min(item.reps, default=0), item.reps_high or max(item.reps, default=0)
    return Target(
        side=side,
        variation=item.variation,
        implement=item.variation.implement,
        load=load,
        load_words=words,
        unit=client.unit,
        sets=item.sets,
        reps=list(item.reps) or ([low] * item.sets if low and low == high else []),
        seconds=item.seconds,
        reps_low=low,
        reps_high=high,
        rir=None if item.rir is None else math.ceil(item.rir),  # half a rep in reserve is asked as a whole one
        tempo=item.tempo,
        rest_s=item.rest_s or 0,
        side_rest_s=min(CHANGE_SIDES_S, item.rest_s or 0),
    )


def written_load(item: ProgramItem, client: Client) -> tuple[Decimal | None, str]:
    """The load in the client's unit and the words beside it. (None, "") leaves it to the client.

    A share of body mass is rounded down to what they can load; a share of a 1RM is words, for nobody has measured one.
    """
    implement = item.variation.implement if item.variation else Implement.BODYWEIGHT
    if item.load is not None:
        unit = item.unit or client.unit
        return (
            item.load if unit == client.unit else _loadable(in_unit(item.load, unit, client.unit), item, client)
        ), ""
    if item.percent_1rm is not None:
        return None, OF_ONE_REP_MAX % {"percent": f"{item.percent_1rm.normalize():f}"}
    if item.percent_body_mass is not None:
        words = OF_BODY_MASS % {"percent": f"{item.percent_body_mass.normalize():f}"}
        mass = trainee_of(client).body_mass
        return (None if mass is None else _loadable(mass * item.percent_body_mass / 100, item, client)), words
    line = read_line(item.line).line
    if implement == Implement.BODYWEIGHT or (line is not None and line.unit == "BW"):
        return Decimal(0), ""
    return None, ""


def _loadable(load: Decimal, item: ProgramItem, client: Client) -> Decimal:
    """The largest load at or under it that the client has; where they have nothing of the kind, the figure itself."""
    loads = loads_for(client.inventory, item.variation.implement) if item.variation else []
    return largest_at_most(loads, load) if loads else load.quantize(Decimal("0.1"))


# --- Keeping it ------------------------------------------------------------------------------------------------


def freeze_all(session: Session, asked: list[Asked]) -> None:
    """Keep a whole day. An exercise that has no row yet gets the id that a phone knows it by before it is opened."""
    for each, pk in zip(asked, item_ids(session.pk, asked), strict=True):
        freeze(session, each, pk=pk)


def freeze(session: Session, asked: Asked, *, pk: UUID) -> SessionItem:
    """Keep what is asked, in the place of what the item asked before; `pk` is that of a new one."""
    content: dict[str, Any] = {
        "assignment": asked.track,
        "swap": asked.swap,
        "label": asked.label,
        "warm_up_sets": asked.warm_up_sets,
        "note": asked.note,
        "action": asked.action,
        "is_deload": asked.is_deload,
        "reasons": asked.reasons,
    }
    item, _ = SessionItem.objects.update_or_create(
        practice_id=session.practice_id,
        session=session,
        position=asked.position,
        defaults=content,
        create_defaults={"id": pk, **content},
    )
    item.targets.all().delete()
    for target in asked.targets:
        target.practice_id, target.item = item.practice_id, item
    Target.objects.bulk_create(asked.targets)
    return item


def freeze_anew(session: Session, asked: list[Asked]) -> None:
    """The whole day again, where nobody has begun. An exercise that stays keeps its row: a phone may hold its set."""
    rest = list(session.items.prefetch_related("targets"))
    stays: list[tuple[SessionItem, Asked]] = []
    for each in asked:
        same = next((item for item in rest if _is_same(item, each)), None)
        if same is not None:
            rest.remove(same)
            stays.append((same, each))
    session.items.filter(pk__in=[item.pk for item in rest]).delete()
    for offset in (1000, 0):  # out of one another's way first
        for item, each in stays:
            SessionItem.objects.filter(pk=item.pk).update(position=each.position + offset)
    freeze_all(session, asked)


def _is_same(item: SessionItem, asked: Asked) -> bool:
    if asked.track is not None or item.assignment_id is not None:
        return asked.track is not None and item.assignment_id == asked.track.pk
    variations = {target.variation_id for target in item.targets.all()}
    return bool(variations & {target.variation_id for target in asked.targets})
