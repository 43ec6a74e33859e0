"""A session after it: what each side did, what comes next and why, in the client's words. Computed, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q

from clients.bars import Bar, bars_of, compared
from clients.card import Card, card_of, items_for
from clients.deciding import RUNG_CHANGES, meanwhile
from clients.history import History, read_histories, read_history
from clients.models import Assignment, Proposal, Session, SessionItem
from clients.schedule import schedule_of
from clients.standing import Ladder, LadderRow, ladder_of, short_name
from clients.technique import technique_words
from clients.today import first_name, left_out, long_date
from programs.models import Rung
from programs.prescribing import gate_of
from programs.sentences import BAND, client_sentence, load_text


def sessions_for(user: Any) -> Any:
    """The gate of summaries: a user's sessions with client, coach and assignment."""
    return Session.objects.for_user(user).select_related(
        "client__coach",
        "assignment__program",
        "assignment__progression",
        "assignment__start_rung",
        "assignment__client",
    )


# --- What comes next ------------------------------------------------------------------------------------------


@dataclass(slots=True, kw_only=True)
class Next:
    """`titles`: what to do, one line when both sides are asked the same. `reasons`: why, a side and a sentence each.

    `of`: the progression, where a program has several. `ladder` and `standing` only after the newest session.
    """

    titles: list[dict[str, str]] = field(default_factory=list)
    reasons: list[dict[str, str]] = field(default_factory=list)
    on: str = ""
    waits: str = ""
    stopped: bool = False
    of: str = ""
    ladder: Ladder | None = None
    standing: dict[str, str] = field(default_factory=dict)


def target_words(sides: dict[str, dict[str, Any]], ladder: Sequence[Rung] | None = None) -> list[dict[str, str]]:
    """`40 kg × 11, 11, 10 each side`, or a line for each side where they differ.

    With the `ladder`, a change of rung names the rung it leads to.
    """
    names = {str(rung.pk): short_name(rung) for rung in ladder or []}
    words = {side: _aim(values, names) for side, values in sides.items()}
    if len(set(words.values())) == 1 and words:
        suffix = "" if "both" in words else " each side"
        return [{"side": "", "text": f"{next(iter(words.values()))}{suffix}"}]
    return [{"side": side, "text": text} for side, text in words.items()]


def _aim(values: dict[str, Any], names: dict[str, str]) -> str:
    load = Decimal(str(values["load"]))
    reps = ", ".join(str(count) for count in values["reps"])
    text = load_text(load, values["unit"])
    aim = f"{text[:1].upper()}{text[1:]} × {reps}"
    rung = names.get(values["rung"]) if values["action"] in RUNG_CHANGES else None
    return f"{rung}: {aim}" if rung else aim


def next_of(proposal: Proposal, history: History, *, coach: str) -> Next:
    """What holds after a session. A waiting proposal says what it would be, and what is repeated until then."""
    answer = Next(reasons=_reasons(proposal, history.assignment.client.unit), stopped=proposal.stops)
    if answer.stopped:
        answer.titles = [{"side": "", "text": f"Paused until {coach} has looked"}]
    elif proposal.outcome:
        answer.titles = target_words(proposal.outcome, history.ladder)
    else:
        answer.titles = target_words(meanwhile(proposal, history))
        about = " and ".join(line["text"] for line in target_words(proposal.proposed, history.ladder))
        answer.waits = f"{coach} decides about {about}. Until then you repeat this."
    return answer


def _reasons(proposal: Proposal, unit: str) -> list[dict[str, str]]:
    """One sentence a side; sides that read the same are said once."""
    said = [
        {"side": side, "text": client_sentence(reason, unit_of(proposal, side, unit))}
        for side, reason in ((each.get("side", ""), each) for each in proposal.reasons)
    ]
    if len({each["text"] for each in said}) == 1 and len(said) > 1:
        return [{"side": "both", "text": said[0]["text"]}]
    return said


def unit_of(proposal: Proposal, side: str, unit: str) -> str:
    """What the loads in a reason about this side are counted in: `unit`, or the levels of a band."""
    values = proposal.proposed.get(side) or next(iter(proposal.proposed.values()))
    return BAND if values["unit"] == BAND and values["action"] not in RUNG_CHANGES else unit


def standing_words(ladder: Ladder, history: History, proposal: Proposal | None, *, coach: str) -> dict[str, str]:
    """`Rung 3 of 12.` and what opens the next one."""
    lower = min(ladder.left, ladder.right)
    rows = {row.position: row for row in ladder.rows}
    where = f"Rung {lower} of {ladder.count}." if ladder.left == ladder.right else f"{ladder.label}."
    above = rows.get(lower + 1)
    return {
        "where": where,
        "opens": _opens(rows[lower], above, coach) if above else "The last rung: from here the load goes up.",
    }


def _opens(row: LadderRow, above: LadderRow, coach: str) -> str:
    gate = gate_of(row.rung)
    if gate is None:
        return f"{above.name} comes next."
    if any(condition.waits for condition in row.gate):
        return f"{above.name} waits for {coach}’s word."
    reps = ", ".join([str(row.rung.reps_high)] * row.rung.sets)
    sides = "" if row.rung.sides == ["both"] else " on both sides"
    least = next(
        (f", {condition.rest.removeprefix(' of ')} or more" for condition in row.gate if condition.lead == "load "), ""
    )
    sign = f" and {coach}’s word" if gate.sign_off else ""
    return f"{above.name} opens after {gate.sessions} sessions at {reps}{sides}{least}{sign}."


# --- The page -------------------------------------------------------------------------------------------------


@dataclass(slots=True, kw_only=True)
class Done(Card):
    """A card after the session."""

    @property
    def bars(self) -> list[Bar]:
        return bars_of(self)

    @property
    def compared(self) -> str:
        return compared(self)

    @property
    def technique(self) -> list[dict[str, Any]]:
        return technique_words(self.item)


def done_card(item: SessionItem) -> Done:
    card = card_of(item)
    return Done(item=card.item, client=card.client, sets=card.sets, targets=card.targets)


@dataclass(slots=True, kw_only=True)
class Summary:
    session: Session
    cards: list[Done]
    coach: str
    nexts: list[Next] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def follows(self) -> Any:
        return self.session.assignment.program or self.session.assignment.progression

    @property
    def nothing_next(self) -> str:
        if any(not card.is_fixed for card in self.cards):
            return "The same again: too little was logged to decide anything."
        if any(card.item.swap_id for card in self.cards):
            return f"{self.follows} goes on where it was: this session was another exercise."
        return f"{self.follows} says what comes next."

    @property
    def date_words(self) -> str:
        return long_date(self.session.performed_on or self.session.due_on)

    @property
    def title(self) -> str:
        if self.session.status == Session.Status.SKIPPED:
            return "Skipped"
        return "That’s it for today" if self.session.performed_on == self.session.client.today() else "What you did"

    @property
    def minutes(self) -> int:
        """From the first to the last set, whole minutes."""
        times = [place.row.performed_at for card in self.cards for place in card.places if place.row]
        return round((max(times) - min(times)).total_seconds() / 60) if len(times) > 1 else 0

    @property
    def tally(self) -> str:
        done = sum(place.done is not None for card in self.cards for place in card.places)
        parts = [f"{self.minutes} min" if self.minutes else "", f"{done} {'set' if done == 1 else 'sets'}"]
        missing = sum(card.missing for card in self.cards)
        return ", ".join([part for part in parts if part] + ([f"{missing} not logged"] if missing else []))


def summary_of(session: Session, user: Any) -> Summary:
    """The page of one session; with what comes next, and the ladder where it is the newest."""
    items = list(items_for(user).filter(session=session).order_by("position"))
    summary = Summary(
        session=session,
        cards=[done_card(item) for item in items if item.targets.all()],
        coach=first_name(session.client.coach.name),
        left_out=left_out(items),
    )
    for track, proposal in _standing(session, items, user):
        history = read_history(track)
        is_last = bool(history.last and history.last.session.pk == session.pk)
        if proposal:
            summary.nexts.append(_next(proposal, history, summary, is_last=is_last))
    return summary


def _standing(session: Session, items: Sequence[SessionItem], user: Any) -> list[tuple[Assignment, Proposal | None]]:
    """The progressions trained in a session, each with what stands after it."""
    found: dict[Any, Proposal] = {}
    rows = Proposal.objects.for_user(user).filter(session=session).exclude(status=Proposal.Status.SUPERSEDED)
    for row in rows.select_related("assignment").latest_first():
        found.setdefault(row.assignment_id, row)
    order = {item.assignment_id: item.position for item in items}
    tracks = (
        Assignment.objects.for_user(user)
        .filter(pk__in=[pk for pk in order if pk])
        .select_related("client", "progression", "start_rung", "program", "parent__program")
        .with_filled()
    )
    return [(track, found.get(track.pk)) for track in sorted(tracks, key=lambda track: order[track.pk])]


def _next(proposal: Proposal, history: History, summary: Summary, *, is_last: bool) -> Next:
    track = history.assignment
    answer = next_of(proposal, history, coach=summary.coach)
    answer.of = track.ladder.name if track.parent_id else ""
    if history.last and is_last and track.status == Assignment.Status.ACTIVE:
        on = schedule_of(track).next_after(history.last.date)
        answer.on = long_date(on) if on and not answer.stopped else ""
        answer.ladder = ladder_of(history, proposal)
        answer.standing = standing_words(answer.ladder, history, proposal, coach=summary.coach)
    return answer


# --- Where somebody stands ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """One ladder that a client climbs, and the words beside it."""

    name: str
    ladder: Ladder
    standing: dict[str, str]


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
    words = standing_words(ladder, history, proposal, coach=coach)
    return Stand(name=history.assignment.ladder.name, ladder=ladder, standing=words)
