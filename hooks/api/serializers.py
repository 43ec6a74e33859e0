"""Webhooks as JSON: endpoints, and what went there."""

import json
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.api.fields import OptionalChoice, StrictSerializer, WholeNumber
from config.api.writing import Flag, Text
from hooks.models import LONGEST_URL, TEST, Attempt, Delivery, Endpoint, Event
from hooks.services import LONGEST_OVERLAP_HOURS

TYPES = [*Event.choices, (TEST, "A test")]


class WebhookSerializer(serializers.ModelSerializer[Endpoint]):
    """An endpoint that is told what happens. Its secret is never shown again."""

    off_because = OptionalChoice(Endpoint.Off.choices)

    class Meta:
        model = Endpoint
        fields = (
            "id",
            "name",
            "url",
            "events",
            "is_on",
            "off_because",
            "off_at",
            "failing_since",
            "old_secret_until",
            "made_at",
        )
        read_only_fields = fields


class WebhookSecretSerializer(WebhookSerializer):
    """With the secret that signs from now on: this once."""

    secret = serializers.CharField()

    class Meta:
        model = Endpoint
        fields = (*WebhookSerializer.Meta.fields, "secret")
        read_only_fields = fields


class NewWebhookSerializer(StrictSerializer):
    name = Text(max_length=80)
    url = Text(max_length=LONGEST_URL, help_text="Begins with https:// and is public.")
    events = serializers.ListField(
        child=serializers.ChoiceField(Event.choices), max_length=20, help_text="At least one; twice is once."
    )


class ChangeWebhookSerializer(NewWebhookSerializer):
    """What is left out stays as it is. Turned on again, it hears of what happens from now on."""

    is_on = Flag()


class RotateSerializer(StrictSerializer):
    overlap_hours = WholeNumber(
        min_value=0,
        max_value=LONGEST_OVERLAP_HOURS,
        default=24,
        help_text="For so long the old secret signs beside the new one; 0: not at all.",
    )


class AttemptSerializer(serializers.ModelSerializer[Attempt]):
    """One try: the status that came, or the problem before there was one."""

    problem = OptionalChoice(Attempt.Problem.choices)

    class Meta:
        model = Attempt
        fields = ("at", "status", "problem", "took_ms", "answer")
        read_only_fields = fields


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    """One event on its way to one endpoint. `message_id` is the `webhook-id` of every try."""

    webhook = serializers.UUIDField(source="endpoint_id")
    message_id = serializers.CharField()
    type = serializers.ChoiceField(TYPES)
    payload = serializers.SerializerMethodField()
    attempts = AttemptSerializer(many=True)

    class Meta:
        model = Delivery
        fields = (
            "id",
            "webhook",
            "message_id",
            "type",
            "payload",
            "state",
            "tries",
            "made_at",
            "due_at",
            "give_up_at",
            "delivered_at",
            "attempts",
        )
        read_only_fields = fields

    @extend_schema_field({"type": "object", "additionalProperties": True, "description": "The body that is sent."})
    def get_payload(self, delivery: Delivery) -> dict[str, Any]:
        return dict(json.loads(delivery.body))
