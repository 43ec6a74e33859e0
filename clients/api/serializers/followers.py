"""Who follows an older version, what the newest would change for each, and moving them, as JSON."""

from collections.abc import Iterable, Sequence
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from clients.api.serializers.proposals import ProposedSideSerializer, sides_as_list
from clients.models import Assignment
from clients.moving import Move
from clients.pushing import Push
from config.api.fields import CanonicalUUID, StrictSerializer

MOST = 500


class MoveSerializer(serializers.Serializer[Any]):
    """One who follows an older version: the next session as it is, and as it would be on the newest."""

    assignment = serializers.UUIDField()
    client = serializers.UUIDField()
    progression = serializers.UUIDField(help_text="The version that is followed now.")
    changes = serializers.BooleanField(help_text="False where the next session stays as it is.")
    now = ProposedSideSerializer(many=True)
    then = ProposedSideSerializer(many=True)
    lost = serializers.ListField(child=serializers.UUIDField(), help_text="Rungs that the newest has no more.")


class MovesSerializer(serializers.Serializer[Any]):
    """`to` is the newest version."""

    to = serializers.UUIDField()
    results = MoveSerializer(many=True)


def move_as_data(move: Move) -> dict[str, Any]:
    given = move.assignment
    return {
        "assignment": given.pk,
        "client": given.client_id,
        "progression": given.ladder_id,
        "changes": move.changes,
        "now": sides_as_list(move.now),
        "then": sides_as_list(move.then),
        "lost": [rung.pk for rung in move.lost],
    }


class FromToSerializer(serializers.Serializer[Any]):
    """A line of the program as it is, and as it would be."""

    now = serializers.CharField()
    then = serializers.CharField()


class DayChangeSerializer(serializers.Serializer[Any]):
    """What changes on a day to come, in lines of notation."""

    date = serializers.DateField()
    added = serializers.ListField(child=serializers.CharField())
    removed = serializers.ListField(child=serializers.CharField())
    changed = FromToSerializer(many=True)
    reordered = serializers.BooleanField()


class LastDaySerializer(serializers.Serializer[Any]):
    now = serializers.DateField()
    then = serializers.DateField()


class PushSerializer(serializers.Serializer[Any]):
    """One who follows an older version of the program, and what the newest would change for them.

    `begins`: first rungs of progressions that come in. `ends`, `kept` and `newer`: assignments of its progressions
    that end, stay, and go over to a newer version of theirs.
    """

    assignment = serializers.UUIDField()
    client = serializers.UUIDField()
    program = serializers.UUIDField(help_text="The version that is followed now.")
    changes = serializers.BooleanField()
    blocked = serializers.CharField(allow_blank=True, help_text="Why it cannot be pushed to them; empty where it can.")
    days = DayChangeSerializer(many=True)
    begins = serializers.ListField(child=serializers.UUIDField())
    ends = serializers.ListField(child=serializers.UUIDField())
    kept = serializers.ListField(child=serializers.UUIDField())
    newer = serializers.ListField(child=serializers.UUIDField())
    last_day = LastDaySerializer(allow_null=True)


class PushesSerializer(serializers.Serializer[Any]):
    """`to` is the newest version."""

    to = serializers.UUIDField()
    results = PushSerializer(many=True)


def push_as_data(push: Push) -> dict[str, Any]:
    given = push.assignment
    return {
        "assignment": given.pk,
        "client": given.client_id,
        "program": given.program_id,
        "changes": push.changes,
        "blocked": push.blocked,
        "days": [
            {
                "date": day.date,
                "added": day.added,
                "removed": day.removed,
                "changed": [{"now": now, "then": then} for now, then in day.changed],
                "reordered": day.reordered,
            }
            for day in push.days
        ],
        "begins": [rung.pk for rung in push.begins],
        "ends": [track.pk for track in push.ends],
        "kept": [track.pk for track in push.kept],
        "newer": [track.pk for track, _ in push.newer],
        "last_day": {"now": push.last_day[0], "then": push.last_day[1]} if push.last_day else None,
    }


class MoveOverSerializer(StrictSerializer):
    """Who goes over to the newest version. All of them or none."""

    assignments = serializers.ListField(child=CanonicalUUID(), min_length=1, max_length=MOST)


class MovedSerializer(serializers.Serializer[Any]):
    moved = serializers.IntegerField(help_text="How many follow the newest version now.")


def chosen(sent: Sequence[Any], among: Iterable[Assignment], blocked: dict[Any, str]) -> list[Assignment]:
    """The assignments that were named. Raises ValidationError at each that cannot go over, and takes none then."""
    known = {row.pk: row for row in among}
    wrong = {
        str(n): [blocked.get(pk) or "This does not follow an older version."]
        for n, pk in enumerate(sent)
        if pk not in known or blocked.get(pk)
    }
    if wrong:
        raise ValidationError({"assignments": wrong})
    return [known[pk] for pk in dict.fromkeys(sent)]
