"""The devices of a client that reminders are pushed to: turned on, turned off, renewed."""

import datetime as dt
import re
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User, uuid7
from clients.models import Client, PushSubscription, Reminder
from clients.push_service import Address, check_address
from clients.reminding import TEST_LASTS

MOST_DEVICES = 10
BETWEEN_TESTS = dt.timedelta(minutes=1)
BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/|OPT/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/|AppleWebKit.*Mobile/"),
)
SYSTEMS = (
    ("iPhone", r"iPhone|iPod"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("ChromeOS", r"CrOS"),
    ("Windows", r"Windows"),
    ("Mac", r"Macintosh"),
    ("Linux", r"Linux|X11"),
)


def named(agent: str) -> tuple[str, str]:
    """Browser and system as people call them, from what the browser says of itself; "" for what is not known."""

    def first(names: tuple[tuple[str, str], ...]) -> str:
        return next((name for name, sign in names if re.search(sign, agent[:500])), "")

    return first(BROWSERS), first(SYSTEMS)


def is_apple_phone(agent: str) -> bool:
    """iPhones and iPads push to installed apps only. (An iPad that calls itself a Mac is for the script to tell.)"""
    return named(agent)[1] in ("iPhone", "iPad")


@transaction.atomic
def keep_device(client: Client, user: User, address: Address, *, agent: str) -> PushSubscription:
    """Reminders of this client go to that browser from now on. The same browser again is the same device.

    Raises ValidationError for an address that is none, and for more devices than anybody has.
    """
    check_address(address)
    rows = PushSubscription.objects.filter(practice_id=client.practice_id)
    Client.objects.select_for_update().get(pk=client.pk)  # two taps at once are one device
    held = rows.filter(endpoint=address.endpoint).first()
    if held is None and rows.filter(client=client).count() >= MOST_DEVICES:
        raise ValidationError(
            _("Reminders are on in %(count)d browsers already. Remove one first.") % {"count": MOST_DEVICES}
        )
    browser, system = named(agent)
    device = held or PushSubscription(practice_id=client.practice_id, endpoint=address.endpoint)
    if held is not None and held.client_id != client.pk:
        held.reminders.all().delete()  # somebody else's phone until now: what waits for them is not for these eyes
    device.client, device.user, device.p256dh, device.auth = client, user, address.p256dh, address.auth
    device.browser, device.system, device.language = browser, system, get_language() or ""
    device.made_at, device.failures = timezone.now(), 0
    device.full_clean(exclude=["practice", "client", "user"])
    device.save()
    return device


@transaction.atomic
def renew_device(device: PushSubscription, address: Address) -> PushSubscription:
    """The browser got another address for the same device. Raises ValidationError for one that is none."""
    check_address(address)
    device.endpoint, device.p256dh, device.auth = address.endpoint, address.p256dh, address.auth
    device.failures = 0
    device.full_clean(exclude=["practice", "client", "user"])
    device.save(update_fields=["endpoint", "p256dh", "auth", "failures"])
    return device


@transaction.atomic
def ask_for_test(client: Client) -> int:
    """A test to each device of the client, at most one a minute. Returns to how many it goes."""
    now = timezone.now()
    devices = list(PushSubscription.objects.filter(practice_id=client.practice_id, client=client))
    tests = Reminder.objects.filter(practice_id=client.practice_id, client=client, kind=Reminder.Kind.TEST)
    if not tests.filter(made_at__gt=now - BETWEEN_TESTS).exists():
        asked = uuid7()
        Reminder.objects.bulk_create(_test(client, device, asked, now) for device in devices)
    return len(devices)


def _test(client: Client, device: PushSubscription, asked: UUID, now: dt.datetime) -> Reminder:
    return Reminder(
        practice_id=client.practice_id,
        client=client,
        kind=Reminder.Kind.TEST,
        about=asked,
        day=client.today(now),
        way=Reminder.Way.PUSH,
        device=device,
        made_at=now,
        due_at=now,
        expires_at=now + TEST_LASTS,
    )
