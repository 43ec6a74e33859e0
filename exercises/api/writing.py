"""Exercises and variations as a coach's tool sends them: columns in, as the services take them."""

from typing import Any

from rest_framework import serializers

from config.api.fields import CanonicalUUID, StrictSerializer, WholeNumber
from config.api.writing import Changing, Chosen, Flag, Text, WriteTempoSerializer, rows_of
from exercises.api.standing import CHANGEABLE
from exercises.lines import MAX_NOTE
from exercises.rules import LONGEST_ALIAS, MOST_ALIASES
from exercises.shapes import MAX_CUE, MAX_CUES, MAX_ROWS, MAX_TEXT
from exercises.vocabulary import (
    BottomStyle,
    Contact,
    Direction,
    Equipment,
    Heel,
    Implement,
    Laterality,
    Level,
    MiniBand,
    Movement,
    Muscle,
    MuscleRole,
    Placement,
)

LISTS = ("place", "uses", "overload")


def _text(**kwargs: Any) -> Text:
    return Text(max_length=MAX_TEXT, **kwargs)


def _optional(**kwargs: Any) -> Text:
    return _text(required=False, allow_blank=True, default="", **kwargs)


def _lines(help_text: str = "") -> serializers.ListField:
    return serializers.ListField(child=Text(max_length=120), max_length=10, default=list, help_text=help_text)


class OrNothing(serializers.ChoiceField):
    """One of the words, or null where there is none. Kept as an empty text."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices, allow_null=True, **kwargs)


class WriteMuscleSerializer(StrictSerializer):
    muscle = serializers.ChoiceField(Muscle.choices)
    role = serializers.ChoiceField(MuscleRole.choices, default=MuscleRole.MOVER)
    note = Text(max_length=MAX_NOTE, allow_blank=True, default="")


class WriteStepSerializer(StrictSerializer):
    title = _text()
    text = _optional()


class WritePhaseSerializer(StrictSerializer):
    title = _text(help_text="Up, Top, Down.")
    text = _text()


class WriteMistakeSerializer(StrictSerializer):
    mistake = _text()
    why = _optional()
    cue = _text()


class SpanIn(serializers.ListField):
    """[lowest, highest], whole numbers."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        child = WholeNumber(min_value=1, max_value=most)
        super().__init__(child=child, min_length=2, max_length=2, **kwargs)

    def to_internal_value(self, data: Any) -> list[Any]:
        span: list[Any] = super().to_internal_value(data)
        if span[0] > span[1]:
            raise serializers.ValidationError("The lower figure comes first.")
        return span


class WriteDoseSerializer(StrictSerializer):
    """The usual dose."""

    sets = SpanIn(most=20)
    reps = SpanIn(most=100)
    per_side = Flag(default=False)
    when = Text(max_length=120, allow_blank=True, default="", help_text="Stands beside the dose: after the main lift.")
    place = _lines("In the session.")
    uses = _lines()
    overload = _lines("In the order to try it.")


class WriteExerciseSerializer(StrictSerializer):
    """An exercise of the practice's own. What is left out is empty."""

    name = Text(max_length=80)
    movement = serializers.ChoiceField(Movement.choices)
    laterality = serializers.ChoiceField(Laterality.choices, help_text="Which sides it loads.")
    definition = Text(max_length=600, help_text="Two short sentences.")
    aliases = serializers.ListField(child=Text(max_length=LONGEST_ALIAS), max_length=MOST_ALIASES, required=False)
    level = OrNothing(Level.choices, required=False, help_text="Null: each variation has its own.")
    media_url = Text(max_length=300, allow_blank=True, required=False, help_text="Begins with https://.")
    equipment = Chosen(Equipment.choices, required=False)
    muscles = rows_of(WriteMuscleSerializer, most=MAX_ROWS, required=False)
    setup_steps = rows_of(WriteStepSerializer, most=MAX_ROWS, required=False)
    execution_phases = rows_of(WritePhaseSerializer, most=MAX_ROWS, required=False)
    mistakes = rows_of(WriteMistakeSerializer, most=MAX_ROWS, required=False)
    cues = serializers.ListField(child=Text(max_length=MAX_CUE), max_length=MAX_CUES, required=False)
    programming = WriteDoseSerializer(required=False, allow_null=True, help_text="Null: no usual dose.")

    @staticmethod
    def columns(sent: dict[str, Any], row: Any = None) -> tuple[dict[str, Any], Any]:
        """What the services take: the columns, and the muscles (None where nothing is said of them)."""
        values = dict(sent)
        muscles = values.pop("muscles", None)
        if "level" in values:
            values["level"] = values["level"] or ""
        if "aliases" in values:
            values["aliases"] = list(dict.fromkeys(values["aliases"]))
        if "programming" in values:
            dose = values["programming"]
            held = row.programming if row else {}
            values["programming"] = {**held, **dose} if dose else {}
        return values, muscles


class ChangeExerciseSerializer(Changing, WriteExerciseSerializer):
    """What changes of an exercise. What is left out stays; a list replaces the list."""


class WriteVariationSerializer(StrictSerializer):
    """One way to do an exercise of the practice's own."""

    name = Text(max_length=80, help_text="As the ladder shows it: Offset forward, barbell.")
    placement = OrNothing(Placement.choices, required=False, help_text="Null where feet do not matter.")
    offset_direction = OrNothing(Direction.choices, required=False, help_text="Of an offset foot, and only there.")
    offset_cm_low = WholeNumber(min_value=1, max_value=60, allow_null=True, required=False)
    offset_cm_high = WholeNumber(min_value=1, max_value=60, allow_null=True, required=False)
    heel = OrNothing(Heel.choices, required=False, help_text="Of an offset foot, and only there.")
    contact = OrNothing(Contact.choices, required=False, help_text="Of a light touch, and only there.")
    implement = serializers.ChoiceField(Implement.choices)
    mini_band = serializers.ChoiceField(MiniBand.choices, required=False)
    tempo = WriteTempoSerializer(required=False)
    pause_s_low = WholeNumber(min_value=1, max_value=30, allow_null=True, required=False, help_text="At the top.")
    pause_s_high = WholeNumber(min_value=1, max_value=30, allow_null=True, required=False)
    bottom_style = serializers.ChoiceField(BottomStyle.choices, required=False)
    level = serializers.ChoiceField(Level.choices)
    note = Text(max_length=200, allow_blank=True, required=False)

    @staticmethod
    def columns(sent: dict[str, Any]) -> dict[str, Any]:
        choices = ("placement", "offset_direction", "heel", "contact")
        return {name: value or "" if name in choices else value for name, value in sent.items() if name != "exercise"}


class ChangeVariationSerializer(Changing, WriteVariationSerializer):
    """What changes of a variation. What is left out stays."""


class AddVariationSerializer(WriteVariationSerializer):
    exercise = CanonicalUUID(help_text="One of the practice's own.")


class TakeSectionSerializer(StrictSerializer):
    """What to do about a built-in exercise that has moved on."""

    version = Text(max_length=64, help_text="The version of the built-in exercise that was seen.")
    take = OrNothing(
        CHANGEABLE, default=None, help_text="The section to take over; null keeps all of the practice's own."
    )
