"""Sets: facts that are sent as often as need be, and kept once."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.models import Role
from accounts.tokens import LOG
from clients.api.calls import me
from clients.api.serializers.sets import (
    ConflictSerializer,
    CorrectSetSerializer,
    LogSetSerializer,
    RevisionSerializer,
    SetSerializer,
)
from clients.models import SessionItem, SetLog, Side
from clients.services import CONTENT, SetConflict, SetFacts, correct_set, log_set
from config.api.errors import Conflict
from config.api.views import WriteViewSet


class SetFilter(filters.FilterSet):
    client = filters.UUIDFilter(field_name="client_id")
    session = filters.UUIDFilter(field_name="session_id")
    item = filters.UUIDFilter(field_name="item_id")
    side = filters.ChoiceFilter(choices=Side.choices)
    kind = filters.ChoiceFilter(choices=SetLog.Kind.choices)


class SetViewSet(WriteViewSet):
    """Sets as they were logged, the newest first. A set is known by the UUID that its sender made."""

    serializer_class = SetSerializer
    filterset_class = SetFilter
    orderings = ("-performed_at", "performed_at", "-received_at", "received_at")
    scopes: ClassVar[dict[str, str]] = {"create": LOG, "partial_update": LOG}
    roles: ClassVar[dict[str, Role]] = {"partial_update": Role.CLIENT}
    expandable: ClassVar[Any] = {"revisions": (RevisionSerializer(many=True), "revisions")}
    keyed = False
    queryset = SetLog.objects.none()
    lookup_field = "uuid"
    lookup_url_kwarg = "id"

    def get_queryset(self) -> QuerySet[SetLog]:
        return SetLog.objects.for_user(self.request.user)

    def get_object(self) -> SetLog:
        """UUIDs are unique to a client, so two clients of a practice could hold one: the first that came is meant."""
        rows = self.filter_queryset(self.get_queryset()).order_by("received_at", "id")
        try:
            found: SetLog | None = rows.filter(uuid=UUID(self.kwargs["id"])).first()
        except ValueError as error:
            raise Http404 from error
        if found is None:
            raise Http404
        return found

    @extend_schema(
        request=LogSetSerializer,
        responses={
            201: OpenApiResponse(SetSerializer, "Kept."),
            200: OpenApiResponse(SetSerializer, "Held already, with the same content. Nothing changed."),
            (409, "application/problem+json"): OpenApiResponse(
                ConflictSerializer, "The UUID or the place is held with other content; see `held` and `sent`."
            ),
        },
    )
    def create(self, request: Request) -> Response:
        """Log a set. Send it again as often as you like: it is kept once."""
        row, new = self.log(request.data)
        where = reverse("api:set-detail", args=[row.uuid], request=request)
        code = status.HTTP_201_CREATED if new else status.HTTP_200_OK
        return Response(SetSerializer(row).data, status=code, headers={"Location": where} if new else None)

    def log(self, body: Any) -> tuple[SetLog, bool]:
        """The set as it is kept, and whether it is new. Raises Conflict with what is held, ValidationError."""
        sent = LogSetSerializer(data=body)
        sent.is_valid(raise_exception=True)
        item = self._item(sent.validated_data)
        try:
            return log_set(item, sent.facts)
        except SetConflict as conflict:
            held = SetSerializer(conflict.held).data
            raise Conflict("This set is held with other content.", held=held, sent=sent.as_sent) from conflict

    def _item(self, sent: dict[str, Any]) -> SessionItem:
        """The item to log for. One that is not the caller's is as unknown as one that never was."""
        items = SessionItem.objects.for_user(self.request.user).select_related("session").prefetch_related("targets")
        item: SessionItem | None = items.filter(pk=sent["item"], session_id=sent["session"]).first()
        if item is None:
            raise ValidationError({"item": "There is no such item in this session."}, code="unknown")
        return item

    @extend_schema(operation_id="sets_correct", request=CorrectSetSerializer, responses=SetSerializer)
    def partial_update(self, request: Request, id: str) -> Response:
        """Correct a set: what is left out stays. What was there is kept, and told by `?expand=revisions`."""
        held, said = self.get_object(), self.sent(CorrectSetSerializer)
        facts = {name: getattr(held, name) for name in CONTENT} | said
        if facts["kind"] != SetLog.Kind.SKIPPED:
            facts["skip_reason"] = ""
        elif "reps" not in said:
            facts |= {"reps": None, "seconds": None, "load": None, "rir": None}
        if "reps" in said and "seconds" not in said:
            facts["seconds"] = None
        elif "seconds" in said and "reps" not in said:
            facts["reps"] = None
        return self.answer(
            correct_set(held, SetFacts(uuid=held.uuid, performed_at=held.performed_at, **facts), by=me(request))
        )
