"""One session as the coach decides it: the proposal, its reasons, the evidence, what the client will read."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.attention import foremost, is_swapped, track_of
from clients.clip_page import Listed, listed
from clients.decided import Decided, decisions_of, moment_words, who
from clients.evidence import Evidence, evidence_of
from clients.history import History, read_history
from clients.inbox import foot_of, ladder_for
from clients.inbox_words import Badge, badges_of
from clients.models import Comment, Policy, Proposal, ReviewCard, Session
from clients.past import item_rows
from clients.standing import Ladder, ladder_of
from clients.words import Line, client_lines, coach_lines, coupling_words, days_words, headline_of
from exercises.words import told, within


@dataclass(slots=True, kw_only=True)
class Detail:
    """Everything on the right-hand side of the review.

    `proposal`: what stands after the session. `may_change`: hold and adjust still change what comes next.
    `may_move_up`: there is a rung above. `may_clear`: training is stopped and a coach can let it go on. `decided`: who
    made what of it. `badges`: why the session is in the queue. Of a program's day: `others`, what stands for its other
    progressions, and `day`, every exercise with what was done. Without a progression there is no ladder, no evidence.
    """

    session: Any
    badges: list[Badge]
    decisions: list[Decided]
    about: str
    proposal: Proposal | None
    headline: str
    lines: list[Line]
    move: tuple[str, str] | None
    tone: str
    reads: list[Line]
    ladder: Ladder | None
    evidence: Evidence | None
    comments: list[Comment]
    may_change: bool
    may_clear: bool
    may_move_up: bool
    decided: str
    under_way: bool = False
    clips: list[Listed] = field(default_factory=list)
    has_news: bool = False  # a clip came after the session was looked at
    others: list[Proposal] = field(default_factory=list)
    day: list[dict[str, Any]] = field(default_factory=list)

    @property
    def client(self) -> Any:
        return self.session.client

    @property
    def may_approve(self) -> bool:
        """Something waits for a yes, or the session, or a clip of it, has not been looked at."""
        waits = bool(self.proposal and self.proposal.status == Proposal.Status.WAITING)
        return waits or self.session.reviewed_at is None or self.has_news

    @property
    def foot(self) -> str:
        return foot_of(self.session)

    @property
    def session_facts(self) -> str:
        """`Effort 7 of 10 · pain 2 the morning after`."""
        session = self.session
        parts = [
            gettext("Effort %(effort)s of 10") % {"effort": session.effort} if session.effort is not None else "",
            gettext("pain %(pain)s of 10 the morning after") % {"pain": session.next_day_pain}
            if session.next_day_pain is not None
            else "",
        ]
        return " · ".join(part for part in parts if part)


def detail_of(session: Any, user: Any, *, about: Proposal | None = None) -> Detail:
    """The detail of a session read with `sessions_for_review`; of a program's day `about` one of its proposals."""
    card = ReviewCard.objects.for_coach(user).filter(session=session).first()
    proposal = about or foremost(session)
    track = track_of(session, proposal)
    now = _history_with(track, session) if track else None
    newest = is_newest(proposal, user)
    history = now if newest or now is None else now.until(session.pk)
    stopped = bool(proposal and proposal.stops)
    evidence = evidence_of(history) if history else None
    clips = listed(user, session, *(row.session for row in evidence.rows)) if evidence else listed(user, session)
    return Detail(
        session=session,
        badges=badges_of(card) if card and card.closed_at is None else [],
        decisions=decisions_of(card, user, ladder_for(session, proposal)) if card else [],
        about=_about(history, session),
        proposal=proposal,
        headline=_headline(session, proposal),
        lines=_lines(session, proposal),
        move=_move(history, proposal),
        tone="danger" if stopped else "",
        reads=client_lines(proposal, unit=session.client.unit) if proposal else [],
        ladder=ladder_of(history, proposal) if history else None,
        evidence=_with_clips(evidence, clips),
        comments=_comments(session, user),
        may_change=bool(proposal and proposal.decided_at is None and newest),
        may_clear=stopped and newest,
        may_move_up=bool(proposal and proposal.decided_at is None and newest and not stopped and _has_above(history)),
        decided=decided_words(proposal, user),
        under_way=newest and _is_under_way(session, user),
        clips=[each for each in clips if each.clip.session_id == session.pk],
        has_news=bool(card and card.closed_at is None and card.has_clip),
        others=[each for each in session.standing if each != proposal],
        day=_day(session) if track is None or session.assignment.program_id or is_swapped(session) else [],
    )


def _with_clips(evidence: Evidence | None, clips: list[Listed]) -> Evidence | None:
    """Each row of the table with the first clip of its session."""
    first = {each.clip.session_id: each for each in reversed(clips)}
    for row in evidence.rows if evidence else []:
        row.clip = first.get(row.session.pk)
    return evidence


def _history_with(track: Any, session: Any) -> History:
    """The past as far back as the session; of one that lies further back than 60 sessions only the newest ones."""
    history = read_history(track)
    known = len(history.past) <= len(history.exposures)
    if known or any(each.session.pk == session.pk for each in history.exposures):
        return history
    return read_history(track, look_back=60)


def _has_above(history: History | None) -> bool:
    """Whether both sides have a rung above the one that they stand on."""
    highest = max(history.rung(side).position for side in ("left", "right")) if history else 0
    return bool(history and highest < len(history.ladder))


def _day(session: Any) -> list[dict[str, Any]]:
    """Every exercise of a program's day: its name, its foot map, and a line a side."""
    prefetch_related_objects(list(session.items.all()), "technique")
    return item_rows(session)


def is_newest(proposal: Proposal | None, user: Any) -> bool:
    """Whether no later session has brought a proposal of its own."""
    if proposal is None:
        return False
    others = (
        Proposal.objects.for_coach(user)
        .filter(assignment_id=proposal.assignment_id)
        .exclude(status=Proposal.Status.SUPERSEDED)
    )
    return bool(others.latest_first().values_list("pk", flat=True).first() == proposal.pk)


def _is_under_way(session: Any, user: Any) -> bool:
    """Whether the client has opened the next session: its prescription is frozen."""
    later = Session.objects.for_coach(user).filter(assignment_id=session.assignment_id, due_on__gt=session.due_on)
    return bool(later.filter(status=Session.Status.OPEN).exists())


def _comments(session: Any, user: Any) -> list[Comment]:
    return list(Comment.objects.for_coach(user).filter(session=session).select_related("author"))


def _about(history: History | None, session: Any) -> str:
    """`Rung 7 of 12 for 7 weeks · trains Tue and Fri · weaker side governs`; a program's name before it."""
    whole = session.assignment
    if whole is None:
        taken_over = gettext("from %(source)s") % {"source": session.get_source_display()}
        return f"{session.follows} · {taken_over}"
    parts = [whole.program.name] if whole.program else []
    trains = gettext("trains %(days)s") % {"days": days_words(whole.weekdays)}
    if history is None:
        return " · ".join([*parts, trains])
    where = _where(history)
    if parts:
        where = f"{told(history.assignment.ladder.name)}: {where}"
    return " · ".join([*parts, where, trains, coupling_words(history.assignment.coupling)])


def _where(history: History) -> str:
    """`Rung 7 of 12 for 7 weeks`."""
    left, right = history.rung("left"), history.rung("right")
    facts = {"left": left.position, "right": right.position, "count": len(history.ladder)}
    if left.pk != right.pk:
        return gettext("Left on rung %(left)s, right on %(right)s, of %(count)s") % facts
    weeks = _weeks_on(history)
    if weeks > 1:
        return gettext("Rung %(left)s of %(count)s for %(weeks)s weeks") % {**facts, "weeks": weeks}
    return gettext("Rung %(left)s of %(count)s") % facts


def _weeks_on(history: History) -> int:
    """For how many weeks both sides have stood on the rung they share."""
    rung, days = history.rung("left"), []
    for session in reversed(history.past):
        done = [session.sides.get(side) or session.sides.get("both") for side in ("left", "right")]
        if any(each is None or each.rung_id != rung.pk for each in done):
            break
        days.append(session.date)
    return ((days[0] - days[-1]).days // 7 + 1) if days else 0


def _headline(session: Any, proposal: Proposal | None) -> str:
    if proposal:
        return headline_of(proposal, ladder_for(session, proposal), unit=session.client.unit)
    if session.status == Session.Status.SKIPPED:
        return gettext("Skipped: %(reason)s") % {"reason": within(session.get_skip_reason_display())}
    if session.source:
        return gettext("Taken over from %(source)s") % {"source": session.get_source_display()}
    if session.status == Session.Status.OPEN:
        return gettext("The session is under way")
    return gettext("Nothing to decide") if session.sets.all() else gettext("Nothing was logged")


def _lines(session: Any, proposal: Proposal | None) -> list[Line]:
    if proposal:
        return coach_lines(proposal, unit=session.client.unit)
    if session.status == Session.Status.SKIPPED:
        return [{"side": "", "text": gettext("What comes next does not change.")}]
    if session.source:
        return [{"side": "", "text": gettext("Nothing was asked here, and nothing follows from it.")}]
    if session.status == Session.Status.OPEN:
        return [{"side": "", "text": gettext("What comes next is decided when it ends.")}]
    if session.sets.all():
        return [{"side": "", "text": gettext("What comes next does not change.")}]
    return [{"side": "", "text": gettext("The day is closed without a set. What comes next does not change.")}]


def _move(history: History | None, proposal: Proposal | None) -> tuple[str, str] | None:
    """The foot maps from and to, where a side leaves its rung."""
    if proposal is None or history is None or not {"move_up", "move_down"} & proposal.actions:
        return None
    sides = proposal.holding.items()
    side, after = next((side, values) for side, values in sides if values["action"] in ("move_up", "move_down"))
    to = next((rung for rung in history.ladder if str(rung.pk) == after["rung"]), None)
    came_from = history.rung("left" if side == "both" else side)
    return (came_from.variation.foot_code, to.variation.foot_code) if to else None


# What was made of it: by the coach who reads it, and by another one.
MADE: dict[str, tuple[Any, Any]] = {
    Proposal.Status.APPROVED: (_("You approved this on %(when)s."), _("%(coach)s approved this on %(when)s.")),
    Proposal.Status.HELD: (_("You held this on %(when)s."), _("%(coach)s held this on %(when)s.")),
    Proposal.Status.ADJUSTED: (_("You set other figures on %(when)s."), _("%(coach)s set other figures on %(when)s.")),
}
CLEARED = (_("You cleared the client to train on %(when)s."), _("%(coach)s cleared the client to train on %(when)s."))
DECIDED = (_("You decided this on %(when)s."), _("%(coach)s decided this on %(when)s."))

WENT_THROUGH: dict[str, Any] = {
    Policy.ALL: _("Went through: nothing changes."),
    Policy.RUNG_CHANGES: _("Went through: you confirm only rung changes."),
    Policy.NONE: _("Went through: you asked to be told, not to be asked."),
}


def decided_words(proposal: Proposal | None, user: Any) -> str:
    """`Tomas Arriaga approved this on Fri 2 Jan, 8:12.`, or why nobody has to."""
    if proposal is None:
        return ""
    if proposal.decided_at is None:
        return str(WENT_THROUGH[proposal.assignment.policy]) if proposal.status == Proposal.Status.AUTOMATIC else ""
    by_you, by_another = CLEARED if proposal.cleared else MADE.get(proposal.status, DECIDED)
    facts = {"coach": who(proposal.decided_by, user), "when": moment_words(proposal.decided_at, user)}
    made = by_you if proposal.decided_by_id == user.pk else by_another
    return f"{made % facts}{_reason(proposal)}"


def _reason(proposal: Proposal) -> str:
    return f" “{proposal.note}”" if proposal.note else ""
