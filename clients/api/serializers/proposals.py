"""What the engine proposes, and what became of it."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clients.api.examples import shown
from clients.api.serializers.assignments import LOAD_UNITS
from clients.api.serializers.sessions import ReasonSerializer
from clients.models import Proposal, Side
from config.api.fields import CanonicalUUID, LoadIn, StrictSerializer, WholeNumber
from config.api.schema import ProblemSerializer
from config.api.writing import Text
from programs.models import Coupling


class ProposedSideSerializer(serializers.Serializer[Any]):
    """The next session of one side. `reps` holds one figure a set."""

    side = serializers.ChoiceField(Side.choices)
    action = serializers.CharField()
    rung = serializers.UUIDField()
    position = serializers.IntegerField(help_text="Of the rung.")
    load = serializers.DecimalField(max_digits=6, decimal_places=2)
    unit = serializers.ChoiceField(LOAD_UNITS)
    sets = serializers.IntegerField()
    reps = serializers.ListField(child=serializers.IntegerField())
    rest_s = serializers.IntegerField()


def sides_as_list(sides: dict[str, dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    """Stored by side, told as a list, loads with two decimals."""
    if sides is None:
        return None
    rows = [{**values, "side": side, "load": Decimal(str(values["load"]))} for side, values in sides.items()]
    return list(ProposedSideSerializer(rows, many=True).data)


@shown
class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    """What the engine proposes after a session; `outcome` is what then holds, null while it waits for the coach.

    `note`: why a coach chose other figures. `cleared`: a coach looked at a stop and let training go on.
    """

    proposed = serializers.SerializerMethodField()
    outcome = serializers.SerializerMethodField()
    reasons = ReasonSerializer(many=True)

    class Meta:
        model = Proposal
        fields = (
            "id",
            "assignment",
            "session",
            "status",
            "needs_coach",
            "proposed",
            "outcome",
            "reasons",
            "created_at",
            "decided_at",
            "decided_by",
            "note",
            "cleared",
        )
        read_only_fields = fields

    @extend_schema_field(ProposedSideSerializer(many=True))
    def get_proposed(self, proposal: Proposal) -> list[dict[str, Any]] | None:
        return sides_as_list(proposal.proposed)

    @extend_schema_field(ProposedSideSerializer(many=True, allow_null=True))
    def get_outcome(self, proposal: Proposal) -> list[dict[str, Any]] | None:
        return sides_as_list(proposal.outcome)


VERDICTS = [
    ("approve", "What is proposed holds"),
    ("hold", "The last session once more"),
    ("adjust", "Figures of the coach's own"),
    ("move_up", "A rung up, whatever the gate says"),
    ("clear", "Training goes on after a stop"),
]


@shown
class WishSerializer(StrictSerializer):
    """What a coach wants of one side. What is left out stays as proposed."""

    side = serializers.ChoiceField(Side.choices)
    rung = CanonicalUUID(required=False)
    load = LoadIn(required=False, help_text="In the client's unit, or the level of a band.")
    sets = WholeNumber(min_value=1, max_value=20, required=False)
    reps = serializers.ListField(
        child=WholeNumber(min_value=1, max_value=100),
        required=False,
        min_length=1,
        max_length=20,
        help_text="One figure for every set, or one for each.",
    )
    rest_s = WholeNumber(min_value=0, max_value=900, required=False)


@shown
class DecideSerializer(StrictSerializer):
    """A verdict, and a line for the client with it. Figures, coupling and note go with `adjust` alone."""

    verdict = serializers.ChoiceField(VERDICTS)
    sides = serializers.ListField(child=WishSerializer(), max_length=2, default=list)
    coupling = serializers.ChoiceField(Coupling.choices, required=False, help_text="From now on.")
    note = Text(max_length=300, allow_blank=True, default="", help_text="Why. The client reads it.")
    comment = Text(max_length=1000, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        sides = [each["side"] for each in attrs["sides"]]
        if len(set(sides)) < len(sides):
            raise serializers.ValidationError({"sides": "Name each side once."})
        if attrs["verdict"] != "adjust" and (sides or attrs["note"] or "coupling" in attrs):
            raise serializers.ValidationError({"verdict": "Figures, coupling and note go with adjust alone."})
        return attrs


@shown
class DecidedSerializer(ProblemSerializer):
    """The problem, with the proposal as it stands now."""

    held = ProposalSerializer()
    sent = DecideSerializer()
