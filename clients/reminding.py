"""Which reminders are due: found by looking at what is so, kept as rows, so that looking twice finds nothing twice.

For a worker. The number of queries does not depend on how many clients a practice has.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from clients.models import (
    Assignment,
    Client,
    Comment,
    Proposal,
    PushSubscription,
    Reminder,
    ReminderSetting,
    Session,
    SetLog,
)
from clients.push_service import is_offered
from clients.quiet import instant, quiet_until
from clients.schedule import schedule_of
from programs.engine.judging import PAIN_RED

Kind, Way = Reminder.Kind, Reminder.Way
SESSION_LASTS = dt.timedelta(hours=2)
NEWS_LASTS = dt.timedelta(hours=12)  # from when it may be told
TEST_LASTS = dt.timedelta(minutes=10)
LOOK_BACK = dt.timedelta(hours=12)  # a worker that was down for longer tells nothing old
SECOND_THOUGHTS = dt.timedelta(minutes=5)  # a decision that is undone at once was none
DECIDED = (Proposal.Status.APPROVED, Proposal.Status.HELD, Proposal.Status.ADJUSTED)
AT_ONCE = 500
Devices = dict[UUID, list[PushSubscription]]


def practices() -> set[UUID]:
    """Practices with anybody to remind. For the owner of the database."""
    mails = Q(session_mail=True) | Q(decision_mail=True)
    found = PushSubscription.objects.order_by().values_list("practice_id", flat=True).distinct()
    return {*found, *ReminderSetting.objects.filter(mails).values_list("practice_id", flat=True)}


def setting_of(client: Client) -> ReminderSetting:
    """What the client chose; the defaults, not stored, for who never did."""
    held: ReminderSetting | None = getattr(client, "reminder_setting", None)
    return held or ReminderSetting(practice_id=client.practice_id, client=client)


@transaction.atomic
def look(practice_id: UUID, *, now: dt.datetime | None = None) -> list[UUID]:
    """Note every reminder that has come due, and return the ids of those to send now."""
    now = now or timezone.now()
    devices: Devices = defaultdict(list)
    if is_offered():
        for device in PushSubscription.objects.filter(practice_id=practice_id, user__is_active=True):
            devices[device.client_id].append(device)
    rows = [*_sessions(practice_id, devices, now), *_replies(practice_id, devices, now)]
    rows += _decisions(practice_id, devices, now)
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    waiting = Reminder.objects.filter(practice_id=practice_id).waiting(now)
    return list(waiting.order_by("due_at").values_list("pk", flat=True)[:AT_ONCE])


def reachable(practice_id: UUID) -> Any:
    """The clients of a practice with an account, with what they chose."""
    rows = Client.objects.filter(practice_id=practice_id, user__is_active=True)
    return rows.exclude(status=Client.Status.ARCHIVED).select_related("user", "coach", "reminder_setting")


# --- Session today ---------------------------------------------------------------------------------------------


def _sessions(practice_id: UUID, devices: Devices, now: dt.datetime) -> Iterable[Reminder]:
    known = Reminder.objects.filter(practice_id=practice_id, kind=Kind.SESSION, made_at__gt=now - dt.timedelta(days=2))
    told = set(known.values_list("client_id", "day"))
    moments: dict[UUID, tuple[Client, dt.datetime]] = {}
    wanting = Q(pk__in=list(devices)) | Q(reminder_setting__session_mail=True)
    for client in reachable(practice_id).filter(wanting, status=Client.Status.ACTIVE):
        moment = instant(client.today(now), setting_of(client).session_at, client.zone)
        if moment <= now < moment + SESSION_LASTS and (client.pk, client.today(now)) not in told:
            moments[client.pk] = client, moment
    for assignment in due_sessions(practice_id, list(moments), now):
        client, moment = moments[assignment.client_id]
        yield from _rows(client, Kind.SESSION, assignment.pk, devices, happened=moment, now=now, lasts=SESSION_LASTS)


def due_sessions(practice_id: UUID, clients: Collection[UUID], now: dt.datetime) -> list[Assignment]:
    """What these clients have to do today, where they are: due, not begun, not stopped. Five queries."""
    if not clients:
        return []
    running = (
        Assignment.objects.active()
        .whole()
        .filter(practice_id=practice_id, client__in=clients, client__status=Client.Status.ACTIVE)
        .select_related("client", "program", "progression")
        .with_filled()
    )
    due = [each for each in running if schedule_of(each).is_due(each.client.today(now))]
    begun = _begun(practice_id, due, now)
    stopped = _stopped(due)
    return [each for each in due if each.pk not in begun | stopped]


def _begun(practice_id: UUID, due: list[Assignment], now: dt.datetime) -> set[UUID]:
    """Today's is done, skipped or under way; or another day's was done today."""
    about_now = (now.date() - dt.timedelta(days=1), now.date() + dt.timedelta(days=1))
    rows = Session.objects.filter(
        Q(due_on__range=about_now) | Q(performed_on__range=about_now), practice_id=practice_id, assignment__in=due
    ).annotate(has_sets=Exists(SetLog.objects.filter(session=OuterRef("pk"))))
    today = {each.pk: each.client.today(now) for each in due}
    return {
        of
        for row in rows
        if (of := row.assignment_id)
        and (
            (row.due_on == today[of] and (row.status != Session.Status.OPEN or row.has_sets))
            or (row.performed_on == today[of] and row.status == Session.Status.FINISHED)
        )
    }


def _stopped(due: list[Assignment]) -> set[UUID]:
    """Training waits for the coach: a stop of every ladder, or strong pain or a warning sign that nobody looked at."""
    of_these = Q(assignment__in=due) | Q(assignment__parent__in=due)
    newest = (
        Proposal.objects.filter(of_these, assignment__status=Assignment.Status.ACTIVE)
        .exclude(status=Proposal.Status.SUPERSEDED)
        .select_related("assignment")
        .order_by("assignment_id", "-created_at", "-pk")
        .distinct("assignment_id")
    )
    stops: dict[UUID, list[bool]] = defaultdict(list)
    for proposal in newest:
        stops[proposal.assignment.whole_id].append(proposal.stops)
    last = (
        Session.objects.filter(assignment__in=due, status=Session.Status.FINISHED)
        .order_by("assignment_id", "-performed_on", "-finished_at")
        .distinct("assignment_id")
    )
    unseen = {
        of
        for row in last
        if (of := row.assignment_id)
        and row.reviewed_at is None
        and (row.red_flag or (row.next_day_pain or 0) >= PAIN_RED)
    }
    return unseen | {pk for pk, each in stops.items() if all(each)}


# --- News ------------------------------------------------------------------------------------------------------


def new_replies(practice_id: UUID) -> Any:
    """The newest comment that each client has not seen yet."""
    rows = Comment.objects.filter(practice_id=practice_id, seen_by_client_at=None, author__isnull=False)
    rows = rows.exclude(author=F("client__user")).order_by("client_id", "-created_at", "-pk")
    return rows.distinct("client_id")


def _replies(practice_id: UUID, devices: Devices, now: dt.datetime) -> Iterable[Reminder]:
    """By push alone: the digest mails what is not read, each comment in one mail."""
    if not devices:
        return
    newest = new_replies(practice_id).filter(client__in=list(devices), created_at__range=(now - LOOK_BACK, now))
    clients = {client.pk: client for client in reachable(practice_id).filter(pk__in=list(devices))}
    for comment in newest:
        if client := clients.get(comment.client_id):
            happened = comment.created_at
            yield from _rows(client, Kind.REPLY, comment.pk, devices, happened=happened, now=now, lasts=NEWS_LASTS)


def _decisions(practice_id: UUID, devices: Devices, now: dt.datetime) -> Iterable[Reminder]:
    """What a coach decided after a session, once whatever it was decided in."""
    decided = (
        standing_decisions(practice_id)
        .filter(decided_at__range=(now - LOOK_BACK, now - SECOND_THOUGHTS))
        .order_by("decided_at")
    )
    found = {row.session_id: row for row in decided.select_related("assignment")}
    wanted = {row.assignment.client_id for row in found.values()}
    clients = {client.pk: client for client in reachable(practice_id).filter(pk__in=wanted)}
    for row in found.values():
        if client := clients.get(row.assignment.client_id):
            at, about = row.decided_at, row.session_id
            yield from _rows(client, Kind.DECISION, about, devices, happened=at, now=now, lasts=NEWS_LASTS)


def standing_decisions(practice_id: UUID) -> Any:
    """What coaches decided and nothing has followed yet."""
    later = Session.objects.filter(
        assignment=OuterRef("session__assignment"), due_on__gt=OuterRef("session__due_on")
    ).exclude(sets=None)
    return Proposal.objects.filter(
        ~Exists(later),
        practice_id=practice_id,
        status__in=DECIDED,
        decided_by__isnull=False,
        assignment__status=Assignment.Status.ACTIVE,
    )


# --- Rows ------------------------------------------------------------------------------------------------------


def wants(setting: ReminderSetting, kind: str, way: str) -> bool:
    return kind == Kind.TEST or bool(getattr(setting, f"{kind}_{way}", False))


def after_quiet(setting: ReminderSetting, client: Client, now: dt.datetime) -> dt.datetime | None:
    return quiet_until(now, client.zone, first=setting.quiet_from, last=setting.quiet_until)


def _rows(
    client: Client,
    kind: str,
    about: UUID,
    devices: Devices,
    *,
    happened: dt.datetime,
    now: dt.datetime,
    lasts: dt.timedelta,
) -> Iterable[Reminder]:
    """One for the mail, one for each device that was there when it happened, as the client wants them."""
    setting = setting_of(client)
    there = [each for each in devices.get(client.pk, []) if each.made_at <= happened]
    ways: list[tuple[str, PushSubscription | None]] = [(Way.PUSH, device) for device in there]
    for way, device in [*ways, (Way.MAIL, None)]:
        if not wants(setting, kind, way):
            continue
        quiet = after_quiet(setting, client, now) if way == Way.PUSH and kind != Kind.SESSION else None
        due = quiet or now
        yield Reminder(
            practice_id=client.practice_id,
            client=client,
            kind=kind,
            about=about,
            day=client.today(happened),
            way=way,
            device=device,
            made_at=now,
            due_at=due,
            expires_at=happened + lasts if kind == Kind.SESSION else due + lasts,
        )
