"""What people do with sessions: open, log, correct, skip, finish, answer. Every write that is more than one row."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from clients import happened
from clients.ahead_ids import id_to_open
from clients.cards import refresh
from clients.freezing import Asked, asked_of_swap, asked_of_track, freeze, freeze_all, freeze_anew, swaps_on
from clients.freezing import Blocked as Blocked
from clients.history import read_history
from clients.models import Assignment, Client, Proposal, Session, SessionItem, SetLog, SetRevision, Side
from clients.program_days import AskedOfTrack, asked_on, raise_if_all_stopped, sign_goes_along
from clients.proposals import OPEN_ANEW, clear_no_more, open_anew, propose
from clients.schedule import schedule_of
from exercises.words import within
from programs.engine.judging import PAIN_AMBER, PAIN_RED

EARLIEST, LATEST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC), dt.datetime(2100, 12, 31, tzinfo=dt.UTC)


class SetConflict(Exception):
    """The same set is held with other content. `held` is what is kept."""

    def __init__(self, held: SetLog) -> None:
        super().__init__(_("This set is held with other content."))
        self.held = held


# --- Sessions -------------------------------------------------------------------------------------------------


def active_assignment(client: Client) -> Assignment | None:
    return (
        Assignment.objects.whole()
        .filter(practice_id=client.practice_id, client=client, status=Assignment.Status.ACTIVE)
        .select_related("client", "program", "progression", "start_rung", "client__coach")
        .first()
    )


def due_today(assignment: Assignment, today: dt.date) -> dt.date | None:
    """The training day to do today, or None."""
    sessions = Session.objects.filter(
        practice_id=assignment.practice_id, assignment=assignment, due_on__gte=today - dt.timedelta(days=14)
    )
    rows = list(sessions.values_list("due_on", "status", "performed_on"))
    handled = {due for due, status, _ in rows if status != Session.Status.OPEN}
    if any(day == today for _, status, day in rows if status == Session.Status.FINISHED):
        return None
    return schedule_of(assignment).due_now(today, handled)


def open_session(assignment: Assignment, *, due_on: dt.date, now: dt.datetime | None = None) -> Session:
    """The session of a training day; made, and its prescription frozen, when it is first opened.

    Raises Blocked while a stop waits for the coach (clients.program_days says what stops a whole day of a program);
    what was learnt on the way (a forgotten session is closed, its proposal stands) is kept.
    """
    now = now or timezone.now()
    with transaction.atomic():
        Assignment.objects.select_for_update().get(pk=assignment.pk)
        found = Session.objects.filter(practice_id=assignment.practice_id, assignment=assignment, due_on=due_on).first()
        if found and not found.items.filter(action=OPEN_ANEW, sets=None).exists():
            return found
        _close_forgotten(assignment, now)  # first, for the history read next has to know it
        blocked = None
        try:
            asked = asked_for(assignment, due_on=due_on, now=now)
            return _opened(assignment, asked, session=found, due_on=due_on, now=now)
        except Blocked as stop:
            blocked = stop
    raise blocked


def asked_for(
    assignment: Assignment, *, due_on: dt.date, now: dt.datetime, of_track: AskedOfTrack = asked_of_track
) -> list[Asked]:
    """What a training day asks. Raises Blocked as `open_session` does. `of_track`: what stands for a progression."""
    if assignment.program_id:
        return asked_on(assignment, due_on=due_on, now=now, of_track=of_track)
    swap = swaps_on([assignment], due_on).get(assignment.pk)
    asked = asked_of_swap(swap, assignment) if swap else of_track(assignment, now=now)
    raise_if_all_stopped(assignment)
    return [asked]


def _opened(
    assignment: Assignment, asked: list[Asked], *, session: Session | None, due_on: dt.date, now: dt.datetime
) -> Session:
    """A new row with the targets of now; of one that is to be opened anew, those that nobody has begun."""
    if session is not None and not session.items.exclude(action=OPEN_ANEW, sets=None).exists():
        freeze_anew(session, asked)
        return session
    if session is not None:
        anew = {item.assignment_id: item for item in session.items.filter(action=OPEN_ANEW, sets=None)}
        for each in asked:
            if each.track is not None and each.track.pk in anew:
                item = anew[each.track.pk]
                freeze(session, replace(each, position=item.position), pk=item.pk)
        return session
    session = Session(
        id=id_to_open(assignment, due_on),
        practice_id=assignment.practice_id,
        client=assignment.client,
        assignment=assignment,
        due_on=due_on,
        zone=assignment.client.time_zone,
        opened_at=now,
    )
    session.full_clean(exclude=["client", "assignment", "practice"], validate_constraints=False)
    session.save()
    freeze_all(session, asked)
    return session


def _close_forgotten(assignment: Assignment, now: dt.datetime) -> None:
    """A session left open: with sets it counts as what was done that day. Without any it was missed, and stays open
    for sets that a phone still holds.
    """
    left_open = Session.objects.filter(
        practice_id=assignment.practice_id, assignment=assignment, status=Session.Status.OPEN
    )
    for session in left_open.prefetch_related("sets"):
        times = [row.performed_at for row in session.sets.all()]
        if times:
            finish_session(session, now=max(min(max(times), now), session.opened_at))


@transaction.atomic
def finish_session(
    session: Session,
    *,
    effort: int | None = None,
    note: str = "",
    red_flag: bool = False,
    now: dt.datetime | None = None,
) -> Proposal | None:
    """Close the day and ask the engine what comes next. Finishing twice keeps the first time and updates the words.

    A warning sign once told stays told: only the coach lets training go on. Returns the proposal, None when nothing
    was logged. Raises ValidationError for an effort outside 0 to 10.
    """
    now = now or timezone.now()
    is_new, is_sign = session.status != Session.Status.FINISHED, red_flag and not session.red_flag
    if is_sign:
        clear_no_more(session)
    session.effort, session.note, session.red_flag = effort, note, session.red_flag or red_flag
    if session.status == Session.Status.SKIPPED:
        session.skip_reason = ""
    if is_new:
        session.status, session.finished_at = Session.Status.FINISHED, now
        session.performed_on = _performed_on(session, now)
        session.red_flag = session.red_flag or sign_goes_along(session)
    session.full_clean(
        exclude=["client", "assignment", "practice", "reviewed_by"], validate_unique=False, validate_constraints=False
    )
    session.save()
    happened.session_ended(session, is_new=is_new, is_sign=is_sign)
    return look_again(session, now)


def _performed_on(session: Session, now: dt.datetime) -> dt.date:
    """The client's date of the last set, not of the button; a phone's wrong clock stays between the due day and now."""
    zone = session.client.zone
    today = now.astimezone(zone).date()
    done = SetLog.objects.filter(practice_id=session.practice_id, session=session).exclude(kind=SetLog.Kind.SKIPPED)
    last = max(done.values_list("performed_at", flat=True), default=now).astimezone(zone).date()
    return min(max(last, session.due_on), today)


def look_again(session: Session, now: dt.datetime | None = None) -> Proposal | None:
    """The proposals that follow from a session, one a track; the first, or None when it is not the newest performed."""
    tracks = Assignment.objects.filter(items__session=session, status=Assignment.Status.ACTIVE)
    proposals, read = [], {}
    related = ("client", "progression", "start_rung", "program", "parent__program")
    for track in tracks.select_related(*related).with_filled().order_by("items__position"):
        history = read[track.pk] = read_history(track)
        if history.last is not None and history.last.session.pk == session.pk:
            on = schedule_of(track).to_decide_for(history.last.date)
            proposals.append(propose(history, on=on, now=now))
    refresh(session.pk, now=now, read=read)
    return proposals[0] if proposals else None


@transaction.atomic
def skip_session(session: Session, *, reason: str, now: dt.datetime | None = None) -> Session:
    """Not today, and why. What was logged stays. Raises ValidationError without a known reason."""
    if reason not in Session.SkipReason.values:
        raise ValidationError({"skip_reason": _("Say why: no time, equipment taken, pain, or something else.")})
    sets = SetLog.objects.filter(practice_id=session.practice_id, session=session)
    if sets.exclude(kind=SetLog.Kind.SKIPPED).exists():  # cut short; a set stopped for pain has to be looked at
        session.skip_reason = reason
        session.save(update_fields=["skip_reason"])
        finish_session(session, now=now)
        return session
    session.status, session.skip_reason, session.finished_at = Session.Status.SKIPPED, reason, now or timezone.now()
    session.full_clean(
        exclude=["client", "assignment", "practice", "reviewed_by"], validate_unique=False, validate_constraints=False
    )
    session.save()
    refresh(session.pk, now=now)
    return session


@transaction.atomic
def answer_morning(session: Session, *, pain: int, now: dt.datetime | None = None) -> Proposal | None:
    """The next morning's pain, 0 to 10. The engine looks again, for the answer decides what comes next.

    A session that was opened since and has no set yet is opened anew, with the answer in view. Red pain once told
    stays told: a lower second answer does not lift the stop, only the coach does.
    """
    told = session.next_day_pain
    if told is not None and told >= PAIN_RED:
        pain = max(pain, told)
    elif pain >= PAIN_RED:
        clear_no_more(session)
    session.next_day_pain, session.next_day_pain_at = pain, now or timezone.now()
    session.full_clean(
        exclude=["client", "assignment", "practice", "reviewed_by"], validate_unique=False, validate_constraints=False
    )
    if pain >= PAIN_AMBER:
        session.reviewed_at = session.reviewed_by = None  # the coach has not seen this
    session.save(update_fields=["next_day_pain", "next_day_pain_at", "reviewed_at", "reviewed_by"])
    happened.morning_hurts(session, before=told)
    proposal = look_again(session, now)
    if proposal is not None:
        open_anew(*session.items.values_list("assignment_id", flat=True))
    return proposal


# --- Sets -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFacts:
    """One set as it was typed. `performed_at` is the phone's time, with offset.

    `said_at` is when these figures were given, where that is another time (a correction); `phone_time` is the phone's
    clock as it was sent.
    """

    uuid: UUID
    set_number: int
    side: str
    performed_at: dt.datetime
    kind: str = "done"
    reps: int | None = None
    seconds: int | None = None
    load: Decimal | None = None
    unit: str = "kg"
    rir: int | None = None
    pain: int | None = None
    skip_reason: str = ""
    said_at: dt.datetime | None = None
    phone_time: str = ""


CONTENT = ("set_number", "side", "kind", "reps", "seconds", "load", "unit", "rir", "pain", "skip_reason")


def log_set(item: SessionItem, facts: SetFacts) -> tuple[SetLog, bool]:
    """Keep one set. Sent again it changes nothing: returns the row and whether it is new.

    Raises SetConflict when the UUID, or the place (item, side, set number), is held with other content;
    ValidationError for figures out of bounds or a side that the session does not have.
    """
    row = SetLog(
        practice_id=item.practice_id,
        client_id=item.session.client_id,
        session=item.session,
        item=item,
        uuid=facts.uuid,
        performed_at=facts.performed_at,
        said_at=facts.said_at or facts.performed_at,
        phone_time=facts.phone_time,
        **{name: getattr(facts, name) for name in CONTENT},
    )
    _check(row)
    held = _held(row)
    if held is None:
        try:
            with transaction.atomic():
                row.save(force_insert=True)
                happened.set_flagged(row)
                _after_set(item.session, row, may_hurt=_is_red(row.pain))
            return row, True
        except IntegrityError:
            held = _held(row)
            if held is None:
                raise
    if held.uuid == row.uuid and _content(held) == _content(row) and held.item_id == row.item_id:
        return held, False
    raise SetConflict(held)


@transaction.atomic
def correct_set(held: SetLog, facts: SetFacts, *, by: User | None) -> SetLog:
    """Put other figures in the place of a set; what was there is kept. The same figures change nothing but when they
    were given last.

    Raises ValidationError for figures out of bounds.
    """
    held = SetLog.objects.select_for_update().select_related("session", "item").get(pk=held.pk)
    before = _content(held)
    was = {"said_at": said_at(held), "phone_time": held.phone_time, "other_phone": _on_another_phone(held, facts)}
    held.said_at, held.phone_time = facts.said_at or timezone.now(), facts.phone_time
    held.performed_at = min(held.performed_at, facts.performed_at)
    for name in CONTENT[2:]:
        setattr(held, name, getattr(facts, name))
    _check(held)
    if _content(held) == before:
        held.save(update_fields=["said_at", "phone_time", "performed_at"])
        return held
    SetRevision.objects.create(practice_id=held.practice_id, set=held, before=jsonable(before), replaced_by=by, **was)
    held.save(update_fields=[*CONTENT[2:], "said_at", "phone_time", "performed_at"])
    if (held.pain, held.kind) != (before["pain"], before["kind"]):
        happened.set_flagged(held)
    _after_set(held.session, held, may_hurt=_is_red(held.pain) or _is_red(before["pain"]))
    return held


def _held(row: SetLog) -> SetLog | None:
    """The row that holds this UUID, else the one that holds this place."""
    mine = SetLog.objects.filter(practice_id=row.practice_id, client_id=row.client_id)
    same_place = Q(item_id=row.item_id, side=row.side, set_number=row.set_number)
    found = list(mine.filter(Q(uuid=row.uuid) | same_place).order_by())
    return next((held for held in found if held.uuid == row.uuid), found[0] if found else None)


def _content(row: SetLog) -> dict[str, Any]:
    return {name: getattr(row, name) for name in CONTENT}


def _on_another_phone(held: SetLog, facts: SetFacts) -> bool:
    return held.uuid != facts.uuid and held.kind != SetLog.Kind.STOPPED  # what a stop marked is of no phone


def said_at(held: SetLog) -> dt.datetime:
    """When the figures that hold were given. Rows of before this was kept: when they were corrected last."""
    return held.said_at or max([held.performed_at, *(each.replaced_at for each in held.revisions.all())])


def jsonable(content: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in content.items()}


def _check(row: SetLog) -> None:
    if not EARLIEST <= row.performed_at <= LATEST:
        raise ValidationError({"performed_at": _("The phone's clock says a year outside 2000 to 2100.")})
    if row.load is not None and not row.load.is_finite():
        raise ValidationError({"load": _("A load is a number.")})
    targets = {target.side: target for target in row.item.targets.all()}
    if row.side not in targets:
        sides = ", ".join(within(str(Side(side).label)) for side in sorted(targets))
        raise ValidationError({"side": _("This session is logged for: %(sides)s.") % {"sides": sides}})
    if row.kind == SetLog.Kind.DONE:
        _check_done(row, held_for_time=targets[row.side].seconds is not None)
    if row.kind == SetLog.Kind.SKIPPED and not row.skip_reason:
        raise ValidationError({"skip_reason": _("Say why the set was skipped.")})
    # Bounds are the fields' validators; the database holds the same ones and asks nothing more of a single set.
    row.full_clean(exclude=["client", "session", "item", "practice"], validate_unique=False, validate_constraints=False)


def _check_done(row: SetLog, *, held_for_time: bool) -> None:
    if held_for_time and row.seconds is None:
        raise ValidationError({"seconds": _("How many seconds?")})
    if not held_for_time and row.reps is None:
        raise ValidationError({"reps": _("How many reps?")})
    if row.load is None:
        raise ValidationError({"load": _("Which load?")})


def _is_red(pain: int | None) -> bool:
    return pain is not None and pain >= PAIN_RED


def _after_set(session: Session, row: SetLog, *, may_hurt: bool) -> None:
    """A set that comes or changes after the day was closed is looked at again; with a set done, it was not skipped.

    Red pain, or the correction of one, is told to the coach while the session goes on: `may_hurt`.
    """
    if _is_red(row.pain) and session.status != Session.Status.OPEN:
        clear_no_more(session)
    if session.status == Session.Status.FINISHED:
        look_again(session)
    elif session.status == Session.Status.SKIPPED and session.sets.exclude(kind=SetLog.Kind.SKIPPED).exists():
        finish_session(session)
    elif session.status == Session.Status.OPEN and may_hurt:
        refresh(session.pk)
