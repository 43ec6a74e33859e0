"""Progressions and programs as a coach's tool sends them: rungs with their gates, days with their items."""

from decimal import Decimal
from typing import Any

from django.core.validators import RegexValidator
from rest_framework import serializers

from accounts.models import Unit
from config.api.fields import CanonicalUUID, LoadIn, StrictSerializer, WholeNumber
from config.api.writing import Changing, Chosen, Figure, Flag, Text, WriteTempoSerializer, rows_of
from programs.building import MOST_DAYS, MOST_ITEMS, MOST_NOTE, MOST_TITLE, MOST_WEEKS
from programs.models import Implement, Rule
from programs.notation.line import (
    MAX_HOLD_S,
    MAX_LINE,
    MAX_NOTE,
    MAX_PAUSE_S,
    MAX_REPS,
    MAX_REST_S,
    MAX_SETS,
    MAX_WARM_UP_SETS,
)
from programs.program_versions import MOST_TAGS
from programs.versions import MOST_NAME, MOST_RUNGS

LABEL = RegexValidator(r"^[A-Z][0-9]?$", "A letter, and a figure behind it: A1.")

# --- Progressions ---------------------------------------------------------------------------------------------------


class WriteGateSerializer(StrictSerializer):
    """What opens the rung above: `sessions` of the last `window` at the top of the range on both sides."""

    sessions = WholeNumber(min_value=1, max_value=12)
    window = WholeNumber(min_value=1, max_value=12)
    symmetry = Figure(
        low="0.01", high="1", places=3, allow_null=True, default=None, help_text="Weaker side / stronger side."
    )
    sign_off = Flag(default=True, help_text="The coach confirms.")


class WriteRungSerializer(StrictSerializer):
    """One step. Seconds, reps per side, per cent of body mass; `max_jump` is a share: 0.1 is 10 %."""

    lineage = CanonicalUUID(
        required=False,
        allow_null=True,
        help_text="Which rung of before this is: those who stand on it stay there. Null in a new one.",
    )
    variation = CanonicalUUID()
    sets = WholeNumber(min_value=1, max_value=20)
    reps_low = WholeNumber(min_value=1, max_value=100)
    reps_high = WholeNumber(min_value=1, max_value=100)
    rir = WholeNumber(min_value=0, max_value=10, default=2)
    tempo = WriteTempoSerializer(required=False, help_text="2011 unless you say.")
    rest_s = WholeNumber(min_value=0, max_value=900, default=90)
    min_rest_s = WholeNumber(min_value=0, max_value=900, default=60)
    side_rest_s = WholeNumber(min_value=0, max_value=900, default=15)
    rule = serializers.ChoiceField(Rule.choices, default=Rule.DOUBLE)
    max_jump = Figure(low="0.01", high="1", places=3, default=Decimal("0.10"))
    rep_ceiling = WholeNumber(min_value=1, max_value=100, default=15)
    implements = Chosen(Implement.choices, min_length=1, help_text="The first that the client has is used.")
    from_bodyweight = Flag(default=False)
    start_percent = Figure(low="0", high="300", places=2, allow_null=True, default=None)
    leave_percent = Figure(low="0", high="300", places=2, allow_null=True, default=None)
    gate = WriteGateSerializer(allow_null=True, help_text="Null: nothing opens the rung above.")


class WriteProgressionSerializer(StrictSerializer):
    """A progression of the practice's own."""

    name = Text(max_length=MOST_NAME)
    summary = Text(max_length=300, allow_blank=True, required=False)
    rungs = rows_of(WriteRungSerializer, least=1, most=MOST_RUNGS)


class ChangeProgressionSerializer(Changing, WriteProgressionSerializer):
    """What is other than in the version this begins from. What is left out stays; `rungs` replaces all of them."""


# --- Programs -------------------------------------------------------------------------------------------------------


class WriteItemSerializer(StrictSerializer):
    """One exercise of a day: a `line` of notation alone; or a `rung` from which its progression is followed; or a
    `variation` with `sets` and one of `reps` (one figure a set), `reps_low` with `reps_high`, and `seconds`.

    At most one of `load` with its `unit`, `percent_1rm` and `percent_body_mass`. With a rung, `label` and `note` alone.
    """

    line = Text(max_length=MAX_LINE, required=False, help_text="hip thrust 3x8-12 @RIR2 90s per side")
    rung = CanonicalUUID(required=False, allow_null=True)
    variation = CanonicalUUID(required=False, allow_null=True)
    sets = WholeNumber(min_value=1, max_value=MAX_SETS, required=False, allow_null=True)
    reps = serializers.ListField(
        child=WholeNumber(min_value=1, max_value=MAX_REPS), max_length=MAX_SETS, required=False
    )
    reps_low = WholeNumber(min_value=1, max_value=MAX_REPS, required=False, allow_null=True)
    reps_high = WholeNumber(min_value=1, max_value=MAX_REPS, required=False, allow_null=True)
    seconds = WholeNumber(min_value=1, max_value=MAX_HOLD_S, required=False, allow_null=True)
    rir = Figure(low="0", high="10", places=1, required=False, allow_null=True, help_text="In halves.")
    percent_1rm = Figure(low="1", high="200", places=2, required=False, allow_null=True)
    percent_body_mass = Figure(low="1", high="200", places=2, required=False, allow_null=True)
    load = LoadIn(required=False, allow_null=True)
    unit = serializers.ChoiceField(Unit.choices, required=False, allow_null=True)
    rest_s = WholeNumber(min_value=0, max_value=MAX_REST_S, required=False, allow_null=True)
    tempo = WriteTempoSerializer(required=False, allow_null=True)
    pause_s = WholeNumber(min_value=1, max_value=MAX_PAUSE_S, required=False, allow_null=True)
    per_side = Flag(required=False)
    warm_up_sets = WholeNumber(min_value=0, max_value=MAX_WARM_UP_SETS, required=False)
    note = Text(max_length=MAX_NOTE, required=False, allow_blank=True)

    def get_fields(self) -> dict[str, Any]:
        """`label` cannot be declared: a serializer has an attribute of that name."""
        told = "A1 and A2 are done in turn."
        return {
            **super().get_fields(),
            "label": Text(validators=[LABEL], required=False, allow_blank=True, help_text=told),
        }


class WriteDaySerializer(StrictSerializer):
    """A training day: its week and which of the week's days it is, both from 1."""

    week = WholeNumber(min_value=1, max_value=MOST_WEEKS)
    day = WholeNumber(min_value=1, max_value=MOST_DAYS)
    title = Text(max_length=MOST_TITLE, allow_blank=True, default="")
    note = Text(max_length=MOST_NOTE, allow_blank=True, default="")
    items = rows_of(WriteItemSerializer, most=MOST_ITEMS)


class WriteRepeatSerializer(StrictSerializer):
    """The weeks after `week` up to `until` repeat it, each with so much more than the one before (less, under 0)."""

    week = WholeNumber(min_value=1, max_value=MOST_WEEKS)
    until = WholeNumber(min_value=2, max_value=MOST_WEEKS)
    sets = WholeNumber(min_value=-10, max_value=10, default=0)
    reps = WholeNumber(min_value=-50, max_value=50, default=0)
    rir = Figure(low="-10", high="10", places=1, default=Decimal(0), help_text="In halves.")
    load = Figure(low="-500", high="500", places=2, default=Decimal(0), help_text="kg or lb, as the line has it.")
    percent = Figure(low="-100", high="100", places=2, default=Decimal(0))

    def validate_rir(self, value: Decimal) -> Decimal:
        if value % Decimal("0.5"):
            raise serializers.ValidationError("In halves, such as 0.5 or -0.5.")
        return value


class WriteProgramSerializer(StrictSerializer):
    """A program of the practice's own. Days that hold nothing need not be named."""

    name = Text(max_length=120)
    summary = Text(max_length=300, allow_blank=True, required=False)
    folder = Text(max_length=60, allow_blank=True, required=False)
    tags = serializers.ListField(
        child=Text(max_length=30, validators=[RegexValidator(r"^[^,]*$", "A tag has no comma.")]),
        max_length=MOST_TAGS,
        required=False,
    )
    weeks = WholeNumber(min_value=1, max_value=MOST_WEEKS)
    days_a_week = WholeNumber(min_value=1, max_value=MOST_DAYS)
    days = rows_of(WriteDaySerializer, most=MOST_WEEKS * MOST_DAYS)
    repeats = rows_of(WriteRepeatSerializer, most=MOST_WEEKS, required=False, help_text="Done last, in their order.")


class ChangeProgramSerializer(Changing, WriteProgramSerializer):
    """What is other than in the version this begins from. What is left out stays; `days` replaces all of them."""


class ReadLineSerializer(StrictSerializer):
    """A line of notation to be understood."""

    line = Text(max_length=2000, allow_blank=True)
