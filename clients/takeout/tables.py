"""Which tables go along, in the order they come back in: what a row refers to stands before it."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from accounts.models import Membership, User
from clients.models import (
    Assignment,
    AssignmentBatch,
    Attachment,
    AttachmentNote,
    BodyMass,
    Client,
    ClientNote,
    Comment,
    PhoneAction,
    Proposal,
    ReminderSetting,
    ReviewCard,
    ReviewDecision,
    ScheduleChange,
    Session,
    SessionItem,
    SetLog,
    SetRevision,
    Swap,
    Target,
    TechniqueMark,
)
from exercises.models import Exercise, ExerciseMuscle, Variation
from programs.models import Draft, Gate, Program, ProgramDay, ProgramItem, Progression, Rung

AT_ONCE = 500  # rows in memory

# Rows of a practice that do not go along, and why. A test fails on a table that is neither here nor in TABLES.
LEFT_OUT = {
    "clients.invitation": "A link that lets somebody in; it is sent again.",
    "clients.pushsubscription": "Keys of a browser: who has them could write to it.",
    "clients.reminder": "What was sent to those browsers, kept for a month.",
    "clients.setimport": "A file under way; what came of it is in sessions and sets.",
    "clients.dataexport": "About files like this one.",
    "clients.datarestore": "About files like this one.",
    "accounts.practice": "Named in the manifest; rows come back into a practice that is there.",
    "accounts.membership": "A file lets nobody in: people of it are found by their e-mail among the members.",
    "accounts.keptanswer": "What tools were answered in the last two days.",
    "accounts.change": "That something changed, for tools that ask; what comes back is a change of its own.",
    "hooks.endpoint": "Where other tools listen, with the secret that signs for us.",
    "hooks.delivery": "What was sent to those.",
    "hooks.attempt": "How often.",
}


@dataclass(frozen=True, slots=True)
class Table:
    """`client`: the way from a row to the client it is about; None for what belongs to the practice as a whole.

    `shared`: whether a client's own file takes all rows of it along: what the client's rows refer to is among them.
    """

    model: type[models.Model]
    client: str | None = None
    shared: bool = False

    @property
    def name(self) -> str:
        """`clients.setlog`: as it is called in the file."""
        return self.model._meta.label_lower

    @property
    def fields(self) -> list[Any]:
        """What is written of a row, the id first; what the database computes and whose practice it is are not."""
        rows = [field for field in self.model._meta.concrete_fields if not field.generated and field.name != "practice"]
        return sorted(rows, key=lambda field: not field.primary_key)

    def rows(self, practice_id: UUID, client_id: UUID | None) -> Any:
        rows = self.model._default_manager.filter(practice_id=practice_id).order_by("pk")
        if client_id is None or self.shared:
            return rows
        if self.client is None:
            return rows.none()
        ways = (Q(**{way: client_id}) for way in self.client.split("|"))
        return rows.filter(Q(*ways, _connector=Q.OR)).distinct() if "|" in self.client else rows.filter(*ways)


TABLES = [
    Table(Exercise, shared=True),
    Table(ExerciseMuscle, shared=True),
    Table(Variation, shared=True),
    Table(Progression, shared=True),
    Table(Rung, shared=True),
    Table(Gate, shared=True),
    Table(Program, shared=True),
    Table(ProgramDay, shared=True),
    Table(ProgramItem, shared=True),
    Table(Draft),
    Table(Client, "pk"),
    Table(ClientNote, "client"),
    Table(BodyMass, "client"),
    Table(ReminderSetting, "client"),
    Table(AssignmentBatch, "assignments__client|ended__client"),
    Table(Assignment, "client"),
    Table(ScheduleChange, "assignment__client"),
    Table(Swap, "assignment__client"),
    Table(Session, "client"),
    Table(SessionItem, "session__client"),
    Table(Target, "item__session__client"),
    Table(TechniqueMark, "item__session__client"),
    Table(SetLog, "client"),
    Table(SetRevision, "set__client"),
    Table(Proposal, "assignment__client"),
    Table(ReviewCard, "client"),
    Table(ReviewDecision, "card__client"),
    Table(Comment, "client"),
    Table(Attachment, "client"),
    Table(AttachmentNote, "attachment__client"),
    Table(PhoneAction, "client"),
]
BY_NAME = {table.name: table for table in TABLES}
# Columns that came with a version of the format, and what stood there before it.
NEW: dict[int, dict[str, dict[str, Any]]] = {2: {"clients.client": {"imported_as": ""}}}


# --- What the rows refer to besides ---------------------------------------------------------------------------


def built_in() -> dict[str, Any]:
    """Rows of the built-in library by table, each as its id and what it is known by wherever Kickstand runs.

    `also` are ids that versions and copies share (a family, a lineage).
    """
    none = {"practice": None}
    return {
        "exercises.exercise": Exercise.objects.filter(**none).values_list("id", "slug"),
        "exercises.variation": Variation.objects.filter(**none).values_list("id", "exercise__slug", "code"),
        "programs.progression": Progression.objects.filter(**none)
        .annotate(also=F("family"))
        .values_list("id", "slug", "also"),
        "programs.rung": Rung.objects.filter(**none)
        .annotate(also=F("lineage"))
        .values_list("id", "progression__slug", "position", "also"),
    }


def library_rows() -> Iterator[dict[str, Any]]:
    """`{"table": …, "id": …, "key": ["staggered-hip-thrust", 3], "also": …}`"""
    for table, rows in built_in().items():
        has_also = table.startswith("programs.")
        for row in rows.order_by("pk"):
            pk, *key = row
            also = key.pop() if has_also else None
            yield {"table": table, "id": pk, "key": key, "also": also}


def people_rows(practice_id: UUID) -> Iterator[dict[str, Any]]:
    """Who belongs to the practice: found again by their e-mail. No password, no right to anything."""
    people = User.objects.filter(pk__in=Membership.objects.filter(practice_id=practice_id).values("user"))
    for user in people.order_by("pk"):
        yield {"id": user.pk, "name": user.name, "email": user.email}


# --- Values ----------------------------------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """A value as JSON has it, exact: figures with decimals, times and ids as text."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value


def line_of(row: dict[str, Any]) -> str:
    """One row as one line of JSON."""
    return json.dumps({name: plain(value) for name, value in row.items()}, ensure_ascii=False, separators=(",", ":"))
