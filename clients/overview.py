"""One client as the coach sees them: where they stand, how it went, what comes next. Reads only."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from clients import body_mass, notes
from clients.asymmetry import SidesCard, sides_card
from clients.body_mass import Weighed, weighed
from clients.elsewhere import with_elsewhere
from clients.evidence import Evidence, evidence_of
from clients.history import History, read_history
from clients.models import (
    Assignment,
    Client,
    ClientNote,
    Comment,
    Invitation,
    Proposal,
    ScheduleChange,
    Session,
)
from clients.moving_days import ComingDay, coming_days
from clients.notes import notes_about
from clients.over_time import OverTime, over_time
from clients.reviewing import decided_words
from clients.roster import next_day
from clients.schedule import last_due, paused_since, place_of
from clients.standing import Ladder, ladder_of
from clients.weeks import Adherence, adherence_of
from clients.why_not_yet import Why, why_not_yet
from clients.words import Line, coach_lines, coupling_words, days_words, headline_of, kit_words
from exercises.words import capitalised, day_of_month, short_day
from programs.models import Rung

RECENT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the page's address asks for. `track`: of a program, the progression to draw; `numbers`: "all" of them."""

    track: str = ""
    chart: str = ""
    numbers: str = ""

    @classmethod
    def read(cls, query: Any) -> "Wanted":
        return cls(**{name: query.get(name, "") for name in ("track", "chart", "numbers")})

    def of(self, history: History) -> OverTime:
        return over_time(history, metric=self.chart, whole_table=self.numbers == "all")


@dataclass(slots=True, kw_only=True)
class Overview:
    """Without an assignment there is nothing to draw yet: `assignment`, `ladder`, `evidence`, `adherence` are None.

    `tracks`: the progressions of a program; `track` is the one that is drawn. A program without any has none of both.
    """

    assignment: Assignment | None
    facts: list[tuple[str, str]]
    today: dt.date
    invitation: Invitation | None
    comments: list[Comment]
    track: Assignment | None = None
    tracks: list[Assignment] = field(default_factory=list)
    history: History | None = None
    over: OverTime | None = None
    evidence: Evidence | None = None
    adherence: Adherence | None = None
    sides: SidesCard | None = None
    ladder: Ladder | None = None
    proposal: Proposal | None = None
    headline: str = ""
    lines: list[Line] | None = None
    decided: str = ""
    why: list[Why] = field(default_factory=list)
    notes: list[ClientNote] = field(default_factory=list)
    masses: list[Weighed] = field(default_factory=list)
    coming: list[ComingDay] = field(default_factory=list)
    paused_by: ScheduleChange | None = None

    @property
    def running(self) -> Assignment | None:
        """What the client follows now."""
        return self.assignment if self.assignment and self.assignment.status == Assignment.Status.ACTIVE else None

    @property
    def paused_since(self) -> dt.date | None:
        return paused_since(self.running) if self.running else None

    @property
    def is_stopped(self) -> bool:
        return bool(self.proposal and self.proposal.stops)

    @property
    def waits(self) -> bool:
        return bool(self.proposal and self.proposal.status == Proposal.Status.WAITING)


USUAL = Wanted()


def overview_of(client: Client, user: Any, wanted: Wanted = USUAL, *, now: dt.datetime | None = None) -> Overview:
    """The same number of queries for one session as for two hundred."""
    now = now or timezone.now()
    assignment = _assignment(client, user)
    page = Overview(
        assignment=assignment,
        facts=[],
        today=client.today(now),
        invitation=Invitation.objects.for_coach(user).filter(client=client).order_by("-created_at").first(),
        comments=list(
            Comment.objects.for_coach(user).filter(client=client).select_related("author").order_by("-created_at")[:6]
        ),
    )
    if assignment:
        _choose_track(page, wanted, user)
        _fill(page, client, assignment, user, wanted, now)
    page.notes = list(notes_about(client, user)[: notes.SHOWN])
    page.masses = weighed(client, user, most=body_mass.SHOWN)
    if page.running and page.paused_since:
        page.paused_by = _paused_by(page.running, user)
    elif page.running and client.status == Client.Status.ACTIVE:
        page.coming = coming_days(page.running, user, client.today(now))
    page.facts = _facts(client, page, now, user)
    return page


def chart_of(client: Client, user: Any, wanted: Wanted) -> Overview:
    """Of the overview only the figures over time: what changes when another one is chosen."""
    page = Overview(assignment=_assignment(client, user), facts=[], today=client.today(), invitation=None, comments=[])
    if page.assignment:
        _choose_track(page, wanted, user)
    if page.track:
        page.over = wanted.of(read_history(page.track, look_back=None))
    return page


def _choose_track(page: Overview, wanted: Wanted, user: Any) -> None:
    if page.assignment:
        page.tracks = tracks_of(page.assignment, user)
    page.track = next((each for each in page.tracks if str(each.pk) == wanted.track), next(iter(page.tracks), None))


def _assignment(client: Client, user: Any) -> Assignment | None:
    """The running one, else the one that ended last."""
    rows = (
        Assignment.objects.for_coach(user)
        .whole()
        .filter(client=client)
        .select_related("client", "program", "progression", "start_rung")
        .with_filled()
    )
    found: Assignment | None = with_elsewhere(rows).order_by("status", "-created_at").first()  # "active" before "ended"
    return found


def tracks_of(assignment: Assignment, user: Any) -> list[Assignment]:
    if assignment.program_id is None:
        return [assignment]
    rows = Assignment.objects.for_coach(user).filter(parent=assignment, status=assignment.status)
    rows = with_elsewhere(rows.select_related("client", "progression", "start_rung"))
    return list(rows.order_by("created_at", "pk"))


def _fill(page: Overview, client: Client, assignment: Assignment, user: Any, wanted: Wanted, now: dt.datetime) -> None:
    if page.track is None:
        return
    history = page.history = read_history(page.track, look_back=None)
    proposals = _proposals(page.track, user)
    page.proposal = next(iter(proposals.values()), None)
    page.over, page.evidence = wanted.of(history), evidence_of(history, shown=RECENT)
    for row in page.evidence.rows:
        standing = proposals.get(row.session.pk)
        row.decided = _decided(standing, history.ladder, client.unit)
    page.adherence = adherence_of(history, assignment, client, user, now)
    page.sides = sides_card(history)
    page.ladder = ladder_of(history, page.proposal)
    if page.running:
        page.why = why_not_yet(history, page.ladder, page.proposal)
    if page.proposal:
        page.headline = headline_of(page.proposal, history.ladder, unit=client.unit)
        page.lines = coach_lines(page.proposal, unit=client.unit)
        page.decided = decided_words(page.proposal, user)


def _paused_by(assignment: Assignment, user: Any) -> ScheduleChange | None:
    """Who began the pause that goes on. None for one from before that was kept."""
    rows = ScheduleChange.objects.for_coach(user).filter(assignment=assignment, kind=ScheduleChange.Kind.PAUSED)
    found: ScheduleChange | None = rows.select_related("made_by").last()
    return found


def _proposals(assignment: Assignment, user: Any) -> dict[Any, Proposal]:
    """What stands after each session, newest first."""
    rows = (
        Proposal.objects.for_coach(user)
        .filter(assignment=assignment)
        .exclude(status=Proposal.Status.SUPERSEDED)
        .select_related("decided_by", "assignment")
        .latest_first()[:40]
    )
    found: dict[Any, Proposal] = {}
    for row in rows:
        found.setdefault(row.session_id, row)
    return found


def _decided(proposal: Proposal | None, ladder: list[Rung], unit: str) -> str:
    if proposal is None:
        return ""
    words = headline_of(proposal, ladder, unit=unit)
    waits = proposal.status == Proposal.Status.WAITING
    return gettext("Waits for you: %(what)s") % {"what": words} if waits else words


def _facts(client: Client, page: Overview, now: dt.datetime, user: Any) -> list[tuple[str, str]]:
    facts = []
    running = page.assignment if page.assignment and page.assignment.status == Assignment.Status.ACTIVE else None
    if running:
        today = client.today(now)
        if running.program:
            facts.append((gettext("Follows"), _week_words(running, today)))
        if client.status == Client.Status.ACTIVE:
            due = next_day(running, today, _handled(client, running, user, today))
            facts.append((gettext("Next session"), _day(due, today) if due else gettext("None: the program is over")))
        facts.append((gettext("Trains"), days_words(running.weekdays)))
        words = coupling_words(running.coupling)
        facts.append((gettext("Sides"), capitalised(words)))
    facts.append((gettext("Has"), kit_words(client)))
    pain = _last_pain(page.history)
    if pain:
        facts.append((gettext("Last pain"), pain))
    if client.involved_side:
        facts.append((gettext("Involved side"), client.get_involved_side_display()))
    return facts


def _week_words(running: Assignment, today: dt.date) -> str:
    """`From the floor, week 3 of 4`; before its first day and after its last only the name."""
    program, last = running.program, last_due(running)
    if program is None or last is None or not running.start_date <= today <= last:
        return str(program)
    week, _ = place_of(running, today)
    return gettext("%(name)s, week %(week)s of %(weeks)s") % {
        "name": program.name,
        "week": max(week, 1),
        "weeks": program.weeks,
    }


def _handled(client: Client, assignment: Assignment, user: Any, today: dt.date) -> set[dt.date]:
    rows = (
        Session.objects.for_coach(user)
        .filter(assignment=assignment, due_on__gte=today - dt.timedelta(days=14))
        .exclude(status=Session.Status.OPEN)
    )
    return set(rows.values_list("due_on", flat=True))


def _day(day: dt.date, today: dt.date) -> str:
    return gettext("Today") if day == today else short_day(day)


def _last_pain(history: History | None) -> str:
    """`1 of 10, 16 Dec`: the newest pain that was more than none."""
    said = [each for each in (history.exposures if history else []) if each.pain]
    if not said:
        return ""
    return gettext("%(pain)s of 10, %(day)s") % {"pain": said[-1].pain, "day": day_of_month(said[-1].date)}
