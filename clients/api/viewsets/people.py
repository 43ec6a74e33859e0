"""Clients of a practice: made, changed, paused, archived, deleted; and lists of them."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import is_coach
from accounts.models import Role
from accounts.tokens import ADMIN
from clients.api.calls import me, renamed
from clients.api.serializers.people import (
    ClientFieldsSerializer,
    ClientSerializer,
    ClientTableSerializer,
    NewClientSerializer,
    NowSerializer,
    TableReadSerializer,
    TagClientsSerializer,
    TaggedSerializer,
    TypedNameSerializer,
)
from clients.importing import Sheet, Unreadable, import_clients, read_sheet
from clients.leaving import delete_client
from clients.models import Client
from clients.own_settings import with_unit
from clients.pausing import pause_training, resume_training
from clients.people import add_client, update_client
from clients.roster import read_rows
from clients.tagging import clean_tags, known_tags, tag_clients
from config.api.versions import Versioned
from config.api.views import WriteViewSet


class ClientFilter(filters.FilterSet):
    status = filters.ChoiceFilter(choices=Client.Status.choices)
    coach = filters.UUIDFilter(field_name="coach_id")
    tag = filters.CharFilter(method="tagged", max_length=30, help_text="Exactly this tag. For coaches.")

    def tagged(self, rows: QuerySet[Client], name: str, value: str) -> QuerySet[Client]:
        """Tags are the coaches' own: nobody else learns of one by asking."""
        mine = Client.objects.for_coach(self.request.user).filter(tags__contains=[value])
        return rows.filter(pk__in=mine.values("pk"))


class ClientViewSet(Versioned, WriteViewSet):
    """The clients of the practice; for a client, their own row."""

    serializer_class = ClientSerializer
    filterset_class = ClientFilter
    queryset = Client.objects.none()
    orderings = ("name", "-name", "created_at", "-created_at")
    search_in = ("name", "email", "goal")
    expandable: ClassVar[Any] = {"now": (NowSerializer, None)}
    scopes: ClassVar[dict[str, str]] = {"deletion": ADMIN}
    roles: ClassVar[dict[str, Role]] = {"deletion": Role.COACH}

    def get_queryset(self) -> QuerySet[Client]:
        rows: QuerySet[Client] = Client.objects.for_user(self.request.user)
        return rows.select_related("coach", "user") if self.action not in ("list", "retrieve") else rows

    def paginate_queryset(self, queryset: Any) -> Any:
        rows: Any = super().paginate_queryset(queryset)
        self._look(rows)
        return rows

    def get_object(self) -> Client:
        row: Client = super().get_object()
        self._look([row])
        return row

    def _look(self, rows: list[Any]) -> None:
        """How each is doing, where that was asked; a coach's to know. The same few queries however many."""
        if "now" not in self.asked("expand", self.expandable):
            return
        known = (
            {each.client.pk: each for each in read_rows(self.request.user, rows)} if is_coach(self.request.user) else {}
        )
        for row in rows:
            row.now = known.get(row.pk)

    @extend_schema(request=NewClientSerializer, responses={201: ClientSerializer})
    def create(self, request: Request) -> Response:
        """Add a client of the practice. They need no account to be coached: an invitation gives them one."""
        facts = self._facts(NewClientSerializer)
        return self.created(add_client(coach=facts.pop("coach", me(request)), **facts))

    @extend_schema(request=ClientFieldsSerializer, responses=ClientSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is known of a client. What is left out stays as it is."""
        row = self.get_object()
        return self.answer(update_client(row, **with_unit(row, self._facts(ClientFieldsSerializer))))

    def _facts(self, kind: type[ClientFieldsSerializer]) -> dict[str, Any]:
        facts = self.sent(kind)
        try:
            return facts | ({"tags": clean_tags(facts["tags"])} if "tags" in facts else {})
        except ValidationError as error:
            raise renamed(error, {}, otherwise="tags") from error

    # --- Standing still, going on, leaving --------------------------------------------------------------------

    def _current(self) -> Client:
        """Who is archived neither pauses nor goes on."""
        row: Client = self.get_object()
        if row.status == Client.Status.ARCHIVED:
            raise ValidationError(f"{row.first_name} is archived. Restore them first.")
        return row

    @extend_schema(operation_id="clients_pause", request=None, responses=ClientSerializer)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str) -> Response:
        """Nothing comes due from today on, until training is resumed. Pausing twice is pausing once."""
        return self.answer(pause_training(self._current(), by=me(request)))

    @extend_schema(operation_id="clients_resume", request=None, responses=ClientSerializer)
    @action(detail=True, methods=["post"])
    def resumption(self, request: Request, pk: str) -> Response:
        """Training days come due again from today on. After two weeks away the first session is lighter."""
        return self.answer(resume_training(self._current(), by=me(request)))

    @extend_schema(operation_id="clients_archive", request=None, responses=ClientSerializer)
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, pk: str) -> Response:
        """Off the list. Nothing is lost, and nothing comes due."""
        return self.answer(update_client(self.get_object(), status=Client.Status.ARCHIVED))

    @extend_schema(operation_id="clients_restore", request=None, responses=ClientSerializer)
    @action(detail=True, methods=["post"])
    def restoration(self, request: Request, pk: str) -> Response:
        """Back on the list from the archive. A pause from before ends with it."""
        return self.answer(resume_training(self.get_object(), by=me(request)))

    @extend_schema(
        operation_id="clients_delete",
        request=TypedNameSerializer,
        responses={204: OpenApiResponse(description="Deleted for good.")},
    )
    @action(detail=True, methods=["post"])
    def deletion(self, request: Request, pk: str) -> Response:
        """Delete an archived client with everything logged and written about them, their files, and their account.

        `name` is the client's name as it stands. The account stays where it coaches or belongs elsewhere too.
        """
        delete_client(self.get_object(), typed=self.sent(TypedNameSerializer)["name"])
        return Response(status=status.HTTP_204_NO_CONTENT)

    # --- Many at once -----------------------------------------------------------------------------------------

    @extend_schema(operation_id="clients_tag", request=TagClientsSerializer, responses=TaggedSerializer)
    @action(detail=False, methods=["post"])
    def tags(self, request: Request) -> Response:
        """Add a tag to these clients, or take it away: all of them or none."""
        said = self.sent(TagClientsSerializer)
        wanted = set(said["clients"])
        rows = list(Client.objects.for_coach(request.user).filter(pk__in=wanted).order_by("name", "pk"))
        if len(rows) < len(wanted):
            raise ValidationError({"clients": ValidationError("There is no such client among them.", code="unknown")})
        try:
            changed = tag_clients(rows, tag=said["tag"], known=known_tags(request.user), remove=said["remove"])
        except ValidationError as error:
            raise renamed(error, {}, otherwise="tag") from error
        return Response({"changed": changed})

    @extend_schema(
        operation_id="clients_import_table",
        request=ClientTableSerializer,
        responses=TableReadSerializer,
    )
    @action(detail=False, methods=["post"])
    def table(self, request: Request) -> Response:
        """Add clients from CSV, or with `dry_run` say what would be added. Bad rows are named with what is wrong."""
        said = self.sent(ClientTableSerializer)
        try:
            sheet = read_sheet(said["text"], by=me(request))
        except Unreadable as error:
            raise ValidationError({"text": str(error)}) from error
        rows = [] if said["dry_run"] else import_clients(sheet, by=me(request), whole=said["whole"])
        return Response(_told(sheet, rows))


def _told(sheet: Sheet, rows: list[Client]) -> dict[str, Any]:
    bad = [
        {"number": row.number, "problems": {name: cell.problem for name, cell in row.cells.items() if cell.problem}}
        for row in sheet.bad
    ]
    return {"good": len(sheet.good), "bad": bad, "unknown_columns": sheet.unknown, "added": [row.pk for row in rows]}
