"""Progressions with their rungs and gates as JSON."""

from pathlib import Path
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Unit
from config.api.examples import shown_in
from config.api.fields import OptionalChoice, Tempo, TempoSerializer
from programs.models import Gate, Program, ProgramDay, ProgramItem, Progression, Rung

shown = shown_in(Path(__file__).with_name("rows.json"))


class GateSerializer(serializers.ModelSerializer[Gate]):
    """What opens the next rung: `sessions` of the last `window` at the top of the range on both sides."""

    max_pain = serializers.IntegerField(source="MAX_PAIN")

    class Meta:
        model = Gate
        fields = ("sessions", "window", "max_pain", "symmetry", "sign_off")
        read_only_fields = fields


class RungSerializer(serializers.ModelSerializer[Rung]):
    """One step. Reps are per side; rest in seconds; percentages are of body mass; `sides` is what a session logs.

    `lineage` is the same in every version of the rung.
    """

    tempo = Tempo()
    sides = serializers.ListField(child=serializers.ChoiceField(["left", "right", "both"]))
    exercise = serializers.UUIDField(source="variation.exercise_id")
    gate = serializers.SerializerMethodField()

    class Meta:
        model = Rung
        fields = (
            "id",
            "lineage",
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
            "side_rest_s",
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


@shown
class ProgressionSerializer(serializers.ModelSerializer[Progression]):
    """A ladder. The first rung is the easiest.

    Saving makes a new version: `family` is the same in all of them, `version` counts them, and `superseded_at` is null
    in the newest. `copied_from` is the progression (one version) that the first one was copied from.
    """

    built_in = serializers.SerializerMethodField()
    rungs = RungSerializer(many=True)

    class Meta:
        model = Progression
        fields = (
            "id",
            "family",
            "version",
            "superseded_at",
            "copied_from",
            "slug",
            "name",
            "built_in",
            "summary",
            "source_note",
            "rungs",
            "archived_at",
            "created_at",
        )
        read_only_fields = fields

    def get_built_in(self, progression: Progression) -> bool:
        return progression.practice_id is None


class ProgramItemSerializer(serializers.ModelSerializer[ProgramItem]):
    """One exercise of a day: a rung from which a progression is followed, or a variation with a fixed prescription.

    `line` is what the coach typed. Reps per set, or per side where `per_side`; rest and pause in seconds.
    """

    unit = OptionalChoice(Unit.choices)
    tempo = serializers.SerializerMethodField()

    class Meta:
        model = ProgramItem
        fields = (
            "id", "position", "line", "label", "rung", "variation", "sets", "reps", "reps_low", "reps_high", "seconds",
            "rir", "percent_1rm", "percent_body_mass", "load", "unit", "rest_s", "tempo", "pause_s", "per_side",
            "warm_up_sets", "note",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(TempoSerializer(allow_null=True))
    def get_tempo(self, item: ProgramItem) -> dict[str, int] | None:
        return Tempo().to_representation(item.tempo) if item.tempo else None


class ProgramDaySerializer(serializers.ModelSerializer[ProgramDay]):
    """A day that holds something: its week and which of the week's days it is, both from 1."""

    items = ProgramItemSerializer(many=True)

    class Meta:
        model = ProgramDay
        fields = ("id", "week", "day", "title", "note", "items")
        read_only_fields = fields


@shown
class ProgramSerializer(serializers.ModelSerializer[Program]):
    """A program as a list shows it: the newest version, without its days."""

    class Meta:
        model = Program
        fields: tuple[str, ...] = (
            "id", "family", "version", "superseded_at", "name", "summary", "folder", "tags", "weeks", "days_a_week",
            "archived_at", "created_at",
        )  # fmt: skip
        read_only_fields: tuple[str, ...] = fields


@shown
class ProgramDetailSerializer(ProgramSerializer):
    """A program with its days and items, week by week."""

    days = ProgramDaySerializer(many=True)

    class Meta(ProgramSerializer.Meta):
        fields = (*ProgramSerializer.Meta.fields, "days")
        read_only_fields = fields
