"""A coach's own figures instead of the engine's: load, reps, sets, rest, rung and coupling of what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from accounts.models import User
from clients import happened
from clients.deciding import on_common_floor, on_rung, start_again, unit_on
from clients.history import History, trainee_of
from clients.models import Proposal
from clients.proposals import history_of, lock_undecided, settle
from exercises.words import figure_words, one_of
from programs.engine.types import USUAL_LOAD_FACTOR
from programs.models import Coupling, Rung
from programs.prescribing import first_load, loads_for_rung, start_load
from programs.sentences import load_text
from programs.showing import implement_word

Sides = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a coach wants of one side. `reps`: one figure for every set, or one a set; None leaves what is proposed."""

    load: Decimal
    reps: list[int]
    sets: int | None = None
    rest_s: int | None = None
    rung: UUID | None = None


@transaction.atomic
def adjust(
    proposal: Proposal, *, by: User, wishes: Mapping[str, Wish], coupling: str | None = None, note: str = ""
) -> Proposal:
    """The coach's own figures hold. `wishes` has one for each side that is proposed; `coupling` holds from now on.

    Raises AlreadyDecided, and ValidationError keyed by side and field ("left-load", "right-reps", "coupling").
    """
    held = lock_undecided(proposal)
    history = history_of(held)
    coupling = coupling or history.assignment.coupling
    _check_rungs(wishes, history)
    rungs = {side: _wished_rung(wish, held.proposed[side], history) for side, wish in wishes.items()}
    errors: dict[str, str] = {}
    if coupling == Coupling.SHARED and len({rung.pk for rung in rungs.values()}) > 1:
        errors["right-rung"] = gettext(
            "Both sides stand on one rung while the weaker side governs. Choose another coupling too."
        )
    for side, wish in wishes.items():
        errors |= _wrong(side, wish, rungs[side], held.proposed[side], history)
    if errors:
        raise ValidationError(errors)
    outcome = {side: _as_wished(side, wish, rungs[side], held, history) for side, wish in wishes.items()}
    if coupling != history.assignment.coupling:
        history.assignment.coupling = coupling
        history.assignment.save(update_fields=["coupling"])
        happened.assignment_changed(history.assignment, "coupling")
    held.note = note.strip()
    return settle(held, by=by, status=Proposal.Status.ADJUSTED, outcome=on_common_floor(outcome, history))


def _check_rungs(wishes: Mapping[str, Wish], history: History) -> None:
    known = {rung.pk for rung in history.ladder}
    wrong = [side for side, wish in wishes.items() if wish.rung is not None and wish.rung not in known]
    if wrong:
        raise ValidationError({f"{side}-rung": "Choose a rung of this ladder." for side in wrong})


def _wished_rung(wish: Wish, proposed: dict[str, Any], history: History) -> Rung:
    wanted = str(wish.rung or proposed["rung"])
    return next(rung for rung in history.ladder if str(rung.pk) == wanted)


def _wrong(side: str, wish: Wish, rung: Rung, proposed: dict[str, Any], history: History) -> dict[str, str]:
    client, sets = history.assignment.client, wish.sets or proposed["sets"]
    loads = loads_for_rung(rung, trainee_of(client))
    found = {}
    if not loads:
        found[f"{side}-rung"] = gettext("%(name)s has none of: %(implements)s.") % {
            "name": client.first_name,
            "implements": ", ".join(map(implement_word, rung.implements)),
        }
    elif wish.load not in loads:
        unit = unit_on(rung, history.assignment)
        cannot = {"name": client.first_name, "load": load_text(wish.load, unit)}
        refusal = gettext("%(name)s cannot load %(load)s.") % cannot
        found[f"{side}-load"] = f"{refusal} {_nearest(wish, loads)}"
    if not all(1 <= reps <= 100 for reps in wish.reps):
        found[f"{side}-reps"] = gettext("Reps are between 1 and 100.")
    elif len(wish.reps) not in (1, sets):
        found[f"{side}-reps"] = gettext("%(reps)s figures for %(sets)s sets. Say one for all, or one for each.") % {
            "reps": len(wish.reps),
            "sets": sets,
        }
    return found


def _nearest(wish: Wish, loads: list[Decimal]) -> str:
    lower = max((one for one in loads if one < wish.load), default=None)
    upper = min((one for one in loads if one > wish.load), default=None)
    nearest = [figure_words(one) for one in (lower, upper) if one is not None]
    return gettext("Nearest: %(found)s.") % {"found": one_of(nearest)}


def _as_wished(side: str, wish: Wish, rung: Rung, held: Proposal, history: History) -> dict[str, Any]:
    proposed = held.proposed[side]
    sets = wish.sets or proposed["sets"]
    return on_rung(
        rung,
        unit=unit_on(rung, history.assignment),
        action=_action(rung, history.rung(side), proposed["action"]),
        load=wish.load,
        sets=sets,
        reps=wish.reps * sets if len(wish.reps) == 1 else wish.reps,
        rest_s=proposed["rest_s"] if wish.rest_s is None else wish.rest_s,
    )


def _action(rung: Rung, stands: Rung, proposed: str) -> str:
    """What the coach's figures amount to: another rung is a step up or down, the same one what was proposed for it."""
    if rung.position != stands.position:
        return "move_up" if rung.position > stands.position else "move_down"
    return "hold" if proposed in ("stop", "move_up", "move_down") else proposed


@transaction.atomic
def move_up(proposal: Proposal, *, by: User) -> Proposal:
    """Every side a rung up, at the load that the way up starts with, whatever its gate says: the coach knows more.

    Where a side stands already on the top rung, or training is stopped, nothing changes: ValidationError. Raises
    AlreadyDecided.
    """
    held = lock_undecided(proposal)
    history = history_of(held)
    if held.proposes_stop:
        raise ValidationError(gettext("Training is stopped. Clear it first."))
    outcome = {side: _a_rung_up(side, values, history) for side, values in held.proposed.items()}
    return settle(held, by=by, status=Proposal.Status.ADJUSTED, outcome=on_common_floor(outcome, history))


def _a_rung_up(side: str, proposed: dict[str, Any], history: History) -> dict[str, Any]:
    """What the engine proposes where it moves up itself; else the rung above, as it starts."""
    if proposed["action"] == "move_up":
        return proposed
    stands = history.rung("left" if side == "both" else side)
    above = next((rung for rung in history.ladder if rung.position == stands.position + 1), None)
    if above is None:
        raise ValidationError(gettext("This is the top rung."))
    sides = [side] if side in above.sides else above.sides
    again = start_again(history, above, sides)
    trainee = trainee_of(history.assignment.client)
    load = first_load(above, trainee, again if again is not None else _carried(side, above, history))
    if load is None:
        raise ValidationError(
            gettext("%(name)s has none of: %(implements)s.")
            % {
                "name": history.assignment.client.first_name,
                "implements": ", ".join(map(implement_word, above.implements)),
            }
        )
    return on_rung(
        above,
        unit=unit_on(above, history.assignment),
        action="move_up",
        load=load,
        sets=above.sets,
        reps=[above.reps_low] * above.sets,
        rest_s=above.rest_s,
    )


def _carried(side: str, above: Rung, history: History) -> Any:
    """A rung without a start of its own begins at three quarters of the load below (engine.md, the way up)."""
    if start_load(above, trainee_of(history.assignment.client)) is not None or history.last is None:
        return None
    return history.last.load("left" if side == "both" else side) * USUAL_LOAD_FACTOR
