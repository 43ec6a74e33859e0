"""The exercises of a session: swapped for today, cut short, their technique judged."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Role
from accounts.tokens import LOG
from clients.api.calls import me, renamed
from clients.api.serializers.sessions import (
    AlternativeSerializer,
    JudgedItemSerializer,
    MarkTechniqueSerializer,
    SessionSerializer,
    SkipSerializer,
    TakeAlternativeSerializer,
)
from clients.models import Session, SessionItem
from clients.own_swap import alternatives, items_to_swap, swap_for_today, take_back
from clients.skipping import skip_rest
from clients.technique import mark_technique
from config.api.views import WriteViewSet


class ItemFilter(filters.FilterSet):
    session = filters.UUIDFilter(field_name="session_id")
    assignment = filters.UUIDFilter(field_name="assignment_id")


class ItemViewSet(WriteViewSet):
    """The exercises of sessions. A session shows its own; here is what can be done with one."""

    serializer_class = JudgedItemSerializer
    filterset_class = ItemFilter
    orderings: ClassVar[dict[str, tuple[str, ...]]] = {
        "-due_on": ("-session__due_on", "session_id", "position"),
        "due_on": ("session__due_on", "session_id", "position"),
    }
    queryset = SessionItem.objects.none()
    scopes: ClassVar[dict[str, str]] = {"swap": LOG, "swap_undo": LOG, "skip": LOG}
    roles: ClassVar[dict[str, Role]] = {"swap": Role.CLIENT, "swap_undo": Role.CLIENT, "skip": Role.CLIENT}

    def get_queryset(self) -> QuerySet[SessionItem]:
        if self.action in ("list", "retrieve"):
            rows: QuerySet[SessionItem] = SessionItem.objects.for_user(self.request.user)
            return rows.select_related("session").prefetch_related("targets", "technique")
        found: QuerySet[SessionItem] = items_to_swap(self.request.user).prefetch_related("technique")
        return found

    def _session(self, session_id: Any) -> Response:
        rows = Session.objects.for_user(self.request.user).prefetch_related("items__targets")
        return Response(SessionSerializer(rows.get(pk=session_id), context=self.get_serializer_context()).data)

    @extend_schema(operation_id="session_items_alternatives", responses=AlternativeSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def alternatives(self, request: Request, pk: str) -> Response:
        """What can be done in its place today, where the implement is taken. Empty once a set is logged."""
        item = self.get_object()
        return Response(AlternativeSerializer(alternatives(item) if item.may_be_swapped else [], many=True).data)

    @extend_schema(operation_id="session_items_swap", request=TakeAlternativeSerializer, responses=SessionSerializer)
    @action(detail=True, methods=["post"])
    def swap(self, request: Request, pk: str) -> Response:
        """Do one of the alternatives today. It is another item: the answer is the session as it now is."""
        item, said = self.get_object(), self.sent(TakeAlternativeSerializer)
        session_id = item.session_id
        try:
            swap_for_today(item, key=f"{said['variation']}/{said['implement']}", by=me(request))
        except ValidationError as error:
            raise renamed(error, {"key": "variation"}) from error
        return self._session(session_id)

    @extend_schema(operation_id="session_items_swap_back", request=None, responses=SessionSerializer)
    @swap.mapping.delete
    def swap_undo(self, request: Request, pk: str) -> Response:
        """The coach's exercise again, as long as nothing of the other one is logged. Open the session to see it."""
        item = self.get_object()
        session_id = item.session_id
        take_back(item)
        return self._session(session_id)

    @extend_schema(operation_id="session_items_skip", request=SkipSerializer, responses=SessionSerializer)
    @action(detail=True, methods=["post"])
    def skip(self, request: Request, pk: str) -> Response:
        """The sets of an exercise that are still to do are skipped, with one reason. The day goes on."""
        item, said = self.get_object(), self.sent(SkipSerializer)
        try:
            skip_rest(item, reason=said["reason"])
        except ValidationError as error:
            raise renamed(error, {"skip_reason": "reason"}) from error
        return self._session(item.session_id)

    @extend_schema(
        operation_id="session_items_mark_technique", request=MarkTechniqueSerializer, responses=JudgedItemSerializer
    )
    @action(detail=True, methods=["post"])
    def technique(self, request: Request, pk: str) -> Response:
        """Judge how a side's technique looked. Two failed sessions move a side down: the engine looks again."""
        item, said = self.get_object(), self.sent(MarkTechniqueSerializer)
        if said["side"] not in {target.side for target in item.targets.all()}:
            raise ValidationError({"side": "This exercise is not logged for that side."})
        if said["sound"] is None and said["note"]:
            raise ValidationError({"sound": "Sound or failed? A note alone says neither."})
        mark_technique(item, side=said["side"], sound=said["sound"], note=said["note"], by=me(request))
        return self.answer(self.get_queryset().get(pk=item.pk))
