"""Training days: what was asked of each side, frozen when the day was opened; and how they went."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clients.api.examples import shown
from clients.api.fields import Day
from clients.models import Session, SessionItem, Side, Target, TechniqueMark
from clients.own_swap import Alternative
from config.api.fields import CanonicalUUID, OptionalChoice, OptionalTempo, StrictSerializer, WholeNumber
from config.api.quick import Quick
from config.api.writing import Flag, Text


class ReasonSerializer(serializers.Serializer[Any]):
    """A code with the figures behind it."""

    code = serializers.CharField()
    side = OptionalChoice(Side.choices, default=None)
    figures = serializers.DictField(default=dict)

    def to_representation(self, reason: dict[str, Any]) -> dict[str, Any]:
        return {"code": reason["code"], "side": reason.get("side") or None, "figures": reason.get("figures", {})}


class TargetSerializer(Quick, serializers.ModelSerializer[Target]):
    """What was asked of one side, frozen when the session was opened. `reps` holds one figure a set.

    A fixed exercise has no `rung`; its load may be null (left to the client, or said in `load_words`), its effort
    too, and a hold has `seconds` in the place of reps.
    """

    tempo = OptionalTempo()

    class Meta:
        model = Target
        fields = (
            "side",
            "rung",
            "variation",
            "implement",
            "load",
            "load_words",
            "unit",
            "sets",
            "reps",
            "seconds",
            "reps_low",
            "reps_high",
            "rir",
            "tempo",
            "rest_s",
            "side_rest_s",
        )
        read_only_fields = fields


class TechniqueSerializer(Quick, serializers.ModelSerializer[TechniqueMark]):
    """How a side's technique looked, as a coach marked it."""

    sound = serializers.BooleanField(source="is_sound")

    class Meta:
        model = TechniqueMark
        fields = ("side", "sound", "note", "marked_by", "marked_at")
        read_only_fields = fields


@shown
class SessionItemSerializer(Quick, serializers.ModelSerializer[SessionItem]):
    """One exercise. `assignment` is the track it follows, null for a fixed one; without targets it is left out.

    `swap`: it is done in the place of a progression's exercise, this once.
    """

    targets = TargetSerializer(many=True)
    reasons = ReasonSerializer(many=True)

    class Meta:
        model = SessionItem
        fields: tuple[str, ...] = (
            "id",
            "assignment",
            "swap",
            "position",
            "label",
            "warm_up_sets",
            "note",
            "action",
            "is_deload",
            "reasons",
            "targets",
        )
        read_only_fields: tuple[str, ...] = fields


@shown
class JudgedItemSerializer(SessionItemSerializer):
    """The same by itself, with how a coach judged the technique of each side."""

    technique = TechniqueSerializer(many=True)

    class Meta(SessionItemSerializer.Meta):
        fields: tuple[str, ...] = (*SessionItemSerializer.Meta.fields, "session", "technique")
        read_only_fields: tuple[str, ...] = fields


@shown
class SessionSerializer(Quick, serializers.ModelSerializer[Session]):
    """One training day. `performed_on` is the client's own date, in `zone`.

    A session taken over from another tool has a `source` and a `title`, no `assignment`, and targets of no sets: they
    only say which exercise and side it was.
    """

    skip_reason = OptionalChoice(Session.SkipReason.choices)
    items = SessionItemSerializer(many=True)

    class Meta:
        model = Session
        fields = (
            "id",
            "client",
            "assignment",
            "source",
            "title",
            "due_on",
            "performed_on",
            "zone",
            "status",
            "skip_reason",
            "opened_at",
            "finished_at",
            "effort",
            "note",
            "red_flag",
            "next_day_pain",
            "reviewed_at",
            "items",
        )
        read_only_fields = fields


# --- Today and what comes -------------------------------------------------------------------------------------

DAY_KINDS = [
    ("training", "A session is due"),
    ("finished", "Trained today"),
    ("rest", "Nothing is due"),
    ("blocked", "A coach has to look first"),
    ("paused", "Training stands still"),
    ("none", "Nothing is assigned"),
]


@shown
class TodaySerializer(serializers.Serializer[Any]):
    """A client's day. `session` is today's, as it is or as it would be opened; its ids are those that it will have.

    `opened`: whether it is in the list of sessions already. `morning`: the last session, where nobody has said how the
    morning after was. `next_on`: the next training day, where nothing is due today.
    """

    kind = serializers.ChoiceField(DAY_KINDS)
    date = serializers.DateField()
    client = serializers.UUIDField()
    opened = serializers.BooleanField()
    session = SessionSerializer(allow_null=True)
    morning = serializers.UUIDField(allow_null=True)
    next_on = serializers.DateField(allow_null=True)


@shown
class AheadSerializer(serializers.Serializer[Any]):
    """A session to come, as it would be opened if all goes as asked. Null where a coach has to look first."""

    date = serializers.DateField()
    is_next = serializers.BooleanField(help_text="No other one comes before it.")
    session = SessionSerializer(allow_null=True)


# --- What a client says ---------------------------------------------------------------------------------------


@shown
class OpenSerializer(StrictSerializer):
    """The session to open: today's, unless a day is named. `id` is the one that `today` or `ahead` showed."""

    id = CanonicalUUID(required=False)
    due_on = Day(required=False, help_text="The day it is due on: 120 days back and 21 ahead at most.")


@shown
class FinishSerializer(StrictSerializer):
    effort = WholeNumber(min_value=0, max_value=10, allow_null=True, default=None, help_text="Session RPE.")
    note = Text(max_length=1000, allow_blank=True, default="")
    red_flag = Flag(default=False, help_text="One of the warning signs is new: training stops until a coach looked.")


@shown
class SkipSerializer(StrictSerializer):
    reason = serializers.ChoiceField(Session.SkipReason.choices)


@shown
class StopSerializer(StrictSerializer):
    """Pain ends one exercise, or without one all of the session."""

    item = CanonicalUUID(required=False)


@shown
class MorningSerializer(StrictSerializer):
    pain = WholeNumber(min_value=0, max_value=10, help_text="The next morning, 0 to 10. From 6 on it stops training.")


@shown
class SignSerializer(StrictSerializer):
    words = Text(max_length=500, allow_blank=True, default="", help_text="Which one, in the client's own words.")


@shown
class SignToldSerializer(serializers.Serializer[Any]):
    session = serializers.UUIDField(allow_null=True, help_text="The session under way that ended with it.")


# --- One exercise ---------------------------------------------------------------------------------------------


class AlternativeSideSerializer(serializers.Serializer[Any]):
    side = serializers.ChoiceField(Side.choices)
    load = serializers.DecimalField(max_digits=6, decimal_places=2)
    unit = serializers.CharField()
    sets = serializers.IntegerField()
    reps = serializers.ListField(child=serializers.IntegerField())


@shown
class AlternativeSerializer(serializers.Serializer[Any]):
    """What can be done instead today, in the coach's order. Take it by `variation` and `implement`."""

    variation = serializers.UUIDField(source="variation.pk")
    implement = serializers.CharField()
    is_lighter_rung = serializers.BooleanField()
    sides = serializers.SerializerMethodField()

    @extend_schema_field(AlternativeSideSerializer(many=True))
    def get_sides(self, alternative: Alternative) -> list[dict[str, Any]]:
        rows = [{"side": side, **figures} for side, figures in alternative.sides.items()]
        return list(AlternativeSideSerializer(rows, many=True).data)


@shown
class TakeAlternativeSerializer(StrictSerializer):
    variation = CanonicalUUID()
    implement = Text(max_length=12)


@shown
class MarkTechniqueSerializer(StrictSerializer):
    """Sound or failed; null takes the mark away."""

    side = serializers.ChoiceField(Side.choices)
    sound = Flag(allow_null=True)
    note = Text(max_length=300, allow_blank=True, default="", help_text="The client reads it.")
