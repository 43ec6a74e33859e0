"""Progressions with their rungs and gates as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.api.fields import Tempo
from programs.models import Gate, Progression, Rung


class GateSerializer(serializers.ModelSerializer[Gate]):
    """What opens the next rung: `sessions` of the last `window` at the top of the range on both sides."""

    max_pain = serializers.IntegerField(source="MAX_PAIN")

    class Meta:
        model = Gate
        fields = ("sessions", "window", "max_pain", "symmetry", "sign_off")
        read_only_fields = fields


class RungSerializer(serializers.ModelSerializer[Rung]):
    """One step. Reps are per side; rest in seconds; percentages are of body mass; `sides` is what a session logs."""

    tempo = Tempo()
    sides = serializers.ListField(child=serializers.ChoiceField(["left", "right", "both"]))
    exercise = serializers.UUIDField(source="variation.exercise_id")
    gate = serializers.SerializerMethodField()

    class Meta:
        model = Rung
        fields = (
            "id",
            "position",
            "variation",
            "exercise",
            "sides",
            "sets",
            "reps_low",
            "reps_high",
            "rir",
            "tempo",
            "rest_s",
            "min_rest_s",
            "rule",
            "max_jump",
            "rep_ceiling",
            "implements",
            "from_bodyweight",
            "start_percent",
            "leave_percent",
            "gate",
        )
        read_only_fields = fields

    @extend_schema_field(GateSerializer(allow_null=True))
    def get_gate(self, rung: Rung) -> dict[str, Any] | None:
        """The gate at the end of the rung; null on a rung without one."""
        gate = getattr(rung, "gate", None)
        return GateSerializer(gate).data if gate else None


class ProgressionSerializer(serializers.ModelSerializer[Progression]):
    """A ladder. The first rung is the easiest."""

    built_in = serializers.SerializerMethodField()
    rungs = RungSerializer(many=True)

    class Meta:
        model = Progression
        fields = ("id", "slug", "name", "built_in", "summary", "source_note", "rungs", "archived_at", "created_at")
        read_only_fields = fields

    def get_built_in(self, progression: Progression) -> bool:
        return progression.practice_id is None


class ProgramSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
