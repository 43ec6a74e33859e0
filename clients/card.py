"""One exercise of a session as a card of sets, read in a fixed number of queries.

A *place* is one set of one side. It is done, skipped or stopped (a row is there), open (being logged), or still to do.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from accounts.models import uuid7
from clients.history import load_in
from clients.inventory import loads_for
from clients.models import Client, Session, SessionItem, SetLog, Target
from clients.plates import words_by_load
from clients.services import RED_PAIN
from clients.standing import figure, rx
from exercises.vocabulary import tempo_words
from programs.forms.figures import decimal_of
from programs.models import Implement
from programs.sentences import BAND, client_sentence

LOAD_ACTIONS = {"add_load", "reduce_load", "resume", "deload", "move_up", "move_down"}
RIR_CHOICES = [(0, "0"), (1, "1"), (2, "2"), (3, "3"), (4, "4+")]


# --- One set of one side --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figures:
    """What was done in a set, the load in the target's unit."""

    reps: int
    load: Decimal
    rir: int | None


def figures_of(row: SetLog | None, target: Target) -> Figures | None:
    """The figures of a set that was done; None for one that was skipped, stopped or never logged."""
    if row is None or row.kind != SetLog.Kind.DONE or row.reps is None or row.load is None:
        return None
    return Figures(row.reps, load_in(target, row.load, row.unit, target.unit), row.rir)


@dataclass(slots=True, kw_only=True)
class Place:
    """`values` and `errors` are the form's, by field; `before` is what was done there last time."""

    number: int
    side: str
    target: Target
    order: int = 0
    row: SetLog | None = None
    before: SetLog | None = None
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    loads: list[str] = field(default_factory=list)
    on_bar: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.side}-{self.number}"

    @property
    def name(self) -> str:
        sides = {"left": "Left", "right": "Right", "both": "Both sides"}
        return f"{sides[self.side]}, set {self.number}"

    @property
    def button(self) -> str:
        return "Log set" if self.side == "both" else f"Log {self.side} set"

    @property
    def state(self) -> str:
        return self.row.kind if self.row else "todo"

    @property
    def reps(self) -> int:
        asked = self.target.reps or [self.target.reps_low]
        return asked[min(self.number, len(asked)) - 1]

    @property
    def load_unit(self) -> str:
        return "band" if self.target.implement == "band" else self.target.unit

    @property
    def load_now(self) -> str:
        return _spoken(self.values["load"])

    @property
    def plates(self) -> str:
        """What goes on the bar for the load in the form, if it can be made: `Each end: 10 + 1.25`."""
        number = decimal_of(str(self.values["load"]))
        return "" if number is None else self.on_bar.get(figure(number), "")

    @property
    def reps_now(self) -> str:
        return _spoken(self.values["reps"])

    @property
    def load_words(self) -> str:
        return load_words(self.target.asked_load, self.target)

    @property
    def done(self) -> Figures | None:
        return figures_of(self.row, self.target)

    @property
    def off_load(self) -> str:
        """The load that was used, where it is another than asked."""
        done = self.done
        return load_words(done.load, self.target) if done and done.load != self.target.load else ""

    @property
    def said(self) -> str:
        """What a screen reader hears about a set: `logged: 40 kg, 10 reps, 2 more possible`."""
        row, done = self.row, self.done
        if row is None:
            return f"to do: {self.load_words} × {self.reps}"
        pain = "" if row.pain is None else f", pain {row.pain}"
        if done is None:
            stopped = row.kind == SetLog.Kind.STOPPED
            return ("stopped for pain" if stopped else f"skipped: {row.get_skip_reason_display().lower()}") + pain
        spare = "" if done.rir is None else f", {rir_label(done.rir)} more possible"
        return f"logged: {load_words(done.load, self.target)}, {done.reps} reps{spare}{pain}"

    @property
    def after(self) -> str:
        """The same after the session, where nothing is left to do."""
        return self.said.removeprefix("logged: ") if self.row else "not logged"

    @property
    def before_words(self) -> str:
        """What was done here last time: `40 kg × 9`, or nothing."""
        before = figures_of(self.before, self.target)
        return f"{load_words(before.load, self.target)} × {before.reps}" if before else ""


def _spoken(typed: Any) -> str:
    """What was typed as a number for screen readers, or nothing when it is none."""
    number = decimal_of(str(typed))
    return "" if number is None else f"{number:f}"


def rir_label(rir: int) -> str:
    return "4+" if rir >= 4 else str(rir)


def load_words(load: Decimal, target: Target) -> str:
    """A load in the target's unit as it is read: `40 kg`, `band 2`, `bodyweight`."""
    if target.implement == "band":
        return f"band {figure(load)}" if load else "no band"
    return f"{figure(load)} {target.unit}" if load else "bodyweight"


# --- One exercise ---------------------------------------------------------------------------------------------


@dataclass(slots=True, kw_only=True)
class SetGroup:
    number: int
    places: list[Place]
    open: Place | None = None

    @property
    def folded(self) -> list[Place]:
        return [place for place in self.places if place is not self.open]

    @property
    def opens_first(self) -> bool:
        """Whether the open set stands above the other side's line: that one is still to do."""
        return self.open is not None and any(place.row is None for place in self.folded)

    @property
    def state(self) -> str:
        if self.open:
            return "live"
        return "done" if all(place.row for place in self.places) else "todo"


@dataclass(slots=True, kw_only=True)
class Card:
    """One exercise of a session, its sets in the order they are done. `open` is the set being logged or corrected."""

    item: SessionItem
    client: Client
    sets: list[SetGroup]
    targets: list[Target]
    open: Place | None = None

    @property
    def session(self) -> Session:
        return self.item.session

    @property
    def places(self) -> list[Place]:
        return [place for group in self.sets for place in group.places]

    @property
    def blank(self) -> list[Place]:
        """Places without a set. The page carries form and line of each, so that a phone without signal goes on."""
        return [place for place in self.places if place.row is None]

    @property
    def missing(self) -> int:
        return sum(place.row is None for place in self.places)

    @property
    def red(self) -> SetLog | None:
        """The set whose pain stops the exercise today."""
        return next((place.row for place in self.places if place.row and is_red(place.row)), None)

    @property
    def on_bar(self) -> str:
        """The plates for every load of the bar, for the page's steppers: `20=Empty bar|22.5=Each end: 1.25`."""
        found = next((place.on_bar for place in self.places if place.on_bar), {})
        return "|".join(f"{load}={plates}" for load, plates in found.items())

    @property
    def lead(self) -> Target:
        return self.targets[0]

    @property
    def detail(self) -> str:
        """`Barbell, offset forward 15 to 30 cm`."""
        variation = self.lead.variation
        words = [
            word
            for word in (self.lead.implement, variation.placement_label[:1].lower() + variation.placement_label[1:])
            if word
        ]
        return (
            ", ".join(words).capitalize()
            if not words
            else words[0].capitalize() + "".join(f", {word}" for word in words[1:])
        )

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Prescription lines: one when both sides are asked the same on the same rung."""
        parts = [rx_of(target) for target in self.targets]
        if len({target.rung_id for target in self.targets}) == 1 and all(part == parts[0] for part in parts):
            return [{"side": "", "rx": parts[0]}]
        return [{"side": target.side, "rx": part} for target, part in zip(self.targets, parts, strict=True)]

    @property
    def why(self) -> dict[str, str] | None:
        """The question and its answer in one sentence."""
        if not self.item.reasons:
            return None
        reason = self.item.reasons[0]
        target = next((target for target in self.targets if target.side == reason.get("side")), self.lead)
        reps = ", ".join(str(count) for count in target.reps)
        asked = f"{load_words(target.asked_load, target)} × {reps}" if self.item.action in LOAD_ACTIONS else reps
        unit = BAND if target.implement == Implement.BAND else target.unit
        return {"question": f"Why {asked}?", "answer": client_sentence(reason, unit)}

    @property
    def rest_s(self) -> int:
        """Seconds of rest after a set, both sides done."""
        return max(target.rest_s for target in self.targets)


def is_red(row: SetLog) -> bool:
    return row.kind == SetLog.Kind.STOPPED or (row.pain is not None and row.pain >= RED_PAIN)


def rx_of(target: Target) -> dict[str, Any]:
    """The frozen prescription as a line: what was asked then, whatever the rung says now."""
    line = rx(rung=target.asked_rung, load=target.load, unit=target.unit, rest_s=target.rest_s, sets=target.sets)
    if target.tempo != target.asked_rung.tempo:
        line["tempo_words"] = tempo_words(target.tempo)
    frozen = {
        "reps_low": target.reps_low,
        "reps_high": target.reps_high,
        "rir": target.rir,
        "implement": target.implement,
        "unit": BAND if target.implement == Implement.BAND else target.unit,
    }
    return line | frozen | {"per_side": target.side != "both"}


def side_order(client: Client, targets: Iterable[Target], before: SessionItem | None) -> list[Target]:
    """The weaker side first: the involved one, else the one that did less last time, else left."""
    totals = _totals(before)
    first = client.involved_side or ("right" if totals.get("right", 0) < totals.get("left", 0) else "left")
    return sorted(targets, key=lambda target: target.side != first)


def _totals(before: SessionItem | None) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = {}
    for row in before.sets.all() if before else []:
        if row.kind == SetLog.Kind.DONE:
            totals[row.side] = totals.get(row.side, Decimal(0)) + (row.reps or 0) * (row.load_kg or Decimal(1))
    return totals


def items_for(user: Any) -> Any:
    """The gate of cards: a user's session items with all that a card reads."""
    return (
        SessionItem.objects.for_user(user)
        .select_related("session__client__coach", "session__assignment__progression")
        .prefetch_related("targets__rung__variation__exercise", "targets__variation__exercise", "sets")
    )


def card_of(item: SessionItem, *, open_key: str = "", again: bool = False) -> Card:
    """The card of an item read through `items_for`.

    `open_key`: another place than the next one, such as "left-2"; one that has a set already only to do it `again`.
    """
    client = item.session.client
    before = _item_before(item)
    targets = side_order(client, item.targets.all(), before)
    rows = {(row.side, row.set_number): row for row in item.sets.all()}
    count = max([target.sets for target in targets] + [number for _, number in rows])
    earlier = (
        {(row.side, row.set_number): row for row in before.sets.all() if row.kind == SetLog.Kind.DONE} if before else {}
    )
    groups = [SetGroup(number=number, places=_places(number, targets, rows, earlier)) for number in range(1, count + 1)]
    card = Card(item=item, client=client, sets=groups, targets=targets)
    for place in card.places:
        _prefill(place, card)
    open_place(card, open_key, again=again)
    return card


def _item_before(item: SessionItem) -> SessionItem | None:
    """The newest finished session on the same rung: never compared across rungs."""
    rungs = {target.rung_id for target in item.targets.all()}
    found = SessionItem.objects.filter(
        practice_id=item.practice_id,
        session__client_id=item.session.client_id,
        session__status=Session.Status.FINISHED,
        targets__rung__in=rungs,
    ).exclude(session_id=item.session_id)
    if item.session.performed_on:
        found = found.filter(session__performed_on__lt=item.session.performed_on)
    return found.order_by("-session__performed_on", "-session__finished_at").prefetch_related("sets").first()


def _places(number: int, targets: list[Target], rows: dict[Any, SetLog], earlier: dict[Any, SetLog]) -> list[Place]:
    return [
        Place(
            number=number,
            side=target.side,
            target=target,
            order=order,
            row=rows.get((target.side, number)),
            before=earlier.get((target.side, number)),
        )
        for order, target in enumerate(targets)
        if number <= target.sets or (target.side, number) in rows
    ]


def _prefill(place: Place, card: Card) -> None:
    """What the form shows before anybody types: what is there, else the target at the load of the set before."""
    row, done, target = place.row, place.done, place.target
    rir = done.rir if done else target.rir
    place.values = {
        "uuid": row.uuid if row else uuid7(),
        "load": figure(done.load if done else _load_before(place, card)),
        "reps": done.reps if done else place.reps,
        "rir": "" if rir is None else min(rir, 4),
        "pain": row.pain if row and row.pain is not None else "",
        "skip_reason": row.skip_reason if row else "",
    }
    place.loads = own_loads(card.client, target)
    if target.implement == Implement.BARBELL and target.unit == card.client.unit:
        place.on_bar = words_by_load(card.client.inventory)


def _load_before(place: Place, card: Card) -> Decimal:
    """The load of this side's set before, else the target's."""
    same_side = [other.done for other in card.places if other.side == place.side and other.number < place.number]
    return next((done.load for done in reversed(same_side) if done), place.target.asked_load)


def own_loads(client: Client, target: Target) -> list[str]:
    """The loads the buttons step through: what the client can load with this implement, in the target's unit."""
    loads = loads_for(client.inventory, target.implement)
    if target.asked_rung.from_bodyweight:
        loads = [Decimal(0), *loads]
    loads = [load_in(target, load, client.unit, target.unit) for load in loads]
    return [figure(load) for load in sorted({*loads, target.asked_load})]


def open_place(card: Card, key: str = "", *, again: bool = False) -> None:
    """Open the named place, else the first that has nothing yet; none when pain has stopped the exercise."""
    chosen = next(
        (place for place in card.places if place.key == key and (again or (place.row is None and card.red is None))),
        None,
    )
    if chosen is None and card.red is None:
        chosen = next((place for place in card.places if place.row is None), None)
    card.open = chosen
    for group in card.sets:
        group.open = chosen if chosen in group.places else None
