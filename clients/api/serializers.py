"""Clients, assignments, sessions, sets and proposals as JSON. Loads are text with two decimals, beside their unit."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Unit
from clients.models import Assignment, Client, Proposal, Session, SessionItem, SetLog, Side, Target
from clients.services import SetFacts
from config.api.fields import (
    CanonicalUUID,
    Instant,
    LoadIn,
    OptionalChoice,
    OptionalTempo,
    StrictSerializer,
    WholeNumber,
)
from config.api.schema import ProblemSerializer


class InventorySerializer(serializers.Serializer[Any]):
    """What the client can load, in their unit. `plates` are [weight, how many]."""

    bar = serializers.FloatField(allow_null=True, default=None)
    plates = serializers.ListField(child=serializers.ListField(child=serializers.FloatField()), default=list)
    dumbbells = serializers.ListField(child=serializers.FloatField(), default=list)
    kettlebells = serializers.ListField(child=serializers.FloatField(), default=list)
    bands = serializers.ListField(child=serializers.IntegerField(), default=list)


class ClientSerializer(serializers.ModelSerializer[Client]):
    involved_side = OptionalChoice(Client.involved_side.field.choices)
    inventory = InventorySerializer()

    class Meta:
        model = Client
        fields = (
            "id",
            "name",
            "email",
            "coach",
            "status",
            "unit",
            "time_zone",
            "body_mass_kg",
            "involved_side",
            "side_note",
            "goal",
            "inventory",
            "created_at",
        )
        read_only_fields = fields


class AssignmentSerializer(serializers.ModelSerializer[Assignment]):
    """What a client follows: a progression, or a program. In `weekdays` 0 is Monday; `start_load` is in their unit.

    The progressions of a program are assignments of their own, with the program's as their `parent`.
    """

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
            "status",
            "created_at",
            "ended_at",
        )
        read_only_fields = fields


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
    """One training day. `performed_on` is the client's own date, in `zone`."""

    skip_reason = OptionalChoice(Session.SkipReason.choices)
    items = SessionItemSerializer(many=True)

    class Meta:
        model = Session
        fields = (
            "id",
            "client",
            "assignment",
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


class SetSerializer(serializers.ModelSerializer[SetLog]):
    """A set as it is held. `load` is what was typed, `load_kg` the same in kilograms."""

    id = serializers.UUIDField(source="uuid", help_text="Made by the sender.")
    load_kg = serializers.DecimalField(max_digits=10, decimal_places=4, allow_null=True)
    skip_reason = OptionalChoice(Session.SkipReason.choices)

    class Meta:
        model = SetLog
        fields = (
            "id",
            "client",
            "session",
            "item",
            "set_number",
            "side",
            "kind",
            "skip_reason",
            "reps",
            "seconds",
            "load",
            "unit",
            "load_kg",
            "rir",
            "pain",
            "performed_at",
            "received_at",
        )
        read_only_fields = fields


class LogSetSerializer(StrictSerializer):
    """A set to keep. `performed_at` is the sender's clock; when a set is sent again, it is not compared."""

    id = CanonicalUUID(help_text="Made by you. Send the same again and nothing changes.")
    session = CanonicalUUID()
    item = CanonicalUUID(help_text="The item of the session.")
    set_number = WholeNumber(min_value=1, max_value=20)
    side = serializers.ChoiceField(Side.choices)
    kind = serializers.ChoiceField(SetLog.Kind.choices, default=SetLog.Kind.DONE)
    reps = WholeNumber(min_value=0, max_value=1000, allow_null=True, default=None, help_text="Needed when done.")
    seconds = WholeNumber(
        min_value=0, max_value=3600, allow_null=True, default=None, help_text="In the place of reps, of a hold."
    )
    load = LoadIn(allow_null=True, default=None, help_text="Needed when done; 0 is bodyweight.")
    unit = serializers.ChoiceField(Unit.choices, required=False, help_text="Needed with a load.")
    rir = WholeNumber(min_value=0, max_value=10, allow_null=True, default=None, help_text="4 means 4 or more.")
    pain = WholeNumber(min_value=0, max_value=10, allow_null=True, default=None)
    skip_reason = serializers.ChoiceField(
        Session.SkipReason.choices, allow_null=True, default=None, help_text="Needed when skipped, and only then."
    )
    performed_at = Instant()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        required = serializers.Field.default_error_messages["required"]
        missing = []
        if attrs["kind"] == SetLog.Kind.DONE:
            missing += ["reps"] * (attrs["reps"] is None and attrs["seconds"] is None)
            missing += ["load"] * (attrs["load"] is None)
        if attrs["load"] is not None and "unit" not in attrs:
            missing.append("unit")
        if attrs["kind"] == SetLog.Kind.SKIPPED and attrs["skip_reason"] is None:
            missing.append("skip_reason")
        if missing:
            raise serializers.ValidationError(dict.fromkeys(missing, required), code="required")
        if attrs["kind"] != SetLog.Kind.SKIPPED and attrs["skip_reason"] is not None:
            raise serializers.ValidationError({"skip_reason": "Only a skipped set has a reason."})
        return {**attrs, "unit": attrs.get("unit", Unit.KG), "skip_reason": attrs["skip_reason"] or ""}

    @property
    def facts(self) -> SetFacts:
        kept = {name: value for name, value in self.validated_data.items() if name not in ("id", "session", "item")}
        return SetFacts(uuid=self.validated_data["id"], **kept)

    @property
    def as_sent(self) -> dict[str, Any]:
        """What was sent, in the words of `SetSerializer`, to lay beside what is held."""
        sent = dict(self.validated_data)
        sent["load"] = None if sent["load"] is None else f"{sent['load']:.2f}"
        sent["skip_reason"] = sent["skip_reason"] or None
        sent["performed_at"] = Instant().to_representation(sent["performed_at"])
        return {name: str(value) if name in ("id", "session", "item") else value for name, value in sent.items()}


class ConflictSerializer(ProblemSerializer):
    """The problem, with what is held and what was sent."""

    held = SetSerializer()
    sent = LogSetSerializer()


LOAD_UNITS = [*Unit.choices, ("band", "level of a band")]


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
