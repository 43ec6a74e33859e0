"""What was assigned together, as its page tells it. Reads only."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from clients.assigning_many import trained_since
from clients.models import Assignment, AssignmentBatch, Client


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One client: where they began (`starts`: progression and rung), what it ended, whether they trained since."""

    client: Client
    starts: list[Assignment]
    before: Assignment | None
    trained: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """`whole`: one of the assignments, for what all share; None when every client of it has been deleted."""

    given: list[Given]
    whole: Assignment | None
    can_undo: bool


def read_batch(user: Any, batch: AssignmentBatch) -> BatchView:
    """The same few queries however many clients there are."""
    rows = Assignment.objects.for_coach(user).order_by("client__name", "client_id", "created_at", "pk")
    rows = rows.select_related("client", "program", "progression", "start_rung__variation__exercise")
    made = list(rows.filter(batch=batch))
    before = {each.client_id: each for each in rows.filter(ended_by=batch, parent=None)}
    trained = set(trained_since(batch))
    wholes = [each for each in made if each.parent_id is None]
    given = [
        Given(
            client=whole.client,
            starts=[each for each in made if each.client_id == whole.client_id and each.progression_id],
            before=before.get(whole.client_id),
            trained=whole.client_id in trained,
        )
        for whole in wholes
    ]
    in_time = batch.undone_at is None and timezone.now() <= batch.undo_until
    return BatchView(given=given, whole=wholes[0] if wholes else None, can_undo=in_time)


def latest_undoable(user: Any) -> AssignmentBatch | None:
    """The coach's own newest that can still be undone."""
    since = timezone.now() - AssignmentBatch.UNDO_FOR
    mine = AssignmentBatch.objects.for_coach(user).filter(made_by=user, undone_at=None, created_at__gte=since)
    found: AssignmentBatch | None = mine.order_by("-created_at").first()
    return found
