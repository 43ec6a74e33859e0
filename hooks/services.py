"""What an owner does with endpoints: add, change, turn off and on, new secret, test, send again, remove."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Practice
from config import outward
from hooks.delivering import switch_off
from hooks.models import LONGEST_URL, TEST, Delivery, Endpoint, Event
from hooks.queueing import queue_soon
from hooks.signing import make_secret
from hooks.telling import TRIED_FOR, deliveries

MOST_ENDPOINTS = 10
LONGEST_OVERLAP_HOURS = 7 * 24


@transaction.atomic
def add_endpoint(practice_id: UUID, *, name: str, url: str, events: Iterable[str]) -> Endpoint:
    """A new endpoint, on, with a secret of its own. Raises ValidationError keyed by field."""
    Practice.objects.select_for_update().get(pk=practice_id)  # two at once do not both count nine
    if Endpoint.objects.filter(practice_id=practice_id).count() >= MOST_ENDPOINTS:
        raise ValidationError(_("There are %(count)d endpoints already. Remove one first.") % {"count": MOST_ENDPOINTS})
    endpoint = Endpoint(practice_id=practice_id, secret=make_secret())
    _change(endpoint, name=name, url=url, events=events)
    endpoint.save()
    return endpoint


@transaction.atomic
def change_endpoint(endpoint: Endpoint, **changes: Any) -> Endpoint:
    """Another name, address, choice of events; `is_on` turns it off and on. Raises ValidationError keyed by field.

    Turned on again, it hears of what happens from now on.
    """
    held = Endpoint.objects.select_for_update().get(pk=endpoint.pk, practice_id=endpoint.practice_id)
    wanted_on = changes.pop("is_on", held.is_on)
    _change(held, **changes)
    if wanted_on and not held.is_on:
        held.is_on, held.off_because, held.off_at, held.off_mailed_at = True, "", None, None
        held.failing_since = None
    held.save()
    if held.is_on and not wanted_on:
        switch_off(held, Endpoint.Off.BY_HAND)
    return held


def _change(endpoint: Endpoint, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(endpoint, name, value)
    endpoint.events = [event for event in Event.values if event in set(endpoint.events)]
    errors: dict[str, Any] = {}
    if not endpoint.events:
        errors["events"] = _("Choose at least one.")
    if not outward.is_allowed(endpoint.url, longest=LONGEST_URL, this_machine=settings.WEBHOOKS_TO_THIS_MACHINE):
        errors["url"] = _("Give a public address that begins with https://.")
    try:
        endpoint.full_clean(exclude=["practice", *errors], validate_constraints=False)
    except ValidationError as error:
        errors |= error.update_error_dict({})
    if errors:
        raise ValidationError(errors)


def remove_endpoint(endpoint: Endpoint) -> None:
    """With its log. What is on its way does not arrive."""
    endpoint.delete()


@transaction.atomic
def rotate_secret(endpoint: Endpoint, *, overlap_hours: int, now: dt.datetime | None = None) -> Endpoint:
    """A new secret; the old one signs beside it for `overlap_hours`, 0 for not at all.

    Raises ValidationError for hours out of bounds.
    """
    if not 0 <= overlap_hours <= LONGEST_OVERLAP_HOURS:
        said = _("Choose 0 to %(most)d hours.") % {"most": LONGEST_OVERLAP_HOURS}
        raise ValidationError({"overlap_hours": said})
    held = Endpoint.objects.select_for_update().get(pk=endpoint.pk, practice_id=endpoint.practice_id)
    until = (now or timezone.now()) + dt.timedelta(hours=overlap_hours)
    held.old_secret, held.old_secret_until = (held.secret, until) if overlap_hours else ("", None)
    held.secret = make_secret()
    held.save(update_fields=["secret", "old_secret", "old_secret_until"])
    return held


@transaction.atomic
def send_test(endpoint: Endpoint, *, now: dt.datetime | None = None) -> Delivery:
    """An event of its own kind, to see whether it arrives. One that waits already is enough.

    Raises ValidationError when the endpoint is off.
    """
    now = now or timezone.now()
    held = _locked_on(endpoint)
    mine = Delivery.objects.filter(practice_id=held.practice_id, endpoint=held)
    waiting = mine.filter(type=TEST, state=Delivery.State.WAITING).first()
    if waiting is not None:
        return waiting
    [row] = deliveries(held.practice_id, [held.pk], TEST, {"webhook": held.pk}, now=now)
    row.save()
    queue_soon(held.practice_id, [held.pk])
    return row


@transaction.atomic
def replay(delivery: Delivery, *, now: dt.datetime | None = None) -> Delivery:
    """The same once more, with the same id, and tried for three days again. Raises ValidationError when the endpoint is
    off.
    """
    now = now or timezone.now()
    endpoint = _locked_on(delivery.endpoint)
    held = Delivery.objects.select_for_update().get(pk=delivery.pk, practice_id=delivery.practice_id)
    held.state, held.tries, held.due_at, held.give_up_at = Delivery.State.WAITING, 0, now, now + TRIED_FOR
    held.save(update_fields=["state", "tries", "due_at", "give_up_at"])
    queue_soon(endpoint.practice_id, [endpoint.pk])
    return held


def _locked_on(endpoint: Endpoint) -> Endpoint:
    held = Endpoint.objects.select_for_update().get(pk=endpoint.pk, practice_id=endpoint.practice_id)
    if not held.is_on:
        raise ValidationError(_("This endpoint is off. Turn it on first."))
    return held
