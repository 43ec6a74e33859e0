"""What the engine proposes, and what became of it."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clients.api.serializers.assignments import LOAD_UNITS
from clients.api.serializers.sessions import ReasonSerializer
from clients.models import Proposal, Side


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


class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    """What the engine proposes after a session; `outcome` is what then holds, null while it waits for the coach."""

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
        )
        read_only_fields = fields

    @extend_schema_field(ProposedSideSerializer(many=True))
    def get_proposed(self, proposal: Proposal) -> list[dict[str, Any]] | None:
        return sides_as_list(proposal.proposed)

    @extend_schema_field(ProposedSideSerializer(many=True, allow_null=True))
    def get_outcome(self, proposal: Proposal) -> list[dict[str, Any]] | None:
        return sides_as_list(proposal.outcome)
