"""Training days: what was asked of each side, frozen when the day was opened; and how they went."""

from typing import Any

from rest_framework import serializers

from clients.models import Session, SessionItem, Side, Target
from config.api.fields import OptionalChoice, OptionalTempo


class ReasonSerializer(serializers.Serializer[Any]):
    """A code with the figures behind it."""

    code = serializers.CharField()
    side = OptionalChoice(Side.choices, default=None)
    figures = serializers.DictField(default=dict)


class TargetSerializer(serializers.ModelSerializer[Target]):
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


class SessionItemSerializer(serializers.ModelSerializer[SessionItem]):
    """One exercise. `assignment` is the track it follows, null for a fixed one; without targets it is left out."""

    targets = TargetSerializer(many=True)
    reasons = ReasonSerializer(many=True)

    class Meta:
        model = SessionItem
        fields = (
            "id",
            "assignment",
            "position",
            "label",
            "warm_up_sets",
            "note",
            "action",
            "is_deload",
            "reasons",
            "targets",
        )
        read_only_fields = fields


class SessionSerializer(serializers.ModelSerializer[Session]):
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
