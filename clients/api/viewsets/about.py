"""What is kept about a client beside their row: invitations, coaches' notes, body mass."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Role
from accounts.tokens import LOG
from clients.api.calls import client_named, me, renamed
from clients.api.serializers.people import (
    INVITATION_STATES,
    BodyMassSerializer,
    InvitationSerializer,
    InviteSerializer,
    NewBodyMassSerializer,
    NewNoteSerializer,
    NoteSerializer,
    NoteTextSerializer,
)
from clients.body_mass import unweigh, weigh
from clients.history import in_unit
from clients.models import BodyMass, ClientNote, Invitation
from clients.notes import change_note, write_note
from clients.people import invite, withdraw
from config.api.versions import Versioned
from config.api.views import WriteViewSet

FOR_COACHES: dict[str, Role] = {"list": Role.COACH, "retrieve": Role.COACH}
GONE = OpenApiResponse(description="Gone.")


# --- Invitations ----------------------------------------------------------------------------------------------


class InvitationFilter(filters.FilterSet):
    client = filters.UUIDFilter(field_name="client_id")
    state = filters.ChoiceFilter(choices=INVITATION_STATES, method="standing")

    def standing(self, rows: QuerySet[Invitation], name: str, value: str) -> QuerySet[Invitation]:
        now = timezone.now()
        states = {
            "accepted": Q(accepted_at__isnull=False),
            "open": Q(accepted_at=None, expires_at__gt=now),
            "expired": Q(accepted_at=None, expires_at__lte=now),
        }
        return rows.filter(states[value])


class InvitationViewSet(WriteViewSet):
    """Links that were mailed to clients, so that they sign up. Each is good once, for 14 days."""

    serializer_class = InvitationSerializer
    filterset_class = InvitationFilter
    queryset = Invitation.objects.none()
    orderings = ("-created_at", "created_at", "-expires_at", "expires_at")
    roles: ClassVar[dict[str, Role]] = FOR_COACHES

    def get_queryset(self) -> QuerySet[Invitation]:
        rows: QuerySet[Invitation] = Invitation.objects.for_coach(self.request.user)
        return rows

    @extend_schema(
        request=InviteSerializer,
        responses={201: OpenApiResponse(InvitationSerializer, "The mail leaves once this is kept.")},
    )
    def create(self, request: Request) -> Response:
        """Mail a client a link to sign up with. An earlier link of theirs that was not used stops working."""
        return self._sent(request, self.sent(InviteSerializer)["client"])

    @extend_schema(
        operation_id="invitations_send_again",
        request=None,
        responses={201: OpenApiResponse(InvitationSerializer, "A new link; the old one is void.")},
    )
    @action(detail=True, methods=["post"])
    def renewal(self, request: Request, pk: str) -> Response:
        """Send it again: a new link to the client's present address."""
        return self._sent(request, self.get_object().client_id)

    @extend_schema(
        operation_id="invitations_withdraw", responses={204: OpenApiResponse(description="The link is void.")}
    )
    def destroy(self, request: Request, pk: str) -> Response:
        """Withdraw a link that was not used yet."""
        withdraw(self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _sent(self, request: Request, client: Any) -> Response:
        site = request.build_absolute_uri("/").rstrip("/")
        return self.created(invite(client_named(request, client), by=me(request), link_base=site))


# --- Notes ----------------------------------------------------------------------------------------------------


class NoteFilter(filters.FilterSet):
    client = filters.UUIDFilter(field_name="client_id")
    author = filters.UUIDFilter(field_name="author_id")


class NoteViewSet(Versioned, WriteViewSet):
    """What coaches note about clients, for each other. A coach changes their own, and those of coaches who left."""

    serializer_class = NoteSerializer
    filterset_class = NoteFilter
    queryset = ClientNote.objects.none()
    orderings = ("-created_at", "created_at")
    search_in = ("text",)
    roles: ClassVar[dict[str, Role]] = FOR_COACHES

    def get_queryset(self) -> QuerySet[ClientNote]:
        rows: QuerySet[ClientNote] = ClientNote.objects.for_coach(self.request.user)
        if self.action in ("partial_update", "destroy"):
            return rows.filter(Q(author=self.request.user.pk) | Q(author=None))
        return rows

    @extend_schema(request=NewNoteSerializer, responses={201: NoteSerializer})
    def create(self, request: Request) -> Response:
        """Note something about a client. They never see it."""
        said = self.sent(NewNoteSerializer)
        return self.created(write_note(client_named(request, said["client"]), author=me(request), text=said["text"]))

    @extend_schema(request=NoteTextSerializer, responses=NoteSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Other words in its place; `changed_at` says when."""
        row = self.get_object()
        return self.answer(change_note(row, text=self.sent(NoteTextSerializer)["text"]))

    @extend_schema(responses={204: GONE})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a note."""
        self.get_object().delete()
        return Response(status=status.HTTP_204_NO_CONTENT)


# --- Body mass ------------------------------------------------------------------------------------------------


class BodyMassFilter(filters.FilterSet):
    client = filters.UUIDFilter(field_name="client_id")
    measured_from = filters.DateFilter(field_name="measured_on", lookup_expr="gte")
    measured_to = filters.DateFilter(field_name="measured_on", lookup_expr="lte")


class BodyMassViewSet(WriteViewSet):
    """What clients weighed, day by day. The newest is what loads are reckoned from."""

    serializer_class = BodyMassSerializer
    filterset_class = BodyMassFilter
    queryset = BodyMass.objects.none()
    orderings = ("-measured_on", "measured_on")
    scopes: ClassVar[dict[str, str]] = {"create": LOG, "destroy": LOG}

    def get_queryset(self) -> QuerySet[BodyMass]:
        rows: QuerySet[BodyMass] = BodyMass.objects.for_user(self.request.user)
        return rows

    @extend_schema(request=NewBodyMassSerializer, responses={201: BodyMassSerializer})
    def create(self, request: Request) -> Response:
        """Keep what a client weighed on a day. The same day again takes its place."""
        said = self.sent(NewBodyMassSerializer)
        kg = in_unit(said["mass"], said["unit"], "kg")
        try:
            row = weigh(client_named(request, said.get("client")), kg=round(kg, 2), on=said.get("measured_on"))
        except ValidationError as error:
            raise renamed(error, {"kg": "mass"}) from error
        return self.created(row)

    @extend_schema(responses={204: GONE})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take a figure back that was never true. The newest of the others holds."""
        unweigh(self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
