"""The page of reminders: choices that are kept, devices that come and go, and the way out in every mail."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from clients.devices import MOST_DEVICES, named
from clients.digest import mail_digest
from clients.models import Client, PushSubscription, Reminder, ReminderSetting
from clients.talking import comment_on
from clients.unsubscribing import Link, stop_address
from tests.factories import ClientFactory, MembershipFactory, UserFactory
from tests.pushing import KEYS, Phone, device_of

PAGE, DEVICES = "/me/reminders/", "/me/reminders/devices/"
PUBLIC = "https://push.example.org"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1 Version/18.1 Mobile/15E Safari/604.1"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36"
CHOICES = {
    "session_push": "on",
    "reply_push": "on",
    "reply_mail": "on",
    "decision_push": "on",
    "session_at": "08:00",
    "quiet_from": "21:00",
    "quiet_until": "08:00",
}


@pytest.fixture(autouse=True)
def keys(settings: Any) -> None:
    for name, value in KEYS.items():
        setattr(settings, name, value)


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[1]))


def shown(response: Any) -> str:
    """The state of the device that stands on the page before its script has looked."""
    (state,) = re.findall(r'data-state="(\w+)">', response.content.decode())
    return str(state)


# --- Choices --------------------------------------------------------------------------------------------------


def test_what_is_posted_is_kept_and_nothing_is_stored_before(
    as_client: Browser, client_row: Client, client_user: User
) -> None:
    form = as_client.get(PAGE).context["form"]
    assert {name: bool(form[name].value()) for name in form.fields if name[-4:] in ("push", "mail")} == {
        "session_push": True,
        "session_mail": False,
        "reply_push": True,
        "reply_mail": True,
        "decision_push": True,
        "decision_mail": False,
    }
    assert not ReminderSetting.objects.exists()
    chosen = {"session_mail": "on", "session_at": "06:45", "quiet_from": "22:00", "quiet_until": "07:15"}
    assert as_client.post(PAGE, chosen).status_code == 302
    setting = ReminderSetting.objects.get()
    assert (setting.session_push, setting.session_mail, setting.reply_push) == (False, True, False)
    assert [f"{time:%H:%M}" for time in (setting.session_at, setting.quiet_from, setting.quiet_until)] == [
        "06:45",
        "22:00",
        "07:15",
    ]
    client_user.refresh_from_db()
    assert client_user.mail_digest is False  # the one switch for mail about messages
    form = as_client.get(PAGE).context["form"]
    assert (form["session_mail"].value(), form["reply_mail"].value()) == (True, False)
    as_client.post(PAGE, CHOICES)
    assert ReminderSetting.objects.get().reply_push is True


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"session_at": "25:00"}, "Write a time as 07:30."),
        ({"session_at": "٨:٠٠x"}, "Write a time as 07:30."),
        ({"session_at": ""}, "When?"),
        ({"quiet_from": "late"}, "Write a time as 07:30."),
        ({"session_at": "06:00"}, "This is in your quiet hours."),
        ({"session_at": "21:00"}, "This is in your quiet hours."),
    ],
)
def test_what_cannot_be_kept_is_told_at_its_field(
    as_client: Browser, client_row: Client, wrong: dict[str, str], told: str
) -> None:
    response = as_client.post(PAGE, CHOICES | wrong | {"decision_mail": "on"})
    assert response.status_code == 422
    assert told in words(response)
    assert 'aria-invalid="true"' in response.content.decode()
    assert response.context["form"]["decision_mail"].value() is True
    for name, value in wrong.items():
        assert response.context["form"][name].value() == value
    assert not ReminderSetting.objects.exists()


@pytest.mark.parametrize("hours", [{"quiet_from": "08:00", "quiet_until": "08:00"}, {"session_push": ""}])
def test_quiet_hours_forbid_nothing_where_there_are_none_or_nothing_is_pushed(
    as_client: Browser, client_row: Client, hours: dict[str, str]
) -> None:
    chosen = {name: value for name, value in (CHOICES | {"session_at": "06:00"} | hours).items() if value}
    assert as_client.post(PAGE, chosen).status_code == 302


def test_a_server_without_keys_offers_mail_alone_and_leaves_the_rest(
    as_client: Browser, client_row: Client, settings: Any
) -> None:
    settings.VAPID_PRIVATE_KEY = settings.VAPID_PUBLIC_KEY = ""
    page = as_client.get(PAGE)
    assert "Reminders come by mail." in words(page)
    assert "Turn on here" not in words(page)
    assert 'name="session_push"' not in page.content.decode()
    mails = {name: value for name, value in CHOICES.items() if not name.endswith("_push")}
    assert as_client.post(PAGE, mails).status_code == 302
    assert ReminderSetting.objects.get().session_push is True
    assert as_client.post(DEVICES, Phone(PUBLIC).posts()).status_code == 404
    as_client.post("/me/reminders/test/")
    assert not Reminder.objects.exists()


def test_the_page_asks_the_same_few_questions(
    as_client: Browser, client_row: Client, django_assert_num_queries: Any
) -> None:
    device_of(client_row, Phone(PUBLIC))
    with django_assert_num_queries(10):
        as_client.get(PAGE)
    for _ in range(5):
        device_of(client_row, Phone(PUBLIC))
    with django_assert_num_queries(10):
        as_client.get(PAGE)


# --- This device ----------------------------------------------------------------------------------------------


def test_a_device_is_turned_on_named_and_removed(as_client: Browser, client_row: Client) -> None:
    assert shown(as_client.get(PAGE)) == "off"
    response = as_client.post(DEVICES, Phone(PUBLIC).posts(), headers={"user-agent": ANDROID})
    assert response.status_code == 204
    assert response.cookies["reminders"]["httponly"]
    page = as_client.get(PAGE)
    assert shown(page) == "on"
    assert "Chrome on Android" in words(page)
    device = PushSubscription.objects.get()
    assert device.endpoint not in page.content.decode()
    assert device.auth not in page.content.decode()
    as_client.post(f"{DEVICES}{device.pk}/delete/")
    assert not PushSubscription.objects.exists()
    assert shown(as_client.get(PAGE)) == "off"


def test_the_same_browser_again_is_the_same_device(as_client: Browser, client_row: Client) -> None:
    phone = Phone(PUBLIC)
    for _ in range(2):
        assert as_client.post(DEVICES, phone.posts()).status_code == 204
    assert PushSubscription.objects.count() == 1


def test_a_phone_that_is_somebody_elses_now_tells_nothing_of_the_first(
    as_client: Browser, as_other_client: Browser, client_row: Client, other_client: Client
) -> None:
    phone = Phone(PUBLIC)
    as_client.post(DEVICES, phone.posts())
    as_client.post("/me/reminders/test/")
    as_other_client.post(DEVICES, phone.posts())
    assert PushSubscription.objects.get().client == other_client
    assert not Reminder.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://127.0.0.1/x"},
        {"endpoint": "http://push.example.org/x"},
        {"endpoint": f"{PUBLIC}/{'x' * 3000}"},
        {"endpoint": "\x00"},
        {"p256dh": "AAAA"},
        {"auth": ""},
    ],
)
def test_an_address_that_is_none_is_refused(as_client: Browser, client_row: Client, wrong: dict[str, str]) -> None:
    response = as_client.post(DEVICES, Phone(PUBLIC).posts() | wrong)
    assert response.status_code == 422
    assert response.json()["error"] == "This browser gave an address that cannot be written to."
    assert not PushSubscription.objects.exists()


def test_nobody_has_more_devices_than_fit_a_list(as_client: Browser, client_row: Client) -> None:
    for _ in range(MOST_DEVICES):
        device_of(client_row, Phone(PUBLIC))
    response = as_client.post(DEVICES, Phone(PUBLIC).posts())
    assert response.status_code == 422
    assert "10 browsers" in response.json()["error"]


def test_a_browser_replaces_its_address_by_itself(
    as_client: Browser, as_other_client: Browser, client_row: Client, other_client: Client
) -> None:
    before, after = Phone(PUBLIC), Phone(PUBLIC)
    as_client.post(DEVICES, before.posts())
    body = after.posts() | {"before": before.address.endpoint}
    strict = Browser(enforce_csrf_checks=True)
    strict.force_login(client_row.user)
    assert as_other_client.post(f"{DEVICES}renewed/", body).status_code == 404
    assert strict.post(f"{DEVICES}renewed/", body | {"before": after.address.endpoint}).status_code == 404
    assert strict.post(f"{DEVICES}renewed/", body | {"endpoint": "https://10.0.0.1/"}).status_code == 422
    assert strict.post(f"{DEVICES}renewed/", body).status_code == 204
    device = PushSubscription.objects.get()
    assert (device.endpoint, device.client) == (after.address.endpoint, client_row)
    assert strict.post(DEVICES, Phone(PUBLIC).posts()).status_code == 403


def test_who_signs_out_is_not_reminded_on_that_device(as_client: Browser, client_row: Client) -> None:
    elsewhere = device_of(client_row, Phone(PUBLIC))
    as_client.post(DEVICES, Phone(PUBLIC).posts())
    as_client.get("/accounts/logout/")
    assert PushSubscription.objects.count() == 2
    as_client.post("/accounts/logout/")
    assert PushSubscription.objects.get() == elsewhere


def test_a_test_goes_to_each_device_and_one_at_a_time(as_client: Browser, client_row: Client) -> None:
    assert "in no browser yet" in str(as_client.post("/me/reminders/test/", follow=True).content)
    for _ in range(2):
        device_of(client_row, Phone(PUBLIC))
    for _ in range(3):
        page = as_client.post("/me/reminders/test/", follow=True).content.decode()
        assert "A test is on its way to 2 devices." in page
    assert Reminder.objects.filter(kind="test").count() == 2


def test_failures_are_told_with_what_to_do(as_client: Browser, client_row: Client) -> None:
    device_of(client_row, Phone(PUBLIC), failures=3, browser="Firefox", system="Android")
    page = words(as_client.get(PAGE))
    assert "The last 3 reminders did not get through. Remove it, then turn it on there again." in page


def test_on_an_iphone_installing_comes_first(as_client: Browser, client_row: Client) -> None:
    page = as_client.get(PAGE, headers={"user-agent": IPHONE})
    assert shown(page) == "install"
    for step in ("Tap Share, then Add to Home Screen,", "then open Kickstand from there,"):
        assert step in words(page)
    assert shown(as_client.get(PAGE, headers={"user-agent": ANDROID})) == "off"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (IPHONE, ("Safari", "iPhone")),
        (ANDROID, ("Chrome", "Android")),
        (ANDROID.replace("Chrome", "SamsungBrowser/27.0 Chrome"), ("Samsung Internet", "Android")),
        ("Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0", ("Firefox", "Android")),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131 Safari/537.36 Edg/131", ("Edge", "Windows")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/18 Safari/605", ("Safari", "Mac")),
        ("curl/8", ("", "")),
        ("", ("", "")),
    ],
)
def test_browsers_have_names_that_people_know(agent: str, name: tuple[str, str]) -> None:
    assert named(agent) == name


# --- The way out ----------------------------------------------------------------------------------------------


def link(user: User, kind: str, client: Client) -> str:
    address = stop_address(Link(kind=kind, user_id=user.pk, practice_id=client.practice_id))
    return address.removeprefix("http://127.0.0.1:8000")


@pytest.mark.parametrize("kind", ["session", "decision"])
def test_a_mails_link_ends_its_kind_without_sign_in(
    as_stranger: Browser, client_row: Client, client_user: User, kind: str
) -> None:
    chosen = {"practice": client_row.practice, "session_mail": True, "decision_mail": True}
    ReminderSetting.objects.create(client=client_row, **chosen)
    other = ClientFactory(user=UserFactory())
    ReminderSetting.objects.create(client=other, practice=other.practice, session_mail=True, decision_mail=True)
    address = link(client_user, kind, client_row)
    assert "Stop these mails?" in words(as_stranger.get(address))
    assert ReminderSetting.objects.get(client=client_row).session_mail  # looking changes nothing
    strict = Browser(enforce_csrf_checks=True)
    for _ in range(2):
        page = strict.post(address, {"List-Unsubscribe": "One-Click"})
        assert (page.status_code, "No more of these mails" in words(page)) == (200, True)
    setting = ReminderSetting.objects.get(client=client_row)
    assert {"session": setting.session_mail, "decision": setting.decision_mail}[kind] is False
    assert setting.session_mail is not setting.decision_mail
    assert ReminderSetting.objects.get(client=other).session_mail


def test_the_link_of_the_digest_ends_it_for_coach_and_client(
    as_stranger: Browser, client_row: Client, client_user: User, coach: User
) -> None:
    comment_on(client_row, author=client_user, text="To the coach.")
    comment_on(client_row, author=coach, text="To the client.")
    for user in (client_user, coach):
        mail.outbox.clear()
        mail_digest(client_row.practice_id, user.pk, now=timezone.now() + dt.timedelta(hours=1))
        headers = mail.outbox[0].message()
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = "".join(headers["List-Unsubscribe"].split()).strip("<>")
        as_stranger.post(address.removeprefix("http://127.0.0.1:8000"), {"List-Unsubscribe": "One-Click"})
        user.refresh_from_db()
        assert user.mail_digest is False


@pytest.mark.parametrize("kind", ["reply", "test", "email", ""])
def test_a_link_for_what_is_no_mail_does_nothing(
    as_stranger: Browser, client_row: Client, client_user: User, kind: str
) -> None:
    assert as_stranger.post(link(client_user, kind, client_row)).status_code == 404


@pytest.mark.parametrize("change", [lambda token: token[:-1], lambda token: "x" + token, lambda token: "nonsense"])
def test_a_link_that_is_not_ours_does_nothing(
    as_stranger: Browser, client_row: Client, client_user: User, change: Any
) -> None:
    address = link(client_user, "messages", client_row)
    token = address.split("/")[-2]
    response = as_stranger.post(address.replace(token, change(token)))
    assert (response.status_code, "This link does not work" in words(response)) == (404, True)
    client_user.refresh_from_db()
    assert client_user.mail_digest is True


def test_a_coach_and_a_stranger_have_no_such_page(as_coach: Browser, as_stranger: Browser, client_row: Client) -> None:
    assert as_coach.get(PAGE).status_code == 404
    assert as_stranger.get(PAGE).status_code == 302


def test_a_member_who_trains_nowhere_has_none(db: None, browser_of: Any) -> None:
    somebody = MembershipFactory(role="client").user
    assert browser_of(somebody).get(PAGE).status_code == 404
