"""Webhooks over the API: an owner's, with a token of the scope admin."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import membership_of
from accounts.tokens import ADMIN
from config.api.versions import Versioned
from config.api.views import ReadViewSet, WriteViewSet
from hooks.api.serializers import (
    TYPES,
    ChangeWebhookSerializer,
    DeliverySerializer,
    NewWebhookSerializer,
    RotateSerializer,
    WebhookSecretSerializer,
    WebhookSerializer,
)
from hooks.models import TEST, Delivery, Endpoint
from hooks.services import add_endpoint, change_endpoint, remove_endpoint, replay, rotate_secret, send_test

NEW = {"name": "Spreadsheet", "url": "https://tool.example.org/hook", "events": ["session.finished", "set.flagged"]}


ID, AT, LATER = "0199f3a2-6c1d-7b40-8e55-2a9c3d4e5f60", "2026-03-02T18:04:00Z", "2026-03-05T18:04:00Z"
HELD = {
    "id": ID,
    **NEW,
    "is_on": True,
    "off_because": None,
    "off_at": None,
    "failing_since": None,
    "old_secret_until": None,
    "made_at": AT,
}
WITH_SECRET = HELD | {"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
PAYLOAD = {"type": TEST, "version": 1, "timestamp": AT, "data": {"practice": ID, "webhook": ID}}
SENT = {
    "id": ID,
    "webhook": ID,
    "message_id": "msg_0199f3a26c1d7b408e552a9c3d4e5f60",
    "type": TEST,
    "payload": PAYLOAD,
    "state": "delivered",
    "tries": 0,
    "made_at": AT,
    "due_at": AT,
    "give_up_at": LATER,
    "delivered_at": AT,
    "attempts": [{"at": AT, "status": 200, "problem": None, "took_ms": 41, "answer": "ok"}],
}
UNSENT: dict[str, Any] = {"state": "waiting", "delivered_at": None, "attempts": []}


def shown(value: Any, name: str, *codes: str) -> OpenApiExample:
    return OpenApiExample(name, value, response_only=True, status_codes=list(codes or ["200"]))


@extend_schema_view(
    list=extend_schema(examples=[shown(HELD, "An endpoint")]),
    retrieve=extend_schema(examples=[shown(HELD, "An endpoint")]),
)
class WebhookViewSet(Versioned, WriteViewSet):
    """The endpoints of the practice: addresses of other tools that are told what happens."""

    serializer_class = WebhookSerializer
    orderings = ("made_at", "-made_at", "name", "-name")
    search_in = ("name", "url")
    scopes = dict.fromkeys(("list", "retrieve", "create", "partial_update", "destroy", "secret", "test"), ADMIN)
    queryset = Endpoint.objects.none()

    def get_queryset(self) -> QuerySet[Endpoint]:
        return Endpoint.objects.for_user(self.request.user)

    @extend_schema(
        request=NewWebhookSerializer,
        responses={201: WebhookSecretSerializer},
        examples=[OpenApiExample("A new endpoint", NEW, request_only=True), shown(WITH_SECRET, "Its secret", "201")],
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Add an endpoint. The answer has its secret, this once."""
        membership = membership_of(request.user)
        assert membership is not None  # an owner's alone
        row = add_endpoint(membership.practice_id, **self.sent(NewWebhookSerializer))
        answer = self.created(row)
        answer.data = WebhookSecretSerializer(row).data
        return answer

    @extend_schema(
        request=ChangeWebhookSerializer(partial=True),
        responses=WebhookSerializer,
        examples=[OpenApiExample("Turned on", {"is_on": True}, request_only=True), shown(HELD, "As it is now")],
    )
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change an endpoint, or turn it off and on."""
        row = self.get_object()
        return self.answer(change_endpoint(row, **self.sent(ChangeWebhookSerializer, partial=True)))

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Remove an endpoint with its log. What is on its way does not arrive."""
        remove_endpoint(self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="webhooks_rotate_secret",
        request=RotateSerializer,
        responses={201: WebhookSecretSerializer},
        examples=[
            OpenApiExample("A day for the change", {"overlap_hours": 24}, request_only=True),
            shown(WITH_SECRET | {"old_secret_until": "2026-03-03T18:04:00Z"}, "Its new secret", "201"),
        ],
    )
    @action(detail=True, methods=["post"])
    def secret(self, request: Request, pk: str) -> Response:
        """Make a new secret. The answer has it, this once; the old one signs beside it for as long as you say."""
        row = rotate_secret(self.get_object(), **self.sent(RotateSerializer))
        return Response(WebhookSecretSerializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="webhooks_test",
        request=None,
        responses={201: DeliverySerializer},
        examples=[shown(SENT | UNSENT, "On its way", "201")],
    )
    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: str) -> Response:
        """Send a test. Its delivery says how it went, as soon as it was tried. An endpoint that is off: 400."""
        row = send_test(self.get_object())
        return Response(DeliverySerializer(row).data, status=status.HTTP_201_CREATED)


class DeliveryFilter(filters.FilterSet):
    webhook = filters.UUIDFilter(field_name="endpoint_id")
    state = filters.ChoiceFilter(choices=Delivery.State.choices)
    type = filters.ChoiceFilter(choices=TYPES)


@extend_schema_view(
    list=extend_schema(examples=[shown(SENT, "A delivery")]),
    retrieve=extend_schema(examples=[shown(SENT, "A delivery")]),
)
class WebhookDeliveryViewSet(ReadViewSet):
    """What went to the endpoints in the last month, with each try. The newest first."""

    serializer_class = DeliverySerializer
    filterset_class = DeliveryFilter
    orderings = ("-made_at", "made_at")
    scopes = dict.fromkeys(("list", "retrieve", "replay"), ADMIN)
    queryset = Delivery.objects.none()

    def get_queryset(self) -> QuerySet[Delivery]:
        rows: QuerySet[Delivery] = Delivery.objects.for_user(self.request.user)
        return rows.prefetch_related("attempts")

    @extend_schema(
        operation_id="webhook_deliveries_replay",
        request=None,
        responses=DeliverySerializer,
        examples=[shown(SENT | UNSENT, "On its way")],
    )
    @action(detail=True, methods=["post"])
    def replay(self, request: Request, pk: str) -> Response:
        """Send it once more, with the same id, and try for three days again. An endpoint that is off: 400."""
        return self.answer(replay(self.get_object()))
