"""What the engine proposed, and what coaches make of it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from clients import verdicts
from clients.adjusting import Wish
from clients.api.calls import me
from clients.api.serializers.proposals import DecidedSerializer, DecideSerializer, ProposalSerializer
from clients.cards import card_of
from clients.models import Proposal
from clients.proposals import AlreadyDecided
from clients.talking import comment_on
from clients.verdicts import Own
from config.api.errors import Conflict
from config.api.views import WriteViewSet


class ProposalFilter(filters.FilterSet):
    client = filters.UUIDFilter(field_name="assignment__client_id")
    assignment = filters.UUIDFilter(field_name="assignment_id")
    session = filters.UUIDFilter(field_name="session_id")
    status = filters.ChoiceFilter(choices=Proposal.Status.choices)


class ProposalViewSet(WriteViewSet):
    """What the engine proposed after each session, and what became of it. The newest first."""

    serializer_class = ProposalSerializer
    filterset_class = ProposalFilter
    orderings = ("-created_at", "created_at")
    queryset = Proposal.objects.none()

    def get_queryset(self) -> QuerySet[Proposal]:
        rows: QuerySet[Proposal] = Proposal.objects.for_user(self.request.user)
        return rows if self.action in ("list", "retrieve") else rows.select_related("session__client")

    @extend_schema(
        operation_id="proposals_decide",
        request=DecideSerializer,
        responses={
            200: OpenApiResponse(ProposalSerializer, "What holds now. After `clear` that is a new proposal."),
            (409, "application/problem+json"): OpenApiResponse(
                DecidedSerializer, "Somebody was quicker, or new training has overtaken it. Nothing changed."
            ),
        },
    )
    @action(detail=True, methods=["post"])
    def decision(self, request: Request, pk: str) -> Response:
        """Approve what is proposed, hold it, set figures of your own, move up, or let training go on after a stop.

        With `adjust`, what is left out of a side stays as proposed. `comment` is a line for the client.
        """
        proposal, said = self.get_object(), self.sent(DecideSerializer)
        try:
            outcome = _decided(proposal, said, by=me(request))
        except AlreadyDecided as late:
            held = ProposalSerializer(late.proposal, context=self.get_serializer_context()).data
            raise Conflict("This proposal is decided already.", held=held, sent=request.data) from late
        if said["comment"]:
            comment_on(proposal.session, author=me(request), text=said["comment"])
        return self.answer(outcome)


def _decided(proposal: Proposal, said: Mapping[str, Any], *, by: User) -> Proposal:
    """What holds after a verdict. Raises AlreadyDecided, and ValidationError at its field."""
    card = card_of(proposal.session_id)
    if said["verdict"] == "adjust":
        return _adjusted(proposal, said, by=by)
    if said["verdict"] == "approve":
        return verdicts.approve(card, proposal, by=by) or proposal
    verdict = {"hold": verdicts.hold, "move_up": verdicts.move_up, "clear": verdicts.clear}[said["verdict"]]
    return verdict(card, proposal, by=by)


def _adjusted(proposal: Proposal, said: Mapping[str, Any], *, by: User) -> Proposal:
    places = {each["side"]: place for place, each in enumerate(said["sides"])}
    unknown = [side for side in places if side not in proposal.proposed]
    if unknown:
        sides = ", ".join(proposal.proposed)
        raise ValidationError({"sides": ValidationError(f"This proposal is for: {sides}.", code="unknown")})
    named = {each["side"]: each for each in said["sides"]}
    wishes = {side: _wish(named.get(side, {}), proposed) for side, proposed in proposal.proposed.items()}
    own = Own(wishes=wishes, coupling=said.get("coupling"), note=said["note"])
    try:
        return verdicts.adjust(card_of(proposal.session_id), proposal, own, by=by)
    except ValidationError as error:
        raise _at_their_sides(error, places) from error


def _wish(said: Mapping[str, Any], proposed: Mapping[str, Any]) -> Wish:
    """What is left out stays as it is proposed; other sets than proposed are done at one figure of reps."""
    sets = said.get("sets", proposed["sets"])
    reps = said.get("reps") or (proposed["reps"] if sets == proposed["sets"] else proposed["reps"][:1])
    return Wish(
        load=said.get("load", Decimal(str(proposed["load"]))),
        reps=list(reps),
        sets=sets,
        rest_s=said.get("rest_s", proposed["rest_s"]),
        rung=said.get("rung"),
    )


def _at_their_sides(error: ValidationError, places: Mapping[str, int]) -> Exception:
    """`left-load` is the load of the side that was sent for the left."""
    if not hasattr(error, "error_dict"):
        return error
    sides: dict[str, dict[str, list[str]]] = {}
    others: dict[str, Any] = {}
    for name, texts in error.message_dict.items():
        side, dash, field = name.partition("-")
        if dash and side in places:
            sides.setdefault(str(places[side]), {})[field] = texts
        else:
            others.setdefault("sides" if dash else name, []).extend(texts)
    return serializers.ValidationError(({"sides": sides} if sides else {}) | others)
