"""Another exercise for today, chosen by the client where the implement is taken: of the coach's list, else a rung down.

The coach's list is what a rung may be loaded with. Nothing follows from such a session: the ladder stays as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from clients.ahead_ids import item_ids, swap_id
from clients.freezing import Asked, Blocked, asked_of_swap, freeze
from clients.history import read_history, trainee_of
from clients.models import Assignment, Client, Session, SessionItem, Swap, Target
from clients.places import load_words
from clients.proposals import OPEN_ANEW
from clients.standing import implement_word
from exercises.models import Variation
from exercises.words import capitalised, within
from programs.engine.stand_in import lower_rung_load, same_rung_load
from programs.models import Implement, Rung
from programs.prescribing import Trainee, start_load


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """What can be done instead: a variation with what loads it, and the figures of each side as `Swap.sides` holds."""

    variation: Variation
    implement: str
    sides: dict[str, dict[str, Any]]
    is_lighter_rung: bool = False

    @property
    def key(self) -> str:
        return f"{self.variation.pk}/{self.implement}"

    @property
    def name(self) -> str:
        return str(self.variation.exercise)

    @property
    def detail(self) -> str:
        """`Dumbbell, offset forward`: as under the heading of a card."""
        words = (implement_word(self.implement), within(self.variation.placement_label))
        return capitalised(", ".join(word for word in words if word))

    @property
    def doses(self) -> list[dict[str, Any]]:
        """A line a side, or one where both are asked the same: sets, reps and load in words."""
        rows = [
            {"side": side, "words": f"{_dose(figures)} · {self._load(figures)}"} for side, figures in self.sides.items()
        ]
        same = len({row["words"] for row in rows}) == 1
        return [{"side": "", "words": rows[0]["words"]}] if same else rows

    def _load(self, figures: dict[str, Any]) -> str:
        return load_words(Decimal(figures["load"]), Target(implement=self.implement, unit=figures["unit"]))


def _dose(figures: dict[str, Any]) -> str:
    reps = figures["reps"]
    each = str(reps[0]) if len(set(reps)) == 1 else ", ".join(str(count) for count in reps)
    return f"{figures['sets']} × {each}"


# --- What there is to choose from -----------------------------------------------------------------------------


def items_to_swap(user: Any) -> Any:
    """The gate: a user's items with all that is read here."""
    return _whole(SessionItem.objects.for_user(user))


def _whole(items: Any) -> Any:
    track = ("client", "progression", "start_rung", "parent__program")
    return items.select_related(
        "session__client__coach", "swap__assignment", *(f"assignment__{name}" for name in track)
    ).prefetch_related("targets__rung__variation__exercise", "targets__variation__exercise", "sets")


def alternatives(item: SessionItem) -> list[Alternative]:
    """In the coach's order, with what the client has. Empty where nothing fits."""
    targets = [target for target in item.targets.all() if target.rung is not None]
    if item.assignment is None or not targets:
        return []
    client = item.session.client
    return list(_listed(targets, client)) or list(_lighter(item, targets, client))


def _listed(targets: Sequence[Target], client: Client) -> Iterator[Alternative]:
    """The rung's other implements, at loads that are not over today's. Sides on two rungs have no list in common."""
    rungs = {target.asked_rung_id for target in targets}
    if len(rungs) > 1:
        return
    rung, taken = targets[0].asked_rung, targets[0].implement
    for name in rung.implements:
        loads = _loads(rung, name, trainee_of(client))
        if name == taken or not loads:
            continue
        sides = {target.side: _same_dose(target, _not_over(loads, target, name), client) for target in targets}
        if all(figures["load"] is not None for figures in sides.values()):
            yield Alternative(variation=rung.variation, implement=name, sides=sides)


def _loads(rung: Rung, implement: str, trainee: Trainee) -> list[Decimal]:
    loads = trainee.loads_of(implement)
    return sorted({Decimal(0), *loads}) if loads and rung.from_bodyweight else loads


def _not_over(loads: list[Decimal], target: Target, implement: str) -> Decimal | None:
    is_weight = Implement.BAND not in (implement, target.implement)
    return same_rung_load(loads, target.asked_load, is_weight=is_weight)


def _same_dose(target: Target, load: Decimal | None, client: Client) -> dict[str, Any]:
    return {
        "load": None if load is None else str(load),
        "unit": client.unit,
        "sets": target.sets,
        "reps": list(target.reps),
        "reps_low": target.reps_low,
        "reps_high": target.reps_high,
        "rir": target.rir,
        "tempo": target.tempo,
        "rest_s": target.rest_s,
        "side_rest_s": target.side_rest_s,
    }


def _lighter(item: SessionItem, targets: Sequence[Target], client: Client) -> Iterator[Alternative]:
    """The nearest rung below with another implement, at 0.9 of the last load there at most, as the engine does."""
    assert item.assignment is not None
    history, trainee = read_history(item.assignment), trainee_of(client)
    taken = {target.implement for target in targets}
    lowest = min(target.asked_rung.position for target in targets)
    for rung in sorted(history.ladder, key=lambda each: -each.position):
        free = [name for name in rung.implements if name not in taken and trainee.loads_of(name)]
        if rung.position >= lowest or not free:
            continue
        loads = _loads(rung, free[0], trainee)
        lasts = {side: history.last_load_on(rung, side) for side in rung.sides}
        start = start_load(rung, trainee)
        sides = {
            side: _bottom(rung, lower_rung_load(loads, last=lasts[side], start=start), client) for side in rung.sides
        }
        yield Alternative(variation=rung.variation, implement=free[0], sides=sides, is_lighter_rung=True)
        return


def _bottom(rung: Rung, load: Decimal, client: Client) -> dict[str, Any]:
    return {
        "load": str(load),
        "unit": client.unit,
        "sets": rung.sets,
        "reps": [rung.reps_low] * rung.sets,
        "reps_low": rung.reps_low,
        "reps_high": rung.reps_high,
        "rir": rung.rir,
        "tempo": rung.tempo,
        "rest_s": rung.rest_s,
        "side_rest_s": rung.side_rest_s,
    }


# --- Taking one, and taking it back ---------------------------------------------------------------------------


@transaction.atomic
def swap_for_today(item: SessionItem, *, key: str, by: User) -> Swap:
    """Do another exercise in the place of this one today. It is another item: a set that a phone still holds for the
    first is not taken for the second.

    Raises ValidationError once a set of it is there, and where what was chosen is not offered any more.
    """
    item = _locked(item)
    track = item.assignment
    if track is None or not item.may_be_swapped:
        raise ValidationError(_("A set of this exercise is logged, or the session is over. It stays as it is."))
    chosen = next((each for each in alternatives(item) if each.key == key), None)
    if chosen is None:
        raise ValidationError({"key": _("Choose what you do instead.")})
    swap = swap_to(item, track, chosen, by=by)
    swap.full_clean(exclude=["practice", "assignment", "variation", "made_by"], validate_constraints=False)
    swap.save()
    try:
        asked = asked_instead(item, track, swap)
    except Blocked as stop:
        raise ValidationError(_("Your coach looks first, before you train this again.")) from stop
    session = item.session
    item.delete()
    freeze(session, asked, pk=item_ids(session.pk, [asked])[0])
    return swap


def swap_to(item: SessionItem, track: Assignment, chosen: Alternative, *, by: User | None = None) -> Swap:
    """The swap as it would be kept, with the id that a phone knows it by."""
    first = min(item.targets.all(), key=lambda target: target.asked_rung.position)
    return Swap(
        id=swap_id(item.pk, chosen.key),
        practice_id=item.practice_id,
        assignment=track,
        due_on=item.session.due_on,
        variation=chosen.variation,
        implement=chosen.implement,
        instead_of=_name_of(first)[:120],
        sides=chosen.sides,
        reason=Session.SkipReason.EQUIPMENT,
        made_by=by,
    )


def asked_instead(item: SessionItem, track: Assignment, swap: Swap) -> Asked:
    """What the day asks in the item's place. Raises Blocked while a stop waits for the coach."""
    asked = asked_of_swap(swap, track, position=item.position, label=item.label)
    return replace(asked, warm_up_sets=item.warm_up_sets)


def _name_of(target: Target) -> str:
    """`Staggered hip thrust, offset forward, barbell`: with what loads it, for that is taken. Kept in English."""
    name, loaded = target.variation.kept_name, target.implement
    return name if loaded in name.lower() else f"{name}, {loaded}"


@transaction.atomic
def take_back(item: SessionItem) -> None:
    """The coach's exercise again. Its targets are read anew when the day is next opened.

    Raises ValidationError once a set is there, and for what the coach has swapped.
    """
    item = _locked(item)
    swap = item.swap
    if swap is None or not swap.is_own:
        raise ValidationError(_("Your coach has chosen this exercise."))
    if item.session.status != Session.Status.OPEN or item.sets.all():
        raise ValidationError(_("A set of this exercise is logged. It stays."))
    session, track = item.session, swap.assignment
    item.delete()
    swap.delete()
    again = SessionItem(
        pk=item_ids(session.pk, [Asked(track=track)])[0],
        practice_id=session.practice_id,
        session=session,
        assignment=track,
        position=item.position,
        label=item.label,
        action=OPEN_ANEW,
    )
    again.save(force_insert=True)


def _locked(item: SessionItem) -> SessionItem:
    """The item as it is now, with nobody logging a set of it meanwhile."""
    Session.objects.select_for_update().get(pk=item.session_id)
    found: SessionItem = _whole(SessionItem.objects.filter(practice_id=item.practice_id)).get(pk=item.pk)
    return found
