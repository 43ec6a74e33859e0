"""A client with a row in every table that can be about one."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db.models import ForeignKey, Model
from django.utils import timezone

from accounts.models import User
from clients import verdicts
from clients.body_mass import weigh
from clients.cards import card_of
from clients.clips import attach_clip
from clients.models import (
    AttachmentNote,
    Client,
    Comment,
    DataExport,
    Invitation,
    PhoneAction,
    PushSubscription,
    Reminder,
    ReminderSetting,
    ScheduleChange,
    Session,
    SetImport,
    SetRevision,
    Swap,
    TechniqueMark,
)
from clients.notes import write_note
from tests.clients.clips import upload
from tests.clients.rows import finished
from tests.factories import AssignmentFactory

MONDAY = dt.date(2026, 1, 5)


def fill(client: Client, *, coach: User) -> Session:
    """The one session of the client that all the rest is about."""
    practice = client.practice
    here = {"practice": practice}
    assignment = AssignmentFactory(client=client)
    session = finished(assignment, due_on=MONDAY)
    item, row = session.items.get(), session.sets.first()
    assert row
    Comment.objects.create(**here, client=client, session=session, author=client.user, text="Went well.")
    ScheduleChange.objects.create(**here, assignment=assignment, kind="paused", day=MONDAY, made_by=coach)
    swap = {"assignment": assignment, "variation": item.targets.all()[0].variation, "instead_of": "Thrust", "sides": {}}
    item.swap = Swap.objects.create(**here, **swap, due_on=MONDAY)
    item.save(update_fields=["swap"])
    TechniqueMark.objects.create(**here, item=item, side="left", is_sound=True)
    verdicts.hold(card_of(session.pk), session.proposals.get(), by=coach)
    SetRevision.objects.create(**here, set=row, before={})
    write_note(client, author=coach, text="Bench is 43 cm.")
    weigh(client, kg=Decimal(70))
    Invitation.objects.create(
        **here,
        client=client,
        email=client.email,
        token_hash=uuid4().hex,
        invited_by=coach,
        expires_at=session.opened_at,
    )
    sent_apart(session)
    DataExport.objects.create(**here, client=client)
    SetImport.objects.create(**here, client=client, source="hevy", content=b"packed")
    clip = attach_clip(row, upload(), by=coach)
    AttachmentNote.objects.create(**here, attachment=clip, text="Knee out.")
    _remind(client)
    return session


def sent_apart(session: Session) -> PhoneAction:
    """Something that a phone sent, and that found no place."""
    return PhoneAction.objects.create(
        practice_id=session.practice_id,
        client=session.client,
        session=session,
        uuid=uuid4(),
        kind="comment",
        data={"text": "Went well."},
        digest="0",
        state="conflict",
        said_at=session.opened_at,
    )


def _remind(client: Client) -> None:
    here, now = {"practice": client.practice, "client": client}, timezone.now()
    address = {"endpoint": f"https://push.example.org/{client.pk}", "p256dh": "B", "auth": "A"}
    device = PushSubscription.objects.create(**here, user=client.user, **address)
    ReminderSetting.objects.create(**here)
    moments = {"day": MONDAY, "due_at": now, "expires_at": now}
    Reminder.objects.create(**here, kind="test", about=device.pk, way="push", device=device, **moments)


def paths_to_client(model: type[Model], depth: int = 4) -> set[str]:
    """Every way from a row of the model to the client it is about, along foreign keys of the app."""
    found: set[str] = set()
    if depth == 0:
        return found
    for field in model._meta.fields:
        if isinstance(field, ForeignKey) and field.related_model is Client:
            found.add(field.name)
        elif (
            isinstance(field, ForeignKey)
            and field.related_model is not model
            and field.related_model._meta.app_label == "clients"
        ):
            found |= {f"{field.name}__{path}" for path in paths_to_client(field.related_model, depth - 1)}
    return found


def rows_of(pk: Any) -> dict[str, int]:
    """How many rows of each model of the app lead to the client."""
    counts: dict[str, int] = {"Client": Client.objects.filter(pk=pk).count()}
    for model in apps.get_app_config("clients").get_models():
        for path in paths_to_client(model):
            counts[f"{model.__name__}.{path}"] = model._default_manager.filter(**{path: pk}).count()
    return counts
