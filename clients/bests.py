"""What a session did better than any before it, side by side and never across rungs. Computed, never stored.

At most one line a side: the most load; else the most reps at a load; else the best estimate of one repetition. Who was
never on the rung before has none: there is nothing to compare with.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q
from django.utils import dateformat
from django.utils.translation import gettext, ngettext, pgettext

from clients.card import Card
from clients.history import in_unit
from clients.models import Session, SetLog, Target
from clients.standing import figure
from programs.engine.measures import LoadedSet, set_capacity
from programs.models import Implement

Key = tuple[Any, ...]  # what may be compared: the same side, on the same rung in whichever version, with the same kit


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What was better than ever: the most `load`, the most reps at a load (`amount`), or the best estimate of one
    repetition (`once`). `value` was done today, `before` on `before_on`; `load` and `amount` are of the set.
    """

    kind: str
    value: Decimal
    before: Decimal
    before_on: dt.date
    load: Decimal
    amount: int
    today: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """A line: `sides` have it in common, to the last figure."""

    sides: list[str]
    text: str
    record: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A set that was done: reps, or seconds where it was held; the load in the unit of today's target."""

    on: dt.date
    load: Decimal
    amount: int
    rir: int | None

    @property
    def once(self) -> Decimal | None:
        rir = None if self.rir is None else Decimal(self.rir)
        found = set_capacity(LoadedSet(reps=self.amount, load=self.load, rir=rir))
        return None if found is None else found.quantize(Decimal("0.1"))


def bests_of(session: Session, cards: Sequence[Card], user: Any) -> dict[Any, list[Best]]:
    """The lines of each exercise, by the id of its item. One query, however long somebody has trained."""
    targets = {_key(target): target for card in cards for target in card.targets}
    before = _before(session, targets, user)
    found = {}
    for card in cards:
        found[card.item.pk] = _merged(
            (target, best)
            for target in card.targets
            if (best := _best(target, _done_today(card, target), before[_key(target)]))
        )
    return found


def _key(target: Target) -> Key:
    lineage = target.rung.lineage if target.rung else None
    return target.side, lineage or target.variation_id, target.implement, target.seconds is None


def _before(session: Session, targets: dict[Key, Target], user: Any) -> dict[Key, list[Done]]:
    """Every set done of the same things before this session, oldest first."""
    found: dict[Key, list[Done]] = {key: [] for key in targets}
    lineages = {target.rung.lineage for target in targets.values() if target.rung}
    fixed = {target.variation_id for target in targets.values() if target.rung is None}
    day = session.performed_on or session.due_on
    earlier = Q(item__session__performed_on__lt=day)
    if session.finished_at:
        earlier |= Q(item__session__performed_on=day, item__session__finished_at__lt=session.finished_at)
    rows = (
        Target.objects.for_user(user)
        .filter(
            Q(rung__lineage__in=lineages) | Q(rung=None, variation__in=fixed),
            earlier,
            item__session__client=session.client_id,
            item__session__status=Session.Status.FINISHED,
            item__sets__kind=SetLog.Kind.DONE,
            item__sets__side=F("side"),
        )
        .order_by("item__session__performed_on", "item__session__finished_at")
        .values_list(
            "side", "rung__lineage", "variation", "implement", "seconds", "item__session__performed_on",
            "item__sets__load", "item__sets__unit", "item__sets__reps", "item__sets__seconds", "item__sets__rir",
        )
    )  # fmt: skip
    for side, lineage, variation, implement, held, on, load, unit, reps, seconds, rir in rows:
        key = (side, lineage or variation, implement, held is None)
        target = targets.get(key)
        if target:
            same = load if implement == Implement.BAND else in_unit(load, unit, target.unit)
            found[key].append(Done(on=on, load=same, amount=(reps if held is None else seconds) or 0, rir=rir))
    return found


def _done_today(card: Card, target: Target) -> list[Done]:
    on = card.session.performed_on or card.session.due_on
    done = [place.done for place in card.places if place.side == target.side and place.done]
    return [Done(on=on, load=each.load or Decimal(0), amount=each.amount, rir=each.rir) for each in done]


def _merged(found: Iterable[tuple[Target, Record]]) -> list[Best]:
    """Sides that read the same share a line."""
    lines: dict[str, Best] = {}
    for target, record in found:
        text = _words(record, target)
        held = lines.get(text)
        sides = [*held.sides, target.side] if held else [target.side]
        lines[text] = Best(sides=sides, text=text, record=record)
    return list(lines.values())


# --- One side -------------------------------------------------------------------------------------------------


def _best(target: Target, today: list[Done], before: list[Done]) -> Record | None:
    """The one best of a side; None where nothing is better than before."""
    if not today or not before:
        return None
    return _most_load(today, before) or _most_reps(today, before) or _most_once(target, today, before)


def _most_load(today: list[Done], before: list[Done]) -> Record | None:
    now = max(today, key=lambda each: (each.load, each.amount))
    then = max(before, key=lambda each: each.load)
    if now.load <= then.load or not now.amount:
        return None
    return _record("load", now, then, value=now.load, before=then.load)


def _most_reps(today: list[Done], before: list[Done]) -> Record | None:
    """At the heaviest load at which more was done than ever."""
    for load in sorted({each.load for each in today}, reverse=True):
        now = max((each for each in today if each.load == load), key=lambda each: each.amount)
        then = max((each for each in before if each.load == load), key=lambda each: each.amount, default=None)
        if then and now.amount > then.amount:
            return _record("reps", now, then, value=Decimal(now.amount), before=Decimal(then.amount))
    return None


def _most_once(target: Target, today: list[Done], before: list[Done]) -> Record | None:
    """By Epley, from sets that tell it (docs/glossary.md, capacity)."""
    if target.implement == Implement.BAND or target.seconds is not None:
        return None
    now = max((each for each in today if each.once), key=lambda each: each.once or 0, default=None)
    then = max((each for each in before if each.once), key=lambda each: each.once or 0, default=None)
    if now is None or then is None or now.once is None or then.once is None or now.once <= then.once:
        return None
    return _record("once", now, then, value=now.once, before=then.once)


def _record(kind: str, now: Done, then: Done, *, value: Decimal, before: Decimal) -> Record:
    return Record(
        kind=kind, value=value, before=before, before_on=then.on, load=now.load, amount=now.amount, today=now.on
    )


# --- Words ----------------------------------------------------------------------------------------------------


def _words(record: Record, target: Target) -> str:
    day = _day(record.before_on, record.today)
    if record.kind == "reps":
        words = {
            "load": _load(record.load, target),
            "amount": _amount(record.amount, target),
            "before": int(record.before),
            "day": day,
        }
        if record.load:
            return gettext("Most at %(load)s so far, %(amount)s (%(before)s on %(day)s).") % words
        return gettext("Most so far, %(amount)s (%(before)s on %(day)s).") % words
    value, before = _load(record.value, target), _load(record.before, target)
    if record.kind == "once":
        words = {"once": value, "before": before, "day": day}
        return gettext("Best estimated 1RM so far, %(once)s (%(before)s on %(day)s).") % words
    words = {"load": value, "amount": _amount(record.amount, target), "before": before, "day": day}
    if target.rung:
        return gettext("Most load on this rung so far, %(load)s for %(amount)s (%(before)s on %(day)s).") % words
    return gettext("Most load here so far, %(load)s for %(amount)s (%(before)s on %(day)s).") % words


def _load(load: Decimal | None, target: Target) -> str:
    if not load:
        return gettext("bodyweight")
    if target.implement == Implement.BAND:
        return gettext("band %(level)s") % {"level": figure(load)}
    return f"{figure(load)} {target.unit}"


def _amount(amount: int, target: Target) -> str:
    if target.seconds is not None:
        return gettext("%(count)s s") % {"count": amount}
    return ngettext("%(count)s rep", "%(count)s reps", amount) % {"count": amount}


def _day(day: dt.date, today: dt.date) -> str:
    """`3 November`; with its year where that is another."""
    if day.year == today.year:
        return dateformat.format(day, pgettext("date format", "j F"))
    return dateformat.format(day, pgettext("date format", "j F Y"))
