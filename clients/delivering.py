"""One reminder is sent, put off, or dropped: looked at again at the last moment, for much can have happened since."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.models import User
from clients.models import Client, PushSubscription, Reminder
from clients.push_service import Address, Answer, Outcome, is_offered, push
from clients.reminder_words import Words, words_of
from clients.reminding import NEWS_LASTS, after_quiet, setting_of, wants
from clients.unsubscribing import Link, stop_address, stop_headers

FIRST_WAIT_S, LONGEST_WAIT_S = 30, 60 * 60  # 30 s, 1, 2, 4 minutes …
SHORTEST_TTL_S = 60
Dropped = Reminder.Dropped


@transaction.atomic
def deliver(practice_id: UUID, pk: UUID, *, now: dt.datetime | None = None) -> Reminder | None:
    """Send a reminder that waits. Done again it sends nothing twice; two at a time are kept apart by the job.

    Returns the reminder as it stands after; None when it does not wait any more, or its device is gone.
    """
    now = now or timezone.now()
    rows = Reminder.objects.filter(practice_id=practice_id, pk=pk).waiting(now)
    reminder = rows.select_related("client__user", "client__coach", "client__reminder_setting", "device").first()
    if reminder is None:
        return None
    if dropped := _why_not(reminder, now):
        return _drop(reminder, dropped)
    if _put_off_for_quiet(reminder, now):
        return _keep(reminder)
    with translation.override(_language(reminder)):
        words = words_of(reminder, now)
        if words is None:
            return _drop(reminder, Dropped.OVERTAKEN)
        return _by_mail(reminder, words, now) if reminder.device is None else _by_push(reminder, words, now)


def _why_not(reminder: Reminder, now: dt.datetime) -> str:
    client, device = reminder.client, reminder.device
    user: User | None = client.user
    if user is None or not user.is_active or client.status == Client.Status.ARCHIVED:
        return Dropped.OFF
    if not wants(setting_of(client), reminder.kind, reminder.way):
        return Dropped.OFF
    if device is not None and (device.user_id != user.pk or not is_offered()):
        return Dropped.OFF
    return Dropped.LATE if reminder.expires_at <= now else ""


def _put_off_for_quiet(reminder: Reminder, now: dt.datetime) -> bool:
    """News waits for the end of quiet hours; today's session is dropped. A test was asked for; mail makes no sound."""
    if reminder.way == Reminder.Way.MAIL or reminder.kind == Reminder.Kind.TEST:
        return False
    quiet = after_quiet(setting_of(reminder.client), reminder.client, now)
    if quiet is None:
        return False
    if reminder.kind == Reminder.Kind.SESSION:
        reminder.dropped = Dropped.QUIET
    else:
        reminder.due_at, reminder.expires_at = quiet, quiet + NEWS_LASTS
    return True


def _language(reminder: Reminder) -> str:
    """The person's own; who follows the browser: that of the page it was turned on in."""
    chosen = reminder.client.user.language if reminder.client.user else ""
    return chosen or (reminder.device.language if reminder.device else "") or settings.LANGUAGE_CODE


# --- Two ways --------------------------------------------------------------------------------------------------


def _by_push(reminder: Reminder, words: Words, now: dt.datetime) -> Reminder | None:
    device = reminder.device
    assert device is not None  # the table's constraint
    left = int((reminder.expires_at - now).total_seconds())
    told = {"title": words.title, "body": words.body, "url": words.page, "tag": reminder.kind}
    told["lang"] = translation.get_language() or ""
    address = Address(endpoint=device.endpoint, p256dh=device.p256dh, auth=device.auth)
    answer = push(address, told, ttl_s=max(left, SHORTEST_TTL_S), topic=reminder.kind)
    if answer.outcome == Outcome.SENT:
        PushSubscription.objects.filter(pk=device.pk).update(last_used_at=now, failures=0)
        return _sent(reminder, now)
    if answer.outcome == Outcome.GONE:
        device.delete()
        return None
    if answer.outcome == Outcome.LATER and _try_later(reminder, answer, now):
        return _keep(reminder)
    PushSubscription.objects.filter(pk=device.pk).update(failures=F("failures") + 1)
    return _drop(reminder, Dropped.LATE if answer.outcome == Outcome.LATER else Dropped.REFUSED)


def _by_mail(reminder: Reminder, words: Words, now: dt.datetime) -> Reminder:
    user = reminder.client.user
    assert user is not None  # _why_not has looked
    link = Link(kind=reminder.kind, user_id=user.pk, practice_id=reminder.practice_id)
    context = {"name": reminder.client.first_name, "words": words, "kind": reminder.kind}
    context |= {"link": f"{settings.SITE_URL}{words.page}", "stop": stop_address(link)}
    text = render_to_string("mail/reminder.txt", context)
    mail = EmailMessage(words.title, text, settings.DEFAULT_FROM_EMAIL, [user.email], headers=stop_headers(link))
    try:
        mail.send()
    except OSError:  # the mail server does not answer, or not now
        if _try_later(reminder, Answer(outcome=Outcome.LATER), now):
            return _keep(reminder)
        return _drop(reminder, Dropped.LATE)
    return _sent(reminder, now)


# --- What becomes of it ----------------------------------------------------------------------------------------


def _try_later(reminder: Reminder, answer: Answer, now: dt.datetime) -> bool:
    """Wait longer each time, or as long as the push service asks for; False when it would come too late then.

    A test is not tried again: somebody waits to see it.
    """
    if reminder.kind == Reminder.Kind.TEST:
        return False
    wait = min(FIRST_WAIT_S * 2**reminder.attempts, LONGEST_WAIT_S)
    reminder.attempts += 1
    reminder.due_at = now + dt.timedelta(seconds=max(wait, answer.wait_s))
    return reminder.due_at < reminder.expires_at


def _sent(reminder: Reminder, now: dt.datetime) -> Reminder:
    reminder.sent_at = now
    return _keep(reminder)


def _drop(reminder: Reminder, why: str) -> Reminder:
    reminder.dropped = why
    return _keep(reminder)


def _keep(reminder: Reminder) -> Reminder:
    reminder.save(update_fields=["sent_at", "dropped", "due_at", "expires_at", "attempts"])
    return reminder
