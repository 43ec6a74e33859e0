"""Sets: facts, known by the UUID that their sender made."""

from typing import Any

from rest_framework import serializers

from accounts.models import Unit
from clients.api.examples import shown
from clients.models import Session, SetLog, SetRevision, Side
from clients.services import SetFacts
from config.api.fields import CanonicalUUID, Instant, LoadIn, OptionalChoice, StrictSerializer, WholeNumber
from config.api.quick import Quick
from config.api.schema import ProblemSerializer


@shown
class SetSerializer(Quick, serializers.ModelSerializer[SetLog]):
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


@shown
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


@shown
class ConflictSerializer(ProblemSerializer):
    """The problem, with what is held and what was sent."""

    held = SetSerializer()
    sent = LogSetSerializer()


@shown
class CorrectSetSerializer(StrictSerializer):
    """Other figures for a set that is there. What is left out stays as it is."""

    kind = serializers.ChoiceField(SetLog.Kind.choices, required=False)
    reps = WholeNumber(min_value=0, max_value=1000, allow_null=True, required=False)
    seconds = WholeNumber(min_value=0, max_value=3600, allow_null=True, required=False)
    load = LoadIn(allow_null=True, required=False)
    unit = serializers.ChoiceField(Unit.choices, required=False)
    rir = WholeNumber(min_value=0, max_value=10, allow_null=True, required=False)
    pain = WholeNumber(min_value=0, max_value=10, allow_null=True, required=False)
    skip_reason = serializers.ChoiceField(Session.SkipReason.choices, allow_null=True, required=False)

    def validate_skip_reason(self, reason: str | None) -> str:
        return reason or ""


@shown
class RevisionSerializer(serializers.ModelSerializer[SetRevision]):
    """What a correction replaced, or what another phone said of the same set (`other_phone`) and does not hold."""

    kind = serializers.ChoiceField(SetLog.Kind.choices, source="before.kind")
    skip_reason = OptionalChoice(Session.SkipReason.choices, source="before.skip_reason")
    reps = serializers.IntegerField(allow_null=True, source="before.reps")
    seconds = serializers.IntegerField(allow_null=True, source="before.seconds", default=None)
    load = serializers.DecimalField(max_digits=6, decimal_places=2, allow_null=True, source="before.load")
    unit = serializers.ChoiceField(Unit.choices, source="before.unit")
    rir = serializers.IntegerField(allow_null=True, source="before.rir")
    pain = serializers.IntegerField(allow_null=True, source="before.pain")

    class Meta:
        model = SetRevision
        fields = (
            "id",
            "kind",
            "skip_reason",
            "reps",
            "seconds",
            "load",
            "unit",
            "rir",
            "pain",
            "said_at",
            "other_phone",
            "replaced_at",
            "replaced_by",
        )
        read_only_fields = fields
