"""Exercises and variations as JSON."""

from pathlib import Path
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.api.examples import shown_in
from config.api.fields import OptionalChoice, Tempo
from exercises.models import Exercise, ExerciseMuscle, Variation
from exercises.vocabulary import Contact, Direction, Equipment, EvidenceKind, Heel, Level, Movement, Placement

shown = shown_in(Path(__file__).with_name("rows.json"))


class StepSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    text = serializers.CharField()


class EquipmentNoteSerializer(serializers.Serializer[Any]):
    item = serializers.ChoiceField(Equipment.choices)
    text = serializers.CharField()
    optional = serializers.BooleanField(default=False)


class FootPlacementSerializer(serializers.Serializer[Any]):
    """Where the other foot goes. `distance_cm` is [nearest, furthest]."""

    placement = serializers.ChoiceField(Placement.choices)
    name = serializers.CharField()
    text = serializers.CharField()
    direction = OptionalChoice(Direction.choices, default=None)
    contact = OptionalChoice(Contact.choices, default=None)
    heel = OptionalChoice(Heel.choices, default=None)
    distance_cm = serializers.ListField(
        child=serializers.IntegerField(), min_length=2, max_length=2, allow_null=True, default=None
    )
    level = serializers.ChoiceField(Level.choices)


class MistakeSerializer(serializers.Serializer[Any]):
    mistake = serializers.CharField()
    why = serializers.CharField()
    cue = serializers.CharField()


class LineSerializer(serializers.Serializer[Any]):
    text = serializers.CharField()


class AudienceSerializer(serializers.Serializer[Any]):
    text = serializers.CharField()
    caution = serializers.BooleanField(default=False)


class ProgrammingSerializer(serializers.Serializer[Any]):
    """The usual dose. `sets` and `reps` are [lowest, highest]; `overload` is in the order to try it."""

    sets = serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2)
    reps = serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2)
    per_side = serializers.BooleanField()
    when = serializers.CharField(default="")
    place = serializers.ListField(child=serializers.CharField(), default=list)
    uses = serializers.ListField(child=serializers.CharField(), default=list)
    overload = serializers.ListField(child=serializers.CharField(), default=list)
    ours = serializers.CharField(default="")


class VariationNoteSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField(default="")


class QuestionSerializer(serializers.Serializer[Any]):
    question = serializers.CharField()
    answer = serializers.CharField()


class EvidenceSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(EvidenceKind.choices)
    text = serializers.CharField()

    def get_fields(self) -> dict[str, Any]:
        """`source` cannot be declared: a serializer has an attribute of that name."""
        return {**super().get_fields(), "source": serializers.CharField(default="")}


class MuscleSerializer(serializers.ModelSerializer[ExerciseMuscle]):
    class Meta:
        model = ExerciseMuscle
        fields = ("muscle", "role", "note")


@shown
class ExerciseSerializer(serializers.ModelSerializer[Exercise]):
    built_in = serializers.BooleanField(source="is_built_in", help_text="False for one of the practice's own.")
    movement = OptionalChoice(Movement.choices)
    cues = serializers.ListField(child=serializers.CharField())
    level = OptionalChoice(Level.choices)
    muscles = MuscleSerializer(many=True)
    equipment_notes = EquipmentNoteSerializer(many=True)
    setup_steps = StepSerializer(many=True)
    execution_phases = StepSerializer(many=True)
    placements = FootPlacementSerializer(many=True)
    mistakes = MistakeSerializer(many=True)
    benefits = LineSerializer(many=True)
    audience = AudienceSerializer(many=True)
    programming = serializers.SerializerMethodField()
    variation_notes = VariationNoteSerializer(many=True)
    questions = QuestionSerializer(many=True)
    evidence = EvidenceSerializer(many=True)

    class Meta:
        model = Exercise
        fields = (
            "id",
            "slug",
            "name",
            "built_in",
            "aliases",
            "definition",
            "movement",
            "level",
            "laterality",
            "muscles",
            "equipment",
            "equipment_notes",
            "bench_height_cm_low",
            "bench_height_cm_high",
            "setup_steps",
            "execution_phases",
            "placements",
            "mistakes",
            "cues",
            "benefits",
            "audience",
            "programming",
            "variation_notes",
            "questions",
            "evidence_summary",
            "evidence",
            "source_note",
            "media_url",
            "copied_from",
            "archived_at",
            "created_at",
        )
        read_only_fields = fields

    @extend_schema_field(ProgrammingSerializer(allow_null=True))
    def get_programming(self, exercise: Exercise) -> dict[str, Any] | None:
        """The usual dose, or null where the exercise names none."""
        return ProgrammingSerializer(exercise.programming).data if exercise.programming else None


@shown
class VariationSerializer(serializers.ModelSerializer[Variation]):
    """`movement`, `cues`, `media_url` and `copied_from` are those of the exercise."""

    built_in = serializers.SerializerMethodField(help_text="False for one of the practice's own.")
    movement = OptionalChoice(Movement.choices, source="exercise.movement")
    cues = serializers.ListField(child=serializers.CharField(), source="exercise.cues")
    media_url = serializers.URLField(source="exercise.media_url")
    copied_from = serializers.UUIDField(source="exercise.copied_from_id", allow_null=True)
    placement = OptionalChoice(Placement.choices)
    offset_direction = OptionalChoice(Direction.choices)
    heel = OptionalChoice(Heel.choices)
    contact = OptionalChoice(Contact.choices)
    tempo = Tempo()

    class Meta:
        model = Variation
        fields = (
            "id",
            "exercise",
            "code",
            "name",
            "built_in",
            "movement",
            "cues",
            "media_url",
            "copied_from",
            "placement",
            "offset_direction",
            "offset_cm_low",
            "offset_cm_high",
            "heel",
            "contact",
            "implement",
            "mini_band",
            "tempo",
            "pause_s_low",
            "pause_s_high",
            "bottom_style",
            "level",
            "note",
            "archived_at",
        )
        read_only_fields = fields

    def get_built_in(self, variation: Variation) -> bool:
        return variation.practice_id is None
