"""Reminders: each once, at its hour, of what is still so, to the phones that are still there."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Practice, User
from clients.delivering import deliver
from clients.devices import ask_for_test
from clients.jobs import forget_reminders, remind
from clients.models import Assignment, Client, Proposal, PushSubscription, Reminder, ReminderSetting
from clients.moving_days import move_day
from clients.pausing import pause_training
from clients.proposals import approve
from clients.quiet import instant, quiet_until
from clients.reminding import look
from clients.talking import comment_on, mark_seen
from clients.threads import unread_by
from tests.clients.conftest import opened, play
from tests.factories import AssignmentFactory, ClientFactory, UserFactory
from tests.pushing import KEYS, Phone, PushService, device_of, push_service
from tests.working import empty_queue, queued, work_off

UTC, BERLIN = dt.UTC, ZoneInfo("Europe/Berlin")
DAY = dt.date(2026, 1, 5)  # a Monday; half past eight in London
LONG_AGO = dt.datetime(2025, 12, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def keys(settings: Any) -> None:
    for name, value in KEYS.items():
        setattr(settings, name, value)
    settings.PUSH_TO_THIS_MACHINE = True


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as running:
        yield running


@pytest.fixture
def phone(service: PushService, client_row: Client) -> Phone:
    """The client of the cast has turned reminders on long ago."""
    made = Phone(service.url)
    device_of(client_row, made, made_at=LONG_AGO)
    return made


@pytest.fixture
def told(service: PushService, phone: Phone, practice: Practice) -> Callable[[], list[str]]:
    """The clock strikes: titles of all that is on the phone since the start."""

    def strike() -> list[str]:
        for pk in look(practice.pk):
            deliver(practice.pk, pk)
        return [each["title"] for each in service.told(phone)]

    return strike


def at(clock: Any, hour: int, minute: int = 0, *, day: dt.date = DAY) -> None:
    clock.move_to(dt.datetime.combine(day, dt.time(hour, minute), tzinfo=UTC))


def chooses(client: Client, **choices: Any) -> ReminderSetting:
    row, _ = ReminderSetting.objects.update_or_create(client=client, defaults={"practice": client.practice, **choices})
    return row


def state(kind: str = "session") -> list[str]:
    return [row.dropped or ("sent" if row.sent_at else "waits") for row in Reminder.objects.filter(kind=kind)]


# --- Session today --------------------------------------------------------------------------------------------


def test_a_session_is_told_once_on_its_day_at_its_hour(
    told: Any, service: PushService, phone: Phone, training: Assignment, monday: Any
) -> None:
    at(monday, 7, 59)
    assert told() == []
    at(monday, 8)
    assert told() == [f"Today: {training.ladder.name}"]
    for minute in (1, 30, 59):
        at(monday, 8, minute)
        assert len(told()) == 1
    at(monday, 8, day=DAY + dt.timedelta(days=1))  # Tuesday
    assert len(told()) == 1
    at(monday, 8, day=DAY + dt.timedelta(days=3))
    assert len(told()) == 2
    (first, _) = service.told(phone)
    assert first["url"] == "/me/today/"
    assert first["tag"] == "session"
    assert service.pushes[0][1]["ttl"] == "7200"


def test_a_worker_that_was_down_sends_none_two_hours_late(told: Any, training: Assignment, monday: Any) -> None:
    at(monday, 10)
    assert told() == []
    at(monday, 9, 59)
    assert len(told()) == 1


@pytest.mark.parametrize("how", ["begun", "finished", "skipped", "moved", "paused", "stopped", "done early", "ended"])
def test_nothing_is_told_of_a_session_that_is_not_to_be_done(
    told: Any, training: Assignment, owner: User, monday: Any, how: str
) -> None:
    thursday = DAY + dt.timedelta(days=3)
    at(monday, 7)
    if how in ("stopped", "done early"):
        play(training, due_on=DAY, pain=8 if how == "stopped" else 0)
    at(monday, 7, day=thursday)
    if how == "begun":
        play_one_set(training, thursday)
    elif how == "finished":
        play(training, due_on=thursday)
    elif how == "skipped":
        session = opened(training, thursday).session
        session.status = "skipped"
        session.save()
    elif how == "moved":
        move_day(training.client, day=thursday, to=thursday + dt.timedelta(days=1), by=owner)
    elif how == "paused":
        pause_training(training.client, by=owner)
    elif how == "done early":
        training.sessions.update(performed_on=thursday)  # Monday's was done today
    elif how == "ended":
        Assignment.objects.update(status="ended")
    at(monday, 8, day=thursday)
    assert told() == []


def play_one_set(training: Assignment, due_on: dt.date) -> None:
    play(training, due_on=due_on)
    training.sessions.update(status="open", finished_at=None, performed_on=None)


def test_what_is_done_between_looking_and_sending_is_not_told(
    told: Any, practice: Practice, training: Assignment, monday: Any
) -> None:
    at(monday, 8)
    (pk,) = look(practice.pk)
    play(training, due_on=DAY)
    deliver(practice.pk, pk)
    assert state() == ["overtaken"]


@pytest.mark.parametrize(
    ("day", "wanted", "utc"),
    [
        (dt.date(2026, 1, 5), dt.time(8), "2026-01-05T07:00"),
        (dt.date(2026, 7, 6), dt.time(8), "2026-07-06T06:00"),
        (dt.date(2026, 3, 29), dt.time(2, 30), "2026-03-29T01:30"),  # skipped: half past three by the clock
        (dt.date(2026, 10, 25), dt.time(2, 30), "2026-10-25T00:30"),  # comes twice: the first
    ],
)
def test_the_hour_is_the_clients_own(
    told: Any, training: Assignment, monday: Any, day: dt.date, wanted: dt.time, utc: str
) -> None:
    Client.objects.update(time_zone="Europe/Berlin")
    Assignment.objects.update(weekdays=[0, 6])
    chooses(training.client, session_at=wanted, quiet_from=dt.time(21), quiet_until=dt.time(21))
    moment = dt.datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert instant(day, wanted, BERLIN) == moment
    monday.move_to(moment - dt.timedelta(minutes=1))
    assert told() == []
    for minutes in (0, 60, 119):  # the same hour again, where the clock goes back
        monday.move_to(moment + dt.timedelta(minutes=minutes))
        assert len(told()) == 1


def test_far_east_it_is_another_day(told: Any, training: Assignment, monday: Any) -> None:
    Client.objects.update(time_zone="Pacific/Auckland")  # 13 hours ahead
    at(monday, 19, day=DAY - dt.timedelta(days=1))
    assert len(told()) == 1


# --- Quiet hours ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-01-05T20:59", None),
        ("2026-01-05T21:00", "2026-01-06T07:00"),
        ("2026-01-05T06:59", "2026-01-05T07:00"),
        ("2026-01-05T07:00", None),
        ("2026-03-28T22:00", "2026-03-29T06:00"),  # a night of nine hours
        ("2026-10-24T22:00", "2026-10-25T07:00"),
    ],
)
def test_quiet_hours_pass_midnight_and_the_change_of_clocks(now: str, end: str | None) -> None:
    zone = BERLIN if now[5:7] != "01" else ZoneInfo("UTC")
    last = dt.time(7) if now[5:7] == "01" else dt.time(8)
    found = quiet_until(dt.datetime.fromisoformat(now).replace(tzinfo=UTC), zone, first=dt.time(21), last=last)
    assert found == (dt.datetime.fromisoformat(end).replace(tzinfo=UTC) if end else None)


def test_quiet_hours_that_end_in_the_hour_that_comes_twice() -> None:
    second_pass = dt.datetime(2026, 10, 25, 1, 10, tzinfo=UTC)  # ten past two, winter time
    found = quiet_until(second_pass, BERLIN, first=dt.time(21), last=dt.time(2, 30))
    assert found == dt.datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_news_of_the_night_waits_for_the_morning(told: Any, client_row: Client, owner: User, monday: Any) -> None:
    at(monday, 22)
    comment_on(client_row, author=owner, text="Well done.")
    assert told() == []
    at(monday, 7, 59, day=DAY + dt.timedelta(days=1))
    comment_on(client_row, author=owner, text="And sleep.")
    assert told() == []
    at(monday, 8, day=DAY + dt.timedelta(days=1))
    assert told() == ["Ruth wrote to you: 2 messages"]
    assert sorted(state("reply")) == ["overtaken", "sent"]


def test_a_session_at_an_hour_that_became_quiet_is_not_pushed_at_night(
    told: Any, practice: Practice, training: Assignment, monday: Any
) -> None:
    at(monday, 8)
    (pk,) = look(practice.pk)
    chooses(training.client, quiet_from=dt.time(8), quiet_until=dt.time(9))
    deliver(practice.pk, pk)
    assert state() == ["quiet"]


def test_mail_does_not_wait_for_the_morning(training: Assignment, told: Any, monday: Any) -> None:
    chooses(training.client, session_mail=True, session_push=False, session_at=dt.time(6))
    at(monday, 6)
    assert told() == []
    assert [each.to for each in mail.outbox] == [[training.client.user.email]]


# --- News -----------------------------------------------------------------------------------------------------


def test_a_coachs_words_are_told_at_once_and_not_quoted(
    told: Any, service: PushService, phone: Phone, client_row: Client, owner: User, monday: Any
) -> None:
    comment_on(client_row, author=owner, text="Is the left hip still at 6?")
    comment_on(client_row, author=client_row.user, text="Yes.")
    assert told() == ["Ruth wrote to you"]
    (push,) = service.told(phone)
    assert "hip" not in str(push)
    assert push["url"] == "/me/messages/#newest"
    assert told() == ["Ruth wrote to you"]
    monday.shift(60)
    comment_on(client_row, author=owner, text="And the right?")
    assert told() == ["Ruth wrote to you", "Ruth wrote to you: 2 messages"]
    assert {each[1]["topic"] for each in service.pushes} == {"reply"}


def test_what_was_read_meanwhile_is_not_told(
    told: Any, practice: Practice, client_row: Client, client_user: User, owner: User, monday: Any
) -> None:
    comment_on(client_row, author=owner, text="Rest.")
    (pk,) = look(practice.pk)
    mark_seen(unread_by(client_user), by=client_user)
    deliver(practice.pk, pk)
    assert told() == []
    assert mail.outbox == []


def test_what_was_written_before_reminders_were_turned_on_is_not_told(
    told: Any, client_row: Client, owner: User, monday: Any
) -> None:
    comment_on(client_row, author=owner, text="Earlier.")
    monday.shift(60)
    PushSubscription.objects.update(made_at=dt.datetime(2026, 1, 5, 8, 30, 30, tzinfo=UTC))
    assert told() == []


def test_a_decision_is_told_when_it_has_stood_for_five_minutes(
    told: Any, service: PushService, phone: Phone, training: Assignment, owner: User, monday: Any
) -> None:
    Assignment.objects.update(policy="all")
    session = play(training, due_on=DAY)
    approve(Proposal.objects.get(), by=owner)
    monday.shift(4 * 60)
    assert told() == []
    monday.shift(60)
    assert told() == ["Ruth decided what comes next"]
    (push,) = service.told(phone)
    assert push["body"] == training.ladder.name
    assert push["url"] == f"/me/sessions/{session.pk}/"
    monday.shift(600)
    assert len(told()) == 1


def test_a_decision_undone_or_overtaken_is_not_told(told: Any, training: Assignment, owner: User, monday: Any) -> None:
    Assignment.objects.update(policy="all")
    play(training, due_on=DAY)
    approve(Proposal.objects.get(), by=owner)
    undone = {"status": "waiting", "decided_at": None, "decided_by": None, "outcome": None}
    Proposal.objects.update(**undone)
    monday.shift(600)
    assert told() == []


def test_what_went_through_by_itself_is_no_decision(told: Any, training: Assignment, monday: Any) -> None:
    Assignment.objects.update(policy="none")
    play(training, due_on=DAY)
    monday.shift(600)
    assert told() == []


@pytest.mark.parametrize("kind", ["session", "reply", "decision"])
def test_each_kind_is_off_by_choice(told: Any, training: Assignment, owner: User, monday: Any, kind: str) -> None:
    chooses(training.client, **{f"{kind}_push": False})
    at(monday, 8)
    Assignment.objects.update(policy="all")
    first = told()
    play(training, due_on=DAY)
    approve(Proposal.objects.get(), by=owner)
    comment_on(training.client, author=owner, text="Good.")
    monday.shift(600)
    titles = {"session": "Today", "reply": "wrote", "decision": "decided"}
    seen = {name for name, word in titles.items() if any(word in title for title in told())}
    assert seen == set(titles) - {kind}
    assert len(first) == (kind != "session")


# --- Mail -----------------------------------------------------------------------------------------------------


def test_mail_says_the_same_and_how_to_end_it(told: Any, training: Assignment, client_user: User, monday: Any) -> None:
    chooses(training.client, session_mail=True, session_push=False)
    at(monday, 8)
    told()
    told()
    (letter,) = mail.outbox
    assert letter.subject == f"Today: {training.ladder.name}"
    assert "http://127.0.0.1:8000/me/today/" in letter.body.splitlines()
    (link,) = [line.rpartition(" ")[2] for line in letter.body.splitlines() if "no more mails" in line]
    headers = letter.message()
    assert headers["List-Unsubscribe"].replace("\n", "").replace(" ", "") == f"<{link}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_mail_server_is_tried_again_later(told: Any, training: Assignment, settings: Any, monday: Any) -> None:
    chooses(training.client, session_mail=True, session_push=False)
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    at(monday, 8)
    told()
    assert state() == ["waits"]
    settings.EMAIL_BACKEND = working
    told()
    assert mail.outbox == []
    monday.shift(31)
    told()
    assert len(mail.outbox) == 1


def test_in_the_language_of_the_person(
    told: Any, service: PushService, phone: Phone, training: Assignment, monday: Any
) -> None:
    PushSubscription.objects.update(language="de")
    at(monday, 8)
    told()
    assert service.told(phone)[0]["lang"] == "de"
    User.objects.update(language="en-gb")
    comment_on(training.client, author=training.client.coach, text="Hello.")
    told()
    assert service.told(phone)[1]["lang"] == "en-gb"


# --- What push services answer --------------------------------------------------------------------------------


def test_a_device_that_is_gone_is_forgotten(
    told: Any, service: PushService, client_row: Client, training: Assignment, monday: Any
) -> None:
    other = Phone(service.url)
    device_of(client_row, other, made_at=LONG_AGO)
    service.answers = [410]
    at(monday, 8)
    told()
    assert PushSubscription.objects.count() == 1
    told()
    assert len(service.pushes) == 2


def test_a_busy_service_is_asked_again_with_growing_waits(
    told: Any, service: PushService, training: Assignment, monday: Any
) -> None:
    service.answers = [503, 429, 503]
    at(monday, 8)
    seen = []
    for seconds in (0, 29, 1, 59, 1, 119, 1, 600):
        monday.shift(seconds)
        told()
        seen.append(len(service.pushes))
    assert seen == [1, 1, 2, 2, 3, 3, 4, 4]
    device = PushSubscription.objects.get()
    assert device.failures == 0
    assert device.last_used_at


def test_a_service_that_stays_away_counts_as_one_failure(
    told: Any, service: PushService, training: Assignment, monday: Any
) -> None:
    service.answers = [503] * 40
    at(monday, 8)
    for _ in range(25):
        told()
        monday.shift(300)
    assert state() == ["late"]
    assert PushSubscription.objects.get().failures == 1
    assert len(service.pushes) < 12


def test_a_refusal_is_counted_and_not_repeated(
    told: Any, service: PushService, training: Assignment, monday: Any
) -> None:
    service.answers = [403]
    at(monday, 8)
    told()
    told()
    assert state() == ["refused"]
    assert len(service.pushes) == 1
    assert PushSubscription.objects.get().failures == 1


def test_a_test_is_tried_once_and_shown_to_have_failed(
    told: Any, service: PushService, client_row: Client, monday: Any
) -> None:
    at(monday, 23)  # asked for, so not held back by quiet hours
    service.answers = [503]
    ask_for_test(client_row)
    assert told() == ["Reminders reach this device"]
    monday.shift(120)
    told()
    assert (len(service.pushes), state("test")) == (1, ["late"])
    assert PushSubscription.objects.get().failures == 1
    ask_for_test(client_row)
    told()
    assert state("test") == ["late", "sent"]
    assert PushSubscription.objects.get().failures == 0


# --- Who is reached -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["archived", "inactive", "no account", "another account", "no keys"])
def test_who_has_left_is_not_reached(
    told: Any, training: Assignment, client_row: Client, settings: Any, monday: Any, how: str
) -> None:
    at(monday, 8)
    if how == "archived":
        Client.objects.update(status="archived")
    elif how == "inactive":
        User.objects.filter(pk=client_row.user_id).update(is_active=False)
    elif how == "no account":
        Client.objects.update(user=None)
    elif how == "another account":
        Client.objects.update(user=UserFactory())
    else:
        settings.VAPID_PRIVATE_KEY = settings.VAPID_PUBLIC_KEY = ""
    assert told() == []


def test_looking_asks_the_same_few_questions_however_many_there_are(
    told: Any, practice: Practice, training: Assignment, owner: User, service: PushService, monday: Any
) -> None:
    def fill(count: int) -> None:
        for _ in range(count):
            client = ClientFactory(practice=practice, coach=owner, user=UserFactory())
            device_of(client, Phone(service.url), made_at=LONG_AGO)
            AssignmentFactory(client=client, progression=training.progression)
            comment_on(client, author=owner, text="Hello.")

    at(monday, 8)
    fill(1)
    with CaptureQueriesContext(connection) as few:
        look(practice.pk)
    fill(6)
    with CaptureQueriesContext(connection) as many:
        look(practice.pk)
    assert len(many) == len(few)
    assert Reminder.objects.count() == 15


# --- In the background ----------------------------------------------------------------------------------------


@pytest.fixture
def quiet_queue(transactional_db: None) -> Iterator[None]:
    empty_queue()
    yield
    empty_queue()


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_two_strikes_of_the_clock_send_once(
    quiet_queue: None, service: PushService, client_row: Client, owner: User, rival_client: Client, settings: Any
) -> None:
    phone, rivals = Phone(service.url), Phone(service.url)
    device_of(client_row, phone, made_at=LONG_AGO)
    rival_client.user = UserFactory()
    rival_client.save()
    device_of(rival_client, rivals, made_at=LONG_AGO)
    with time_machine.travel(dt.datetime(2026, 1, 5, 12, tzinfo=UTC), tick=False):
        comment_on(client_row, author=owner, text="Hello.")
        for _ in range(2):
            remind.defer(timestamp=0)
            work_off()
        reminder = Reminder.objects.get()
        assert deliver(reminder.practice_id, reminder.pk) is None
        assert look(reminder.practice_id) == []
    assert [each["title"] for each in service.told(phone)] == ["Ruth wrote to you"]
    assert service.told(rivals) == []
    assert queued() == []


@pytest.mark.django_db(transaction=True)
def test_old_ones_are_forgotten(quiet_queue: None, client_row: Client) -> None:
    device = device_of(client_row, Phone("https://push.example.org"))
    now = dt.datetime.now(UTC)
    for days in (1, 31):
        moment = now - dt.timedelta(days=days)
        Reminder.objects.create(
            practice=client_row.practice, client=client_row, kind="reply", about=device.pk, day=moment.date(),
            way="push", device=device, made_at=moment, due_at=moment, expires_at=moment,
        )  # fmt: skip
    forget_reminders.defer(timestamp=0)
    work_off()
    assert Reminder.objects.get().made_at > now - dt.timedelta(days=2)
