"""The review queue as a list, decisions of many cards at once, and taking one back."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Role
from clients import verdicts
from clients.api.calls import me
from clients.api.serializers.people import GROUP_CHOICES, GROUPS
from clients.api.serializers.review import (
    ApproveCardsSerializer,
    ApprovedSerializer,
    CardSerializer,
    DecideCardSerializer,
    DecisionSerializer,
)
from clients.inbox import queue
from clients.inbox_words import REASON_NAMES
from clients.models import ReviewCard, ReviewDecision
from clients.talking import comment_on
from clients.verdicts import NothingToUndo
from config.api.views import ReadViewSet, WriteViewSet

FOR_COACHES: dict[str, Role] = {"list": Role.COACH, "retrieve": Role.COACH}


class CardFilter(filters.FilterSet):
    client = filters.UUIDFilter(field_name="client_id")
    coach = filters.UUIDFilter(field_name="client__coach_id")
    session = filters.UUIDFilter(field_name="session_id")
    kind = filters.ChoiceFilter(choices=ReviewCard.Kind.choices)
    group = filters.ChoiceFilter(choices=GROUP_CHOICES, method="grouped")
    reason = filters.ChoiceFilter(choices=list(REASON_NAMES.items()), method="reasoned", help_text="Among its reasons.")
    tag = filters.CharFilter(method="tagged", max_length=30, help_text="Of the client, exactly.")

    def grouped(self, rows: QuerySet[ReviewCard], name: str, value: str) -> QuerySet[ReviewCard]:
        number = next(number for number, word in GROUPS.items() if word == value)
        return rows.filter(urgency__gte=10 * number, urgency__lt=10 * (number + 1))

    def reasoned(self, rows: QuerySet[ReviewCard], name: str, value: str) -> QuerySet[ReviewCard]:
        return rows.filter(reasons__contains=[{"code": value}])

    def tagged(self, rows: QuerySet[ReviewCard], name: str, value: str) -> QuerySet[ReviewCard]:
        return rows.filter(client__tags__contains=[value])


class CardViewSet(WriteViewSet):
    """What needs a coach, the most urgent first. The list is the queue; any card can be read by its id."""

    serializer_class = CardSerializer
    filterset_class = CardFilter
    orderings: ClassVar[dict[str, tuple[str, ...]]] = {
        "urgency": ("urgency", "-happened_at"),
        "-happened_at": ("-happened_at",),
        "-changed_at": ("-changed_at",),
    }
    queryset = ReviewCard.objects.none()
    roles: ClassVar[dict[str, Role]] = FOR_COACHES

    def get_queryset(self) -> QuerySet[ReviewCard]:
        if self.action == "list":
            found: QuerySet[ReviewCard] = queue(self.request.user)
            return found
        rows: QuerySet[ReviewCard] = ReviewCard.objects.for_coach(self.request.user)
        return rows.select_related("client", "session")

    @extend_schema(operation_id="review_cards_decide", request=DecideCardSerializer, responses=CardSerializer)
    @action(detail=True, methods=["post"])
    def decision(self, request: Request, pk: str) -> Response:
        """Say that you have seen a card, or put it off to a day. What a proposal asks is decided on the proposal."""
        card, said = self.get_object(), self.sent(DecideCardSerializer)
        if said["verdict"] == "snooze":
            verdicts.snooze(card, until=said["until"], by=me(request))
        else:
            verdicts.approve(card, None, by=me(request))
        if said["comment"]:
            comment_on(card.session or card.client, author=me(request), text=said["comment"])
        card.refresh_from_db()
        return self.answer(card)

    @extend_schema(operation_id="review_cards_approve", request=ApproveCardsSerializer, responses=ApprovedSerializer)
    @action(detail=False, methods=["post"])
    def approvals(self, request: Request) -> Response:
        """Approve what waits on these cards, each as if by itself. They are undone together."""
        ids = self.sent(ApproveCardsSerializer)["cards"]
        cards = list(self.get_queryset().filter(pk__in=ids))
        if len(cards) < len(set(ids)):
            raise ValidationError({"cards": ValidationError("There is no such card among them.", code="unknown")})
        done, late = verdicts.approve_many(cards, by=me(request))
        return Response({"approved": done, "late": [str(card.pk) for card in late]})


class DecisionFilter(filters.FilterSet):
    client = filters.UUIDFilter(field_name="card__client_id")
    card = filters.UUIDFilter(field_name="card_id")
    session = filters.UUIDFilter(field_name="card__session_id")
    made_by = filters.UUIDFilter(field_name="made_by_id")
    batch = filters.UUIDFilter(field_name="batch")
    kind = filters.ChoiceFilter(choices=ReviewDecision.Kind.choices)


class DecisionViewSet(ReadViewSet):
    """What coaches made of cards, with those that were undone. The newest first."""

    serializer_class = DecisionSerializer
    filterset_class = DecisionFilter
    orderings = ("-made_at", "made_at")
    queryset = ReviewDecision.objects.none()
    roles: ClassVar[dict[str, Role]] = FOR_COACHES

    def get_queryset(self) -> QuerySet[ReviewDecision]:
        rows: QuerySet[ReviewDecision] = ReviewDecision.objects.for_coach(self.request.user)
        return rows.select_related("card")

    @extend_schema(operation_id="decisions_undo", request=None, responses=DecisionSerializer(many=True), filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def undo(self, request: Request, pk: str) -> Response:
        """Take back your newest decision, within a day, with all that were made with it. What was written stays."""
        decision = self.get_object()
        try:
            undone = verdicts.undo(by=me(request), expected=decision.pk)
        except NothingToUndo as late:
            raise ValidationError(late.why, code="too_late") from late
        return Response(DecisionSerializer(undone, many=True).data)
