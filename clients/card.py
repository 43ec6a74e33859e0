"""One exercise of a session as a card of sets, read in a fixed number of queries.

A *place* is one set of one side. It is done, skipped or stopped (a row is there), open (being logged), or still to do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.kept_words import kept_words
from clients.models import Client, Session, SessionItem, SetLog, Target
from clients.places import MOST_RIR, Place, target_load_words
from clients.places import Figures as Figures
from clients.places import figures_of as figures_of
from clients.places import load_words as load_words
from clients.prefill import prefill
from clients.standing import implement_word, tempo_of
from clients.tempo_figure import figure_of
from exercises.figure import Figure
from exercises.vocabulary import tempo_words
from exercises.words import capitalised, within
from programs.engine.judging import PAIN_RED
from programs.models import Implement
from programs.sentences import BAND, client_sentence

LOAD_ACTIONS = {"add_load", "reduce_load", "resume", "deload", "move_up", "move_down"}
RIR_CHOICES = [(0, "0"), (1, "1"), (2, "2"), (3, "3"), (4, "4+")]
RIR_MORE = [(4, "4"), (5, "5"), (MOST_RIR, f"{MOST_RIR}+")]  # what stands behind 4+, for whoever knows it


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
    goes_on: bool = False  # whether other exercises of the session are still to do when this one is stopped
    partners: list[str] = field(default_factory=list)  # labels of the exercises that are done in turn with this one
    instead_of: Any = None  # the item whose place it would take, where it is only offered,
    instead_key: str = ""  # and which of the alternatives it is

    @property
    def name(self) -> str:
        return f"{self.item.label} {self.lead.variation.exercise}".strip()

    @property
    def prefix(self) -> str:
        return prefix_of(self.item)

    @property
    def is_fixed(self) -> bool:
        return self.item.assignment_id is None

    @property
    def note(self) -> str:
        """The program's words; of a fixed exercise at least that the coach has set it."""
        fixed = self.is_fixed and not self.session.source
        return kept_words(self.item.note) or (_("Fixed by your coach.") if fixed else "")

    @property
    def warm_up(self) -> str:
        count = self.item.warm_up_sets
        if not count:
            return ""
        text = ngettext("Warm up with a lighter set first.", "Warm up with %(count)s lighter sets first.", count)
        return text % {"count": count}

    @property
    def session(self) -> Session:
        return self.item.session

    @property
    def may_swap(self) -> bool:
        return self.item.may_be_swapped

    @property
    def may_take_back(self) -> bool:
        """Whether the client chose this exercise themselves, and nothing of it is logged."""
        return bool(self.item.swap and self.item.swap.is_own and not self.item.sets.all())

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
    def held(self) -> int:
        """Sets that are done, skipped or stopped."""
        return len(self.places) - self.missing

    @property
    def step(self) -> str:
        """What the row of exercises shows of this one."""
        return "todo" if self.missing else "done"

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
        words = (implement_word(self.lead.implement), within(self.lead.variation.placement_label))
        return capitalised(", ".join(word for word in words if word))

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
        asked = f"{target_load_words(target)} × {reps}" if self.item.action in LOAD_ACTIONS else reps
        unit = BAND if target.implement == Implement.BAND else target.unit
        return {"question": _("Why %(asked)s?") % {"asked": asked}, "answer": client_sentence(reason, unit)}

    @property
    def rest_s(self) -> int:
        """Seconds of rest after a set, both sides done."""
        return max(target.rest_s for target in self.targets)

    @property
    def side_rest_s(self) -> int:
        """Seconds to change sides between the two of a set."""
        return max(target.side_rest_s for target in self.targets)

    @property
    def figure(self) -> Figure | None:
        """The drawing that moves at the tempo; None without a tempo, or where the exercise is not drawn."""
        return figure_of(self.lead) if self.beats else None

    @property
    def beats(self) -> str:
        """The tempo as seconds: lower, bottom, lift, top; nothing where none is asked, or a hold is."""
        digits = self.lead.tempo
        return " ".join(digits) if digits and self.lead.seconds is None else ""


def is_red(row: SetLog) -> bool:
    return row.kind == SetLog.Kind.STOPPED or (row.pain is not None and row.pain >= PAIN_RED)


def rx_of(target: Target) -> dict[str, Any]:
    """The frozen prescription as a line: what was asked then, whatever the rung says now."""
    frozen = {
        "sets": target.sets,
        "reps_low": target.reps_low,
        "reps_high": target.reps_high,
        "reps_each": target.reps if target.rung is None and len(set(target.reps)) > 1 else [],
        "seconds": target.seconds,
        "per_side": target.side != "both",
        "load": target.load,
        "load_words": kept_words(target.load_words),
        "unit": BAND if target.implement == Implement.BAND else target.unit,
        "implement": target.implement,
        "rir": target.rir,
        "tempo_words": tempo_words(target.tempo) if target.tempo else "",
        "rest_s": target.rest_s,
    }
    if target.rung is not None and target.tempo == target.rung.tempo:
        frozen["tempo_words"] = tempo_of(target.rung)
    return frozen


def side_order(client: Client, targets: Iterable[Target], before: SessionItem | None) -> list[Target]:
    """The weaker side first: the involved one, else the one that did less last time, else left."""
    totals = _totals(before)
    first = client.involved_side or ("right" if totals.get("right", 0) < totals.get("left", 0) else "left")
    return sorted(targets, key=lambda target: target.side != first)


def _totals(before: SessionItem | None) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = {}
    for row in before.sets.all() if before else []:
        if row.kind == SetLog.Kind.DONE:
            totals[row.side] = totals.get(row.side, Decimal(0)) + (row.reps or row.seconds or 0) * (
                row.load_kg or Decimal(1)
            )
    return totals


def items_for(user: Any) -> Any:
    """The gate of cards: a user's session items with all that a card reads."""
    return (
        SessionItem.objects.for_user(user)
        .select_related("session__client__coach", "session__assignment__progression", "assignment", "swap")
        .prefetch_related("targets__rung__variation__exercise", "targets__variation__exercise", "sets", "technique")
    )


def card_of(item: SessionItem, *, open_key: str = "", again: bool = False) -> Card:
    """The card of one item read through `items_for`.

    `open_key`: another place than the next one, such as "left-2"; one that has a set already only to do it `again`.
    """
    card = _closed_card(item)
    open_place([card], f"{prefix_of(item)}{open_key}" if open_key else "", again=again)
    return card


def cards_of(items: Iterable[SessionItem], *, open_key: str = "") -> list[Card]:
    """The cards of a whole session, with one set open among all. What was left out of the day has none.

    `open_key` is a place's `dom_id`.
    """
    cards = [_closed_card(item) for item in items if item.targets.all()]
    open_place(cards, open_key)
    return cards


def prefix_of(item: SessionItem) -> str:
    return "" if item.position == 1 else f"e{item.position}-"


def _closed_card(item: SessionItem) -> Card:
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
        place.prefix = prefix_of(item)
        prefill(place, card.places, item)
    return card


def _item_before(item: SessionItem) -> SessionItem | None:
    """The newest finished session on the same rung, never compared across rungs; of a fixed exercise, the same one."""
    targets = list(item.targets.all())
    found = SessionItem.objects.filter(
        practice_id=item.practice_id,
        session__client_id=item.session.client_id,
        session__status=Session.Status.FINISHED,
    ).exclude(session_id=item.session_id)
    rungs = {target.rung_id for target in targets if target.rung_id}
    if rungs:
        found = found.filter(targets__rung__in=rungs)
    else:
        found = found.filter(
            targets__rung=None,
            targets__variation__in={target.variation_id for target in targets},
            targets__implement__in={target.implement for target in targets},
        )
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


def in_turn(cards: Sequence[Card]) -> list[Place]:
    """The sets of a session in the order they are done: exercise by exercise, those of one letter in turn."""
    places: list[Place] = []
    for _label, numbered in groupby(enumerate(cards), key=lambda each: each[1].item.label[:1] or each[0]):
        block = [card for _, card in numbered]
        for card in block:
            card.partners = [other.item.label for other in block if other is not card]
        turns = [(place.number, at, place.order, place) for at, card in enumerate(block) for place in card.places]
        places += [place for *_, place in sorted(turns, key=lambda each: each[:3])]
    return places


def open_place(cards: Sequence[Card], key: str = "", *, again: bool = False) -> None:
    """Open the named place, else the first that has nothing yet; none of an exercise that pain has stopped."""
    places = in_turn(cards)
    stopped = {id(place) for card in cards if card.red for place in card.places}
    free = [place for place in places if place.row is None and id(place) not in stopped]
    named = next((place for place in (places if again else free) if place.dom_id == key), None)
    chosen = named or (free[0] if free else None)
    for turn, place in enumerate(places):
        place.turn = turn
    for card in cards:
        card.goes_on = any(other.missing and not other.red for other in cards if other is not card)
        card.open = next((place for place in card.places if place is chosen), None)
        for group in card.sets:
            group.open = card.open if card.open in group.places else None
