"""What clients follow: assigned to one or to many, foreseen, its days and what is done instead."""

import datetime as dt
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clients.api.examples import shown
from clients.api.fields import Day
from clients.assigning_many import MOST
from clients.models import Assignment, AssignmentBatch, Policy, Session, Side, Swap
from config.api.fields import CanonicalUUID, LoadIn, OptionalChoice, StrictSerializer, WholeNumber
from config.api.writing import Text
from programs.models import Coupling

LOAD_UNITS = [("kg", "kg"), ("lb", "lb"), ("band", "level of a band")]
MILESTONES = [("rung", "The next rung"), ("own", "The same at the client's own pace"), ("deload", "A lighter week")]


class PauseSerializer(serializers.Serializer[Any]):
    """No session is due from the first day to the last, both included; without a last one it goes on."""

    first = serializers.DateField()
    last = serializers.DateField(allow_null=True)


class MovedDaySerializer(serializers.Serializer[Any]):
    """The session of a day by the weekdays, and the day it is done on instead."""

    day = serializers.DateField()
    to = serializers.DateField()


@shown
class AssignmentSerializer(serializers.ModelSerializer[Assignment]):
    """What a client follows: a progression, or a program. In `weekdays` 0 is Monday; `start_load` is in their unit.

    The progressions of a program are assignments of their own, with the program's as their `parent`; days, pauses and
    moved days are the parent's. `batch`: those that were assigned together.
    """

    pauses = serializers.SerializerMethodField()
    moved_days = serializers.SerializerMethodField()

    class Meta:
        model = Assignment
        fields = (
            "id",
            "client",
            "program",
            "parent",
            "progression",
            "start_rung",
            "start_load",
            "start_date",
            "weekdays",
            "coupling",
            "policy",
            "deload_every_weeks",
            "pauses",
            "moved_days",
            "batch",
            "status",
            "created_at",
            "ended_at",
        )
        read_only_fields = fields

    @extend_schema_field(PauseSerializer(many=True))
    def get_pauses(self, assignment: Assignment) -> list[dict[str, Any]]:
        return [{"first": first, "last": last} for first, last in assignment.pauses]

    @extend_schema_field(MovedDaySerializer(many=True))
    def get_moved_days(self, assignment: Assignment) -> list[dict[str, Any]]:
        return [{"day": day, "to": to} for day, to in sorted(assignment.moved_days.items())]


# --- Assigning ------------------------------------------------------------------------------------------------


class StartInSerializer(StrictSerializer):
    """From which rung a progression of a program is followed."""

    progression = CanonicalUUID()
    rung = CanonicalUUID()


class BeginsSerializer(StrictSerializer):
    """Where one client begins. What is not named is suggested from what they have logged."""

    client = CanonicalUUID()
    start_rung = CanonicalUUID(required=False, help_text="Of a progression.")
    start_load = LoadIn(required=False, help_text="In the client's unit, or the level of a band. Of a progression.")
    starts = StartInSerializer(many=True, required=False, help_text="Of a program.")


class RulesSerializer(StrictSerializer):
    """One of `progression` and `program`, on which days, and by which rules."""

    progression = CanonicalUUID(required=False)
    program = CanonicalUUID(required=False)
    start_date = Day(required=False, help_text="Today, unless named.")
    weekdays = serializers.ListField(
        child=WholeNumber(min_value=0, max_value=6), min_length=1, max_length=7, help_text="0 is Monday."
    )
    coupling = serializers.ChoiceField(Coupling.choices, default=Coupling.SHARED, help_text="How the sides move on.")
    policy = serializers.ChoiceField(
        Policy.choices, default=Policy.RUNG_CHANGES, help_text="Which proposals wait for the coach."
    )
    deload_every_weeks = WholeNumber(min_value=2, max_value=26, allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("progression" in attrs) == ("program" in attrs):
            raise serializers.ValidationError({"progression": "Name a progression or a program."}, code="required")
        return attrs

    def validate_weekdays(self, days: list[int]) -> list[int]:
        return sorted(set(days))


@shown
class AssignSerializer(RulesSerializer, BeginsSerializer):
    """One client's progression or program from now on."""


@shown
class AssignManySerializer(RulesSerializer):
    """The same for many clients, each from a place of their own."""

    clients = serializers.ListField(child=BeginsSerializer(), min_length=1, max_length=MOST)


# --- What would follow ----------------------------------------------------------------------------------------


class PlannedStartSerializer(serializers.Serializer[Any]):
    """Where a progression begins; `suggested_rung` is where it would, and `why`."""

    progression = serializers.UUIDField()
    rung = serializers.UUIDField(source="rung.pk")
    position = serializers.IntegerField(source="rung.position", help_text="Of the rung.")
    load = serializers.DecimalField(
        max_digits=6, decimal_places=2, allow_null=True, help_text="Null where the body mass is not known."
    )
    unit = serializers.ChoiceField(LOAD_UNITS)
    suggested_rung = serializers.UUIDField(source="suggested.rung.pk")
    suggested_load = serializers.DecimalField(
        max_digits=6, decimal_places=2, allow_null=True, source="suggested.load", help_text="Null: the rung's own."
    )
    why = serializers.CharField(source="suggested.why")


class PlannedSideSerializer(serializers.Serializer[Any]):
    """What one side would be asked. A fixed exercise has no `rung`; `reps` holds one figure a set."""

    side = serializers.ChoiceField(Side.choices)
    rung = serializers.UUIDField(allow_null=True)
    variation = serializers.UUIDField()
    load = serializers.DecimalField(max_digits=6, decimal_places=2, allow_null=True)
    load_words = serializers.CharField(allow_blank=True)
    unit = serializers.ChoiceField(LOAD_UNITS)
    sets = serializers.IntegerField()
    reps = serializers.ListField(child=serializers.IntegerField())
    seconds = serializers.IntegerField(allow_null=True)
    reps_low = serializers.IntegerField()
    reps_high = serializers.IntegerField()
    rir = serializers.IntegerField(allow_null=True)
    action = serializers.CharField(allow_null=True, help_text="The engine's, that would lead to it.")


class PlannedItemSerializer(serializers.Serializer[Any]):
    label = serializers.CharField(allow_blank=True, help_text="A1, A2.")  # type: ignore[assignment]
    is_deload = serializers.BooleanField()
    sides = PlannedSideSerializer(many=True)


class PlannedSessionSerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    title = serializers.CharField(allow_blank=True)
    items = PlannedItemSerializer(many=True)


class MilestoneSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(MILESTONES)
    name = serializers.CharField(allow_blank=True, help_text="Of the rung.")
    date = serializers.DateField(allow_null=True, help_text="Null: not within the weeks that were looked at.")


@shown
class PlannedSerializer(serializers.Serializer[Any]):
    """What assigning would do for one client: nothing is written. `ends`: what they follow now.

    `problems` are by field, as the refusal would name them; with some there are no sessions.
    """

    client = serializers.UUIDField()
    ends = serializers.UUIDField(allow_null=True)
    starts = PlannedStartSerializer(many=True)
    problems = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    sessions = PlannedSessionSerializer(many=True, help_text="The first six weeks, every target met.")
    milestones = MilestoneSerializer(many=True)


@shown
class PlannedForManySerializer(serializers.Serializer[Any]):
    """The same for many. `problems` here are everybody's; sessions are those of the first client without any."""

    problems = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    clients = PlannedSerializer(many=True)


@shown
class BatchSerializer(serializers.ModelSerializer[AssignmentBatch]):
    """Assignments made in one go. Until `undo_until` it can be undone, once, while nobody has trained on it."""

    undo_until = serializers.DateTimeField()
    assignments = serializers.SerializerMethodField(help_text="The whole ones, without the tracks of programs.")
    ended = serializers.SerializerMethodField(help_text="What ended for them, and goes on when it is undone.")

    class Meta:
        model = AssignmentBatch
        fields = ("id", "made_by", "created_at", "undo_until", "undone_at", "assignments", "ended")
        read_only_fields = fields

    def get_assignments(self, batch: AssignmentBatch) -> list[str]:
        return [str(row.pk) for row in batch.assignments.all() if row.parent_id is None]

    def get_ended(self, batch: AssignmentBatch) -> list[str]:
        return [str(row.pk) for row in batch.ended.all() if row.parent_id is None]


# --- Days -----------------------------------------------------------------------------------------------------


class SwappedSideSerializer(serializers.Serializer[Any]):
    """What is asked of a side instead. `reps` holds one figure a set."""

    side = serializers.ChoiceField(Side.choices)
    load = serializers.DecimalField(max_digits=6, decimal_places=2)
    sets = serializers.IntegerField()
    reps = serializers.ListField(child=serializers.IntegerField())


@shown
class SwapSerializer(serializers.ModelSerializer[Swap]):
    """Another exercise in the place of a progression's for one session. `assignment` is the track that waits.

    `instead_of` is what would have been done. `reason` is the client's own; null where a coach swapped it.
    """

    reason = OptionalChoice(Session.SkipReason.choices)
    sides = serializers.SerializerMethodField()

    class Meta:
        model = Swap
        fields = (
            "id",
            "assignment",
            "due_on",
            "variation",
            "implement",
            "instead_of",
            "sides",
            "reason",
            "note",
            "made_by",
            "made_at",
        )
        read_only_fields = fields

    @extend_schema_field(SwappedSideSerializer(many=True))
    def get_sides(self, swap: Swap) -> list[dict[str, Any]]:
        rows = [{"side": side, **figures} for side, figures in swap.sides.items()]
        return list(SwappedSideSerializer(rows, many=True).data)


class SwapSideInSerializer(StrictSerializer):
    side = serializers.ChoiceField(Side.choices)
    load = LoadIn(help_text="In the client's unit; 0 is the body alone.")
    sets = WholeNumber(min_value=1, max_value=20, default=3)
    reps = serializers.ListField(
        child=WholeNumber(min_value=1, max_value=100),
        min_length=1,
        max_length=20,
        help_text="One figure for every set, or one for each.",
    )


@shown
class NewSwapSerializer(StrictSerializer):
    assignment = CanonicalUUID(help_text="The progression, or the track of a program.")
    due_on = Day()
    variation = CanonicalUUID(help_text="What is done instead.")
    sides = serializers.ListField(child=SwapSideInSerializer(), min_length=1, max_length=2)
    note = Text(max_length=160, required=False, allow_blank=True, default="", help_text="Why; the client reads it.")

    def validate_sides(self, sides: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({each["side"] for each in sides}) < len(sides):
            raise serializers.ValidationError("Name each side once.")
        return sides


@shown
class MoveDaySerializer(StrictSerializer):
    """A session on another date. Back on the day of the weekdays, nothing was moved."""

    day = Day(required=False, help_text="The day it is due on. A client moves the next one, and need not name it.")
    to = Day()


class ComingDaySerializer(serializers.Serializer[Any]):
    """A day on which a session is due. `usual`: the day by the weekdays, where it was moved, and by whom."""

    date = serializers.DateField()
    usual = serializers.DateField(allow_null=True)
    moved_by = serializers.UUIDField(allow_null=True, source="by.pk", default=None)
    swaps = SwapSerializer(many=True)


@shown
class DaysSerializer(serializers.Serializer[Any]):
    """The next due days, today's too. `own_move`: the session that the client may move themselves, and where to."""

    days = ComingDaySerializer(many=True)
    own_move = serializers.SerializerMethodField()

    @extend_schema_field(
        {
            "type": ["object", "null"],
            "required": ["day", "days"],
            "properties": {
                "day": {"type": "string", "format": "date"},
                "days": {"type": "array", "items": {"type": "string", "format": "date"}},
            },
        }
    )
    def get_own_move(self, found: dict[str, Any]) -> dict[str, Any] | None:
        move = found["own_move"]
        return {"day": move.day.isoformat(), "days": [_iso(day) for day in move.days]} if move else None


def _iso(day: dt.date) -> str:
    return day.isoformat()
