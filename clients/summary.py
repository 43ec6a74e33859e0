"""A session after it: what each side did, what comes next and why, in the client's words. Computed, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.bars import Bar, bars_of, compared
from clients.bests import Best, bests_of
from clients.card import Card, card_of, items_for
from clients.deciding import RUNG_CHANGES, meanwhile
from clients.history import History, read_history
from clients.models import Assignment, Proposal, Session, SessionItem
from clients.schedule import schedule_of
from clients.standing import Ladder, LadderRow, figure, ladder_of, short_name
from clients.technique import technique_words
from clients.today import first_name, left_out, long_date
from exercises.words import all_of, capitalised
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
        text = next(iter(words.values()))
        return [{"side": "", "text": text if "both" in words else _("%(aim)s each side") % {"aim": text}}]
    return [{"side": side, "text": text} for side, text in words.items()]


def _aim(values: dict[str, Any], names: dict[str, str]) -> str:
    load = Decimal(str(values["load"]))
    reps = ", ".join(str(count) for count in values["reps"])
    text = load_text(load, values["unit"])
    aim = f"{capitalised(text)} × {reps}"
    rung = names.get(values["rung"]) if values["action"] in RUNG_CHANGES else None
    return f"{rung}: {aim}" if rung else aim


def next_of(proposal: Proposal, history: History, *, coach: str) -> Next:
    """What holds after a session. A waiting proposal says what it would be, and what is repeated until then."""
    answer = Next(reasons=_reasons(proposal, history.assignment.client.unit), stopped=proposal.stops)
    if answer.stopped:
        answer.titles = [{"side": "", "text": _("Paused until %(coach)s has looked") % {"coach": coach}}]
    elif proposal.outcome:
        answer.titles = target_words(proposal.outcome, history.ladder)
    else:
        answer.titles = target_words(meanwhile(proposal, history))
        about = all_of([line["text"] for line in target_words(proposal.proposed, history.ladder)])
        words = {"coach": coach, "proposal": about}
        answer.waits = _("%(coach)s decides about %(proposal)s. Until then you repeat this.") % words
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
    level = _("Rung %(rung)s of %(count)s.") % {"rung": lower, "count": ladder.count}
    where = level if ladder.left == ladder.right else f"{ladder.label}."
    unit = history.assignment.client.unit
    above = rows.get(lower + 1)
    return {
        "where": where,
        "opens": _opens(rows[lower], above, coach, unit) if above else _("The last rung: from here the load goes up."),
    }


def _opens(row: LadderRow, above: LadderRow, coach: str, unit: str) -> str:
    gate = gate_of(row.rung)
    if gate is None:
        return _("%(rung)s comes next.") % {"rung": above.name}
    if any(condition.waits for condition in row.gate):
        return _("%(rung)s waits for %(coach)s’s word.") % {"rung": above.name, "coach": coach}
    words = {"count": gate.sessions, "reps": ", ".join([str(row.rung.reps_high)] * row.rung.sets)}
    if row.rung.sides == ["both"]:
        asked = ngettext("%(count)s session at %(reps)s", "%(count)s sessions at %(reps)s", gate.sessions)
    else:
        asked = ngettext(
            "%(count)s session at %(reps)s on both sides", "%(count)s sessions at %(reps)s on both sides", gate.sessions
        )
    least = row.progress.min_load if row.progress else None
    parts = [
        asked % words,
        "" if least is None else _("%(load)s or more") % {"load": f"{figure(least)} {unit}"},
        _("%(coach)s’s word") % {"coach": coach} if gate.sign_off else "",
    ]
    after = all_of([part for part in parts if part])
    return _("%(rung)s opens after %(conditions)s.") % {"rung": above.name, "conditions": after}


# --- The page -------------------------------------------------------------------------------------------------


@dataclass(slots=True, kw_only=True)
class Done(Card):
    """A card after the session. `bests`: what it did better than any session before."""

    bests: list[Best] = field(default_factory=list)

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
        return self.session.follows

    @property
    def nothing_next(self) -> str:
        if self.session.source:
            tool = self.session.get_source_display()
            return _("Taken over from %(tool)s. Nothing follows from it.") % {"tool": tool}
        if any(not card.is_fixed for card in self.cards):
            return _("The same again: too little was logged to decide anything.")
        if any(card.item.swap_id for card in self.cards):
            return _("%(name)s goes on where it was: this session was another exercise.") % {"name": self.follows}
        return _("%(name)s says what comes next.") % {"name": self.follows}

    @property
    def date_words(self) -> str:
        return long_date(self.session.performed_on or self.session.due_on)

    @property
    def title(self) -> str:
        if self.session.status == Session.Status.SKIPPED:
            return _("Skipped")
        today = self.session.performed_on == self.session.client.today()
        return _("That’s it for today") if today else _("What you did")

    @property
    def minutes(self) -> int:
        """From the first to the last set, whole minutes."""
        times = [place.row.performed_at for card in self.cards for place in card.places if place.row]
        return round((max(times) - min(times)).total_seconds() / 60) if len(times) > 1 else 0

    @property
    def tally(self) -> str:
        done = sum(place.done is not None for card in self.cards for place in card.places)
        missing = sum(card.missing for card in self.cards)
        exercises = len(self.cards)
        parts = [
            _("%(count)s min") % {"count": self.minutes} if self.minutes else "",
            ngettext("%(count)s exercise", "%(count)s exercises", exercises) % {"count": exercises}
            if exercises > 1
            else "",
            ngettext("%(count)s set", "%(count)s sets", done) % {"count": done},
            _("%(count)s not logged") % {"count": missing} if missing else "",
        ]
        return ", ".join(part for part in parts if part)


def summary_of(session: Session, user: Any) -> Summary:
    """The page of one session; with what comes next, and the ladder where it is the newest."""
    items = list(items_for(user).filter(session=session).order_by("position"))
    summary = Summary(
        session=session,
        cards=[done_card(item) for item in items if item.targets.all()],
        coach=first_name(session.client.coach.name),
        left_out=left_out(items),
    )
    found = bests_of(session, summary.cards, user) if session.status == Session.Status.FINISHED else {}
    for card in summary.cards:
        card.bests = found.get(card.item.pk, [])
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
    answer.of = str(track.ladder) if track.parent_id else ""
    if history.last and is_last and track.status == Assignment.Status.ACTIVE:
        on = schedule_of(track).next_after(history.last.date)
        answer.on = long_date(on) if on and not answer.stopped else ""
        answer.ladder = ladder_of(history, proposal)
        answer.standing = standing_words(answer.ladder, history, proposal, coach=summary.coach)
    return answer
