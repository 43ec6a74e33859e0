"""The review queue: cards that need a coach, and every decision that was made of them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clients.api.examples import shown
from clients.api.fields import Day
from clients.api.serializers.people import GROUP_CHOICES, GROUPS
from clients.api.serializers.sessions import ReasonSerializer
from clients.models import ReviewCard, ReviewDecision
from config.api.fields import CanonicalUUID, StrictSerializer
from config.api.writing import Text

NAMED = {"code", "rank", "side"}  # of a reason; the rest are its figures


@shown
class CardSerializer(serializers.ModelSerializer[ReviewCard]):
    """What needs a coach, and why, the most urgent reason first. `proposal` is what is looked at first.

    A `session` card is about one session, a `missed` one about days not trained, a `message` one about what the client
    wrote. `left_rung` and `right_rung` are where the sides stand, of so many `rungs`; null without a ladder.
    """

    group = serializers.SerializerMethodField()
    reasons = serializers.SerializerMethodField()
    rungs = serializers.SerializerMethodField()
    left_rung = serializers.SerializerMethodField()
    right_rung = serializers.SerializerMethodField()

    class Meta:
        model = ReviewCard
        fields = (
            "id",
            "client",
            "kind",
            "group",
            "session",
            "proposal",
            "reasons",
            "rungs",
            "left_rung",
            "right_rung",
            "happened_at",
            "changed_at",
            "snoozed_until",
            "closed_at",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(GROUP_CHOICES))
    def get_group(self, card: ReviewCard) -> str:
        return GROUPS[card.urgency // 10]

    @extend_schema_field(ReasonSerializer(many=True))
    def get_reasons(self, card: ReviewCard) -> list[dict[str, Any]]:
        rows = [
            {
                "code": reason["code"],
                "side": reason.get("side") or None,
                "figures": {name: value for name, value in reason.items() if name not in NAMED},
            }
            for reason in card.reasons
        ]
        return list(ReasonSerializer(rows, many=True).data)

    def get_rungs(self, card: ReviewCard) -> int | None:
        return card.ladder[0] if card.ladder else None

    def get_left_rung(self, card: ReviewCard) -> int | None:
        return card.ladder[1] if card.ladder else None

    def get_right_rung(self, card: ReviewCard) -> int | None:
        return card.ladder[2] if card.ladder else None


@shown
class DecideCardSerializer(StrictSerializer):
    """`seen` takes it off the queue; `snooze` brings it back on a day."""

    verdict = serializers.ChoiceField([("seen", "A coach has seen it"), ("snooze", "Later")])
    until = Day(required=False, help_text="With snooze: at most 90 days ahead.")
    comment = Text(max_length=1000, allow_blank=True, default="", help_text="A line for the client.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["verdict"] == "snooze") != ("until" in attrs):
            raise serializers.ValidationError({"until": "A day goes with snooze, and with nothing else."})
        return attrs


@shown
class ApproveCardsSerializer(StrictSerializer):
    cards = serializers.ListField(child=CanonicalUUID(), min_length=1, max_length=100)


@shown
class ApprovedSerializer(serializers.Serializer[Any]):
    """`late`: cards that somebody had decided meanwhile, and those that stop training, which want a look each."""

    approved = serializers.IntegerField()
    late = serializers.ListField(child=serializers.UUIDField())


@shown
class DecisionSerializer(serializers.ModelSerializer[ReviewDecision]):
    """What a coach made of a card. Decisions with one `batch` were made, and are undone, with one key."""

    client = serializers.UUIDField(source="card.client_id")
    session = serializers.UUIDField(source="card.session_id", allow_null=True)

    class Meta:
        model = ReviewDecision
        fields = (
            "id",
            "card",
            "client",
            "session",
            "proposal",
            "kind",
            "made_by",
            "made_at",
            "batch",
            "undone_at",
            "undone_by",
        )
        read_only_fields = fields
