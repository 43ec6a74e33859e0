"""Why a session needs a coach: reasons with their figures and how urgent each is. Reads only; words are inbox.py's.

A rank's tens are the group of the queue (1 stop and look, 2 your decision, 3 good to know), its ones the order in it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from clients.asymmetry import both_sides, comparable_stay
from clients.history import Exposure, History, read_history
from clients.models import Attachment, Proposal, Session, SetLog
from programs.engine import Asymmetry, compare_sides, is_widening
from programs.engine.judging import PAIN_AMBER, PAIN_RED
from programs.models import Implement
from programs.sentences import BAND

Reason = dict[str, Any]

STOP, DECIDE, KNOW = 1, 2, 3
RANKS = {
    "red_flag": 10,
    "pain_red": 11,
    "stopped": 12,
    "pain_twice": 13,
    "pain": 14,
    "skipped_pain": 14,
    "waits": 20,
    "failed_three": 21,
    "message": 22,
    "clip": 22,
    "missed": 23,
    "went_through": 30,
    "asymmetry_consistent": 31,
    "asymmetry_widening": 31,
    "asymmetry_possible": 31,
    "best": 31,
    "technique_unjudged": 32,
    "two_phones": 32,
    "apart": 32,
    "note": 32,
    "skipped": 32,
    "nothing_logged": 32,
    "same_again": 33,
    "on_track": 34,
}
# What the engine's actions are called in the queue, the most telling first.
ACTIONS = ("move_up", "move_down", "reduce_load", "resume", "deload", "intensify")
FAILED_THREE = {"failed_repeatedly", "failed_after_reset"}  # engine.md, row 7
FEWEST_BEFORE_A_BEST = 3  # sessions on the rung: the first ones are best by being first
VERDICTS = ("not_enough_data", "none", "possible", "consistent")


def reasons_of(session: Any, read: Mapping[UUID, History] | None = None) -> list[Reason]:
    """The reasons of a session read with `with_evidence`, the most urgent first; never none.

    Each is {"code", "rank"} and its figures: "side" ("left", "right" or "" for both), "value", "set", "exercise".
    `read`: the past of tracks, by their ids, as far as it is read already.
    """
    found = [*_pain(session), *_proposed(session), *_on_clips(session), *_of_phones(session), *_in_words(session)]
    for history in _histories(session, read or {}):
        found += [*_pain_again(history, found), *_technique(history, session), *_sides(history), *_best(history)]
    found = sorted(_once(found), key=lambda reason: reason["rank"])
    return found or [_reason("on_track")]


def _reason(code: str, *, rank: str = "", **figures: Any) -> Reason:
    return {"code": code, "rank": RANKS[rank or code], **figures}


def _once(found: list[Reason]) -> list[Reason]:
    """One reason of a code and side; what a worse one says already is left out."""
    kept = {(reason["code"], reason.get("side", "")): reason for reason in reversed(found)}
    codes = {code for code, _ in kept}
    if codes & {"pain_twice", "pain_red"}:
        kept = {key: reason for key, reason in kept.items() if key[0] != "pain"}
    if codes & {"red_flag", "pain_red"}:
        kept = {key: reason for key, reason in kept.items() if key[0] != "stopped"}
    return list(kept.values())[::-1]


# --- What was read together ------------------------------------------------------------------------------------


def foremost(session: Any) -> Proposal | None:
    """The proposal that is looked at first: a stop, then what waits, then the newest. A program's day has several."""
    return min(session.standing, key=_urgency, default=None)


def _urgency(proposal: Proposal) -> int:
    if proposal.stops:
        return 0
    return 1 if proposal.status == Proposal.Status.WAITING else 2


def track_of(session: Any, proposal: Proposal | None) -> Any:
    """The progression that a proposal is about, else the first that was trained; None on a day of fixed exercises, and
    of a session that was another exercise.
    """
    if session.assignment and session.assignment.progression_id and not is_swapped(session):
        return session.assignment
    tracks = [item.assignment for item in session.items.all() if item.assignment_id and item.targets.all()]
    named = (track for track in tracks if proposal and track.pk == proposal.assignment_id)
    return next(named, tracks[0] if tracks else None)


def is_swapped(session: Any) -> bool:
    """Whether an exercise was done in the place of a progression's."""
    return any(item.swap_id for item in session.items.all())


def stands_on(session: Any, proposal: Proposal | None) -> list[int]:
    """[rungs of the ladder, where left trained, where right did], counted from 1; empty on a day of fixed exercises."""
    track = track_of(session, proposal)
    if track is None:
        return []
    items = [item for item in session.items.all() if item.assignment_id == track.pk]
    at = {target.side: target.rung.position for item in items for target in item.targets.all() if target.rung}
    lowest = min(at.values(), default=track.start_rung.position)
    left, right = (at.get(side, at.get("both", lowest)) for side in ("left", "right"))
    return [len(track.progression.ladder), left, right]


def worst_set(session: Any) -> Any:
    """The set with the worst pain said, or None when nobody said any."""
    said = [row for item in session.items.all() for row in item.sets.all() if row.pain]
    return max(said, key=lambda row: row.pain, default=None)


def _histories(session: Any, known: Mapping[UUID, History]) -> list[History]:
    """The past of each progression trained, up to this session; none where later sessions hide it."""
    if session.status != Session.Status.FINISHED:
        return []
    tracks = [item.assignment for item in session.items.all() if item.assignment_id and item.targets.all()]
    read = ((known.get(track.pk) or read_history(track)).until(session.pk) for track in tracks)
    return [history for history in read if history.last and history.last.session.pk == session.pk]


# --- Pain ------------------------------------------------------------------------------------------------------


def _pain(session: Any) -> list[Reason]:
    worst, morning = worst_set(session), session.next_day_pain or 0
    in_session = worst.pain if worst else 0
    found = [_reason("red_flag")] if session.red_flag else []
    if max(in_session, morning) >= PAIN_AMBER:
        code = "pain_red" if max(in_session, morning) >= PAIN_RED else "pain"
        found.append(_morning(code, morning) if morning > in_session else _of_set(code, worst, session))
    stopped = [row for item in session.items.all() for row in item.sets.all() if row.kind == SetLog.Kind.STOPPED]
    if stopped or any(proposal.proposes_stop for proposal in session.standing):
        found.append(_of_set("stopped", stopped[0], session) if stopped else _reason("stopped"))
    if session.skip_reason == Session.SkipReason.PAIN:
        found.append(_reason("skipped_pain"))
    return found


def _morning(code: str, pain: int) -> Reason:
    return _reason(code, value=pain, morning=True)


def _of_set(code: str, row: Any, session: Any) -> Reason:
    return _reason(
        code,
        side=row.side if row.side != "both" else "",
        value=row.pain,
        set=row.set_number,
        stopped=row.kind == SetLog.Kind.STOPPED,
        exercise=_exercise(row, session),
    )


def _exercise(row: Any, session: Any) -> str:
    """Which exercise of a program's day; a day of one progression has only one."""
    if session.assignment and session.assignment.program_id is None:
        return ""
    targets = [target for item in session.items.all() if item.pk == row.item_id for target in item.targets.all()]
    return targets[0].variation.exercise.name if targets else ""


def _pain_again(history: History, found: list[Reason]) -> list[Reason]:
    """Pain of 3 to 5 in two sessions running (engine.md, row 2)."""
    if len(history.exposures) < 2:
        return []
    before, now = history.exposures[-2].pain or 0, history.newest.pain or 0
    if not (PAIN_AMBER <= now < PAIN_RED and before >= PAIN_AMBER):
        return []
    known = next((reason for reason in found if reason["code"] == "pain"), _reason("pain", value=now))
    return [known | {"code": "pain_twice", "rank": RANKS["pain_twice"], "before": before}]


# --- What is proposed ------------------------------------------------------------------------------------------


def _proposed(session: Any) -> list[Reason]:
    found = []
    for proposal in session.standing:
        codes = {reason["code"] for reason in proposal.reasons}
        waits = proposal.status == Proposal.Status.WAITING
        if codes & FAILED_THREE:
            found.append(_reason("failed_three", rank="waits" if waits else ""))
        if proposal.proposes_stop:
            continue
        code, sides = _called(proposal, codes)
        if code or waits:
            found.append(_reason(code or "waits", rank="waits" if waits else "went_through", side=sides))
        elif codes & {"failed", "increment_too_coarse"}:
            found.append(_reason("same_again"))
    return found


def _called(proposal: Proposal, codes: set[str]) -> tuple[str, str]:
    """What a proposal is called, and the one side that it is about ("" for both); "" for nothing out of the way."""
    if "over_achieved" in codes:
        return "over_achieved", ""
    for action in ACTIONS:
        sides = [side for side, values in proposal.proposed.items() if values["action"] == action]
        if sides:
            return action, sides[0] if len(sides) < len(proposal.proposed) else ""
    return "", ""


def _technique(history: History, session: Any) -> list[Reason]:
    """A new rung, or the way up from one, and nobody has judged how it looks on it."""
    last = history.newest
    on_it = history.stint(["left", "right"], history.rung("left"))
    leaves = any(_moves_up(each) for each in session.standing if each.assignment_id == history.assignment.pk)
    if len(on_it) != 1 and not leaves:
        return []
    judged = any(mark for each in on_it or [last] for mark in each.item.technique.all())
    return [] if judged else [_reason("technique_unjudged", leaves=leaves)]


def _moves_up(proposal: Proposal) -> bool:
    return proposal.status == Proposal.Status.WAITING and "move_up" in {
        side["action"] for side in proposal.proposed.values()
    }


# --- The two sides, and the best so far ------------------------------------------------------------------------


def _sides(history: History) -> list[Reason]:
    """A difference between the sides that this session brought to light; one that was known says nothing new."""
    stay = comparable_stay(history)
    if len(stay) < 2 or "both" in stay[-1].targets:
        return []
    found, before = (compare_sides([both_sides(each) for each in some]) for some in (stay, stay[:-1]))
    reasons = []
    if VERDICTS.index(found.verdict) > max(VERDICTS.index(before.verdict), VERDICTS.index("none")):
        reasons.append(_difference(f"asymmetry_{found.verdict}", found))
    if is_widening(found) and not is_widening(before):
        reasons.append(_difference("asymmetry_widening", found))
    return reasons


def _difference(code: str, found: Asymmetry) -> Reason:
    mean = found.mean or Decimal(0)
    side = found.direction or ("right" if mean > 0 else "left")
    return _reason(code, side=side, value=str(abs(mean).quantize(Decimal("0.1"))), n=found.n)


def _best(history: History) -> list[Reason]:
    """A load that a side never did before on this rung, every set of it in the range."""
    last = history.newest
    if last.item.is_deload:
        return []
    found = [(side, best) for side in last.targets if (best := _best_of(side, history, last)) is not None]
    if len({load for _, load in found}) == 1 and len(found) == len(last.targets):
        found = [("", found[0][1])]
    unit = BAND if last.target("left").implement == Implement.BAND else last.unit
    return [
        _reason("best", side="" if side == "both" else side, value=str(load), reps=_fewest(last, side), unit=unit)
        for side, load in found
    ]


def _best_of(side: str, history: History, last: Exposure) -> Decimal | None:
    target = last.target(side)
    load = last.load(side)
    if load <= 0 or any(reps is None or reps < target.reps_low for reps in last.reps(side)):
        return None
    here = [
        done.load_in(last.unit)
        for session in history.past
        if session.session_id != last.session.pk
        and (done := session.sides.get(side) or session.sides.get("both"))
        and done.rung_id == target.rung_id
    ]
    return load if len(here) >= FEWEST_BEFORE_A_BEST and load > max(here) else None


def _fewest(last: Exposure, side: str) -> int:
    sides = [side] if side else list(last.targets)
    return min(reps for each in sides for reps in last.reps(each) if reps is not None)


def _on_clips(session: Any) -> list[Reason]:
    """Clips and photos that no coach has opened yet."""
    fresh = fresh_clips(session)
    if not fresh:
        return []
    first = next(row for item in session.items.all() for row in item.sets.all() if row.pk == fresh[0].set_id)
    side = first.side if first.side != "both" else ""
    return [_reason("clip", side=side, set=first.set_number, value=len(fresh), kind=fresh[0].kind)]


def fresh_clips(session: Any) -> list[Attachment]:
    """What came since a coach last looked at the session, and nobody has opened. Reads the prefetch `attachments`."""
    seen = session.reviewed_at
    unopened = [clip for clip in session.attachments.all() if clip.seen_at is None]
    return [clip for clip in unopened if seen is None or clip.created_at > seen]


def _of_phones(session: Any) -> list[Reason]:
    """A set that two phones tell apart, and what a phone sent that could not be placed."""
    beside = [each for item in session.items.all() for row in item.sets.all() for each in row.beside]
    found = [_reason("two_phones", value=len(beside))] if beside else []
    return found + ([_reason("apart", value=len(session.apart))] if session.apart else [])


def sent_since(session: Any) -> bool:
    """Whether a phone brought to light what the coach who looked at the session cannot have seen."""
    seen = session.reviewed_at
    rows = [row for item in session.items.all() for row in item.sets.all()]
    times = [each.replaced_at for row in rows for each in row.beside] + [each.received_at for each in session.apart]
    return any(seen is None or moment > seen for moment in times)


def _in_words(session: Any) -> list[Reason]:
    """What the client wrote, why they did not train, and a day without a set."""
    if session.status == Session.Status.SKIPPED:
        return [_reason("skipped")]
    found = [_reason("note")] if session.note else []
    if session.status == Session.Status.FINISHED and not session.standing and not _did_anything(session):
        found.append(_reason("nothing_logged"))
    return found


def _did_anything(session: Any) -> bool:
    return any(row.kind != SetLog.Kind.SKIPPED for item in session.items.all() for row in item.sets.all())
