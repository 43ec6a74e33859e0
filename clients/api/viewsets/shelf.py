"""Progressions and programs with what clients make of them: followers, the weeks ahead, the past again."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError as DomainError
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Role
from accounts.tokens import READ
from clients.api import shelf_examples as examples
from clients.api.serializers.followers import (
    MovedSerializer,
    MoveOverSerializer,
    MovesSerializer,
    PushesSerializer,
    chosen,
    move_as_data,
    push_as_data,
)
from clients.api.serializers.trials import (
    BacktestInSerializer,
    BacktestsSerializer,
    ProjectionSerializer,
    ProjectSerializer,
    backtest_as_data,
    change_of,
    named_client,
    projection_as_data,
)
from clients.backtest import Edit, backtest_client, backtest_practice
from clients.models import Client
from clients.moving import followers, move, preview_moves
from clients.outlook import look_ahead, typical_client
from clients.pushing import preview_pushes, program_followers, push
from clients.trying import related_ids, running_on
from config.api.errors import BadQuery
from config.api.fields import CanonicalUUID
from programs.api import viewsets as programs
from programs.api.refusals import at_its_field
from programs.api.standing import ProgramChangedSerializer, ProgressionChangedSerializer
from programs.ladder_values import tried_rungs
from programs.models import Progression, Rung

NEWER = "This is not the newest version any more; see `current`."
WHO = OpenApiParameter("client", UUID, description="Whose loads, days and present place; somebody typical without.")


class ProgressionViewSet(programs.ProgressionViewSet):
    scopes = {"project": READ, "backtest": READ}
    rates = {"project": "read", "backtest": "heavy"}
    roles = {
        **programs.ProgressionViewSet.roles,
        **dict.fromkeys(("followers", "projection", "project", "backtest"), Role.COACH),
    }
    extra_parameters = {"projection": ("client",)}
    own_only = programs.ProgressionViewSet.own_only | {"followers", "move_followers"}

    @extend_schema(operation_id="progressions_followers", responses={200: MovesSerializer}, examples=[examples.MOVES])
    @action(detail=True, methods=["get"])
    def followers(self, request: Request, pk: str) -> Response:
        """Who follows an older version (or the original of a copy), and what the newest changes for each."""
        newest = self.newest()
        moves = preview_moves(followers(request.user, newest), newest)
        return Response(MovesSerializer({"to": newest.pk, "results": map(move_as_data, moves)}).data)

    @extend_schema(
        operation_id="progressions_move_followers",
        request=MoveOverSerializer,
        responses={
            200: MovedSerializer,
            (412, programs.PROBLEM): OpenApiResponse(ProgressionChangedSerializer, NEWER),
        },
        examples=[examples.MOVE_OVER, examples.MOVED],
    )
    @followers.mapping.post
    def move_followers(self, request: Request, pk: str) -> Response:
        """Move assignments to this version, which has to be the newest. What was logged and asked for stays."""
        newest = self.asked_as_newest()
        sent = self.sent(MoveOverSerializer)["assignments"]
        rows = chosen(sent, followers(request.user, newest), {})
        return Response(MovedSerializer({"moved": move(rows, newest, by=self.coach())}).data)

    @extend_schema(
        operation_id="progressions_projection",
        parameters=[WHO],
        responses={200: ProjectionSerializer},
        examples=[examples.PROJECTION],
    )
    @action(detail=True, methods=["get"])
    def projection(self, request: Request, pk: str) -> Response:
        """The weeks ahead on this ladder: when each rung is reached at the earliest, and the first sessions."""
        base = self.get_object()
        try:
            asked = request.query_params.get("client")
            client = named_client(request.user, CanonicalUUID().run_validation(asked) if asked is not None else None)
        except (Client.DoesNotExist, ValidationError) as error:
            raise BadQuery({"client": ["There is no such client."]}) from error
        return self.projected(base, list(base.rungs.all()), client)

    @extend_schema(
        operation_id="progressions_project",
        request=ProjectSerializer,
        responses={200: ProjectionSerializer},
        examples=[examples.PROJECT, examples.PROJECTION],
    )
    @projection.mapping.post
    def project(self, request: Request, pk: str) -> Response:
        """The same on a ladder that is tried out and not saved. Writes nothing."""
        base, sent = self.get_object(), self.sent(ProjectSerializer)
        return self.projected(base, self.tried(base, sent), self.client_of(sent))

    @extend_schema(
        operation_id="progressions_backtest",
        request=BacktestInSerializer,
        responses={200: BacktestsSerializer},
        examples=[examples.BACKTEST, examples.BACKTESTED],
    )
    @action(detail=True, methods=["post"])
    def backtest(self, request: Request, pk: str) -> Response:
        """A dry run: what this ladder, or a change of it, would have decided on what was really logged.

        Of everybody who follows some version of it, or the original of a copy; or of one client. Writes nothing.
        """
        base, sent = self.get_object(), self.sent(BacktestInSerializer)
        ladder, client = self.tried(base, sent), self.client_of(sent)
        edit = self.edit(ladder, sent.get("change"))
        related = related_ids(request.user, base.family, base.copied_from_id)
        if client is None:
            found = backtest_practice(request.user, edit=edit, coupling=sent["coupling"], among=related)
        else:
            running = running_on(request.user, client, related)
            play = partial(backtest_client, whose=request.user, edit=edit, coupling=sent["coupling"])
            found = [play(running)] if running else []
        return Response(BacktestsSerializer({"results": map(backtest_as_data, found)}).data)

    def asked_as_newest(self) -> Progression:
        """The row of the address. Raises Changed where it is not the newest of its family."""
        row, newest = self.get_object(), self.newest()
        if row.pk != newest.pk:
            raise self.refuse_as_newer(newest)
        return row

    def projected(self, base: Progression, ladder: list[Rung], client: Client | None) -> Response:
        user = self.coach()
        running = None
        if client is not None:
            running = running_on(user, client, related_ids(user, base.family, base.copied_from_id))
        today = client.today() if client else timezone.now().astimezone(user.zone).date()
        who = client or typical_client()
        if not ladder:
            raise ValidationError({"rungs": ["This progression has no rungs."]})
        ahead = look_ahead(ladder, who, running, today=today)
        return Response(ProjectionSerializer(projection_as_data(ahead, who, running)).data)

    def tried(self, base: Progression, sent: dict[str, Any]) -> list[Rung]:
        if "rungs" not in sent:
            return list(base.rungs.all())
        with at_its_field():
            return tried_rungs(base, {"rungs": sent["rungs"]}, by=self.coach())

    def client_of(self, sent: dict[str, Any]) -> Client | None:
        try:
            return named_client(self.request.user, sent["client"])
        except Client.DoesNotExist as error:
            raise ValidationError({"client": ["There is no such client."]}, code="unknown") from error

    def edit(self, ladder: list[Rung], said: dict[str, Any] | None) -> Edit:
        """Whatever ladder was followed, this one in its place. Raises ValidationError at the fields of `change`."""
        if said is None:
            return lambda _: list(ladder)
        change = change_of(said)
        unknown = sorted((change.rungs or frozenset()) - {rung.position for rung in ladder})
        if unknown:
            raise ValidationError({"change": {"rungs": [f"There is no rung {unknown[0]}."]}})
        try:
            changed = change.edited(ladder)
        except DomainError as error:
            raise ValidationError({"change": error.message_dict}) from error
        return lambda _: list(changed)


class ProgramViewSet(programs.ProgramViewSet):
    roles = {**programs.ProgramViewSet.roles, "followers": Role.COACH}

    @extend_schema(operation_id="programs_followers", responses={200: PushesSerializer}, examples=[examples.PUSHES])
    @action(detail=True, methods=["get"])
    def followers(self, request: Request, pk: str) -> Response:
        """Who follows an older version, and what the newest changes for each, from today on."""
        newest = self.newest()
        found = preview_pushes(program_followers(request.user, newest), newest)
        return Response(PushesSerializer({"to": newest.pk, "results": map(push_as_data, found)}).data)

    @extend_schema(
        operation_id="programs_move_followers",
        request=MoveOverSerializer,
        responses={200: MovedSerializer, (412, programs.PROBLEM): OpenApiResponse(ProgramChangedSerializer, NEWER)},
        examples=[examples.MOVE_OVER, examples.MOVED],
    )
    @followers.mapping.post
    def move_followers(self, request: Request, pk: str) -> Response:
        """Push this version, which has to be the newest, to assignments. What was logged and what is begun stays."""
        row, newest = self.get_object(), self.newest()
        if row.pk != newest.pk:
            raise self.refuse_as_newer(newest)
        among = program_followers(request.user, newest)
        blocked = {each.assignment.pk: each.blocked for each in preview_pushes(among, newest)}
        rows = chosen(self.sent(MoveOverSerializer)["assignments"], among, blocked)
        return Response(MovedSerializer({"moved": push(rows, newest, by=self.coach())}).data)
