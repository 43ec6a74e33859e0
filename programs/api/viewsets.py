"""What can be prescribed: progressions and programs, each saved as versions. Reading is as it was; coaches write."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Role, User
from accounts.tokens import READ
from config.api.errors import Changed
from config.api.examples import row_of
from config.api.versions import Versioned
from config.api.views import WriteViewSet
from programs import ladder_values, program_values, program_versions, versions
from programs.api import examples
from programs.api.refusals import at_its_field
from programs.api.serializers import ProgramDetailSerializer, ProgramSerializer, ProgressionSerializer
from programs.api.standing import (
    ProgramChangedSerializer,
    ProgressionChangedSerializer,
    ReadingSerializer,
    VersionsSerializer,
    reading_as_data,
)
from programs.api.writing import (
    ChangeProgramSerializer,
    ChangeProgressionSerializer,
    ReadLineSerializer,
    WriteProgramSerializer,
    WriteProgressionSerializer,
)
from programs.models import Program, Progression
from programs.naming import names_for
from programs.program_versions import understand
from programs.shelf import versions_of

PROBLEM = "application/problem+json"
NEWER = "There is a newer version than this; see `current`."


class VersionedByRows(Versioned, WriteViewSet):
    """Rows that are versions: what is saved is a new row of the same `family`, and old ones stay as they were."""

    def fresh(self, row: Any) -> Any:
        return self.get_queryset().get(pk=row.pk)

    def newest(self) -> Any:
        """The newest version of the family of the one that the address names."""
        rows: Any = self.get_queryset()
        return rows.current().get(family=self.get_object().family)

    def refuse_as_newer(self, newest: Any) -> Changed:
        row = self.fresh(newest)
        return Changed(current=self.whole(row), etag=self.tag(row))

    def coach(self) -> User:
        """Who calls: the role gate let nobody else in."""
        user: Any = self.request.user
        return user


class ProgressionFilter(filters.FilterSet):
    slug = filters.CharFilter(help_text="Exactly this slug.")
    family = filters.UUIDFilter(help_text="The newest version of this family.")
    own = filters.BooleanFilter(field_name="practice", lookup_expr="isnull", exclude=True, help_text="The practice's.")
    archived = filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)


class ProgressionViewSet(VersionedByRows):
    """The built-in progressions and those of the caller's practice, with rungs and gates.

    The list has the newest version of each; any version can be read by its id, as assignments name it. Built-in ones
    are read-only: make a copy to change.
    """

    serializer_class = ProgressionSerializer
    filterset_class = ProgressionFilter
    orderings = {"position": ("position", "name"), "name": ("name",), "-created_at": ("-created_at",)}
    search_in = ("name", "summary")
    roles = {"versions": Role.COACH}
    queryset = Progression.objects.none()
    own_only = frozenset({"save_version", "archive", "restoration"})

    def get_queryset(self) -> QuerySet[Progression]:
        rows = Progression.objects.for_user(self.request.user).with_rungs()
        if self.action in self.own_only:
            rows = rows.exclude(practice=None)
        return rows.current() if self.action == "list" else rows

    @extend_schema(
        request=WriteProgressionSerializer,
        responses={201: ProgressionSerializer},
        examples=[examples.NEW_PROGRESSION, row_of(ProgressionSerializer)],
    )
    def create(self, request: Request) -> Response:
        """Add a progression: its rungs, the easiest first, with their gates. It can be assigned at once."""
        with at_its_field():
            made = ladder_values.add_progression(self.sent(WriteProgressionSerializer), by=self.coach())
        return self.created(self.fresh(made))

    @extend_schema(
        operation_id="progressions_copy",
        request=ChangeProgressionSerializer,
        responses={201: ProgressionSerializer},
        examples=[examples.COPIED, row_of(ProgressionSerializer)],
    )
    @action(detail=True, methods=["post"])
    def copies(self, request: Request, pk: str) -> Response:
        """Copy a progression, built in or any version of your own, with the changes that the body names.

        Rungs keep their `lineage`, so that those who follow the original can be moved to the copy.
        """
        original = self.get_object()
        with at_its_field():
            made = ladder_values.copy_progression(original, self.sent(ChangeProgressionSerializer), by=self.coach())
        return self.created(self.fresh(made))

    @extend_schema(
        operation_id="progressions_versions", responses={200: VersionsSerializer}, examples=[examples.VERSIONS]
    )
    @action(detail=True, methods=["get"])
    def versions(self, request: Request, pk: str) -> Response:
        """Every version of this progression, the newest first, with how many follow each."""
        rows = versions_of(request.user, self.get_object().family)
        return Response(VersionsSerializer({"results": rows}).data)

    @extend_schema(
        operation_id="progressions_save_version",
        request=ChangeProgressionSerializer,
        responses={201: ProgressionSerializer, (412, PROBLEM): OpenApiResponse(ProgressionChangedSerializer, NEWER)},
        examples=[examples.NEXT_PROGRESSION, row_of(ProgressionSerializer)],
    )
    @versions.mapping.post
    def save_version(self, request: Request, pk: str) -> Response:
        """Save the next version of your own: this one, with the changes that the body names.

        The address says what the changes were made on: where a newer version was saved meanwhile, nothing is. Who
        follows a version goes on with it until you move them.
        """
        base = self.get_object()
        try:
            with at_its_field():
                saved = ladder_values.save_progression(base, self.sent(ChangeProgressionSerializer), by=self.coach())
        except versions.Conflict as conflict:
            raise self.refuse_as_newer(conflict.theirs) from conflict
        return self.created(self.fresh(saved))

    @extend_schema(operation_id="progressions_archive", request=None, responses={200: ProgressionSerializer})
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, pk: str) -> Response:
        """Archive a progression of your own: nobody can be given it. Who follows it goes on."""
        row = self.newest()
        versions.put_away(row)
        return self.answer(row)

    @extend_schema(operation_id="progressions_restore", request=None, responses={200: ProgressionSerializer})
    @action(detail=True, methods=["post"])
    def restoration(self, request: Request, pk: str) -> Response:
        """Bring a progression back: it can be assigned again."""
        row = self.newest()
        versions.bring_back(row)
        return self.answer(row)


class ProgramFilter(filters.FilterSet):
    folder = filters.CharFilter(help_text="Exactly this folder.")
    tag = filters.CharFilter(field_name="tags", lookup_expr="contains", method="tagged", help_text="Has this tag.")
    family = filters.UUIDFilter(help_text="The newest version of this family.")
    archived = filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)

    def tagged(self, rows: QuerySet[Program], name: str, value: str) -> QuerySet[Program]:
        return rows.filter(tags__contains=[value])


class ProgramViewSet(VersionedByRows):
    """The programs of the caller's practice, for its coaches. The list has the newest versions, without their days."""

    filterset_class = ProgramFilter
    orderings = {"folder": ("folder", "name"), "name": ("name",), "-created_at": ("-created_at",)}
    search_in = ("name", "summary", "folder")
    scopes = {"read": READ}
    rates = {"read": "read"}
    roles = {"versions": Role.COACH, "read": Role.COACH}
    queryset = Program.objects.none()

    def get_queryset(self) -> QuerySet[Program]:
        rows: QuerySet[Program] = Program.objects.for_user(self.request.user)
        if self.action == "list":
            return rows.filter(superseded_at=None)
        return rows.prefetch_related("days__items")

    def get_serializer_class(self) -> type[ProgramSerializer]:
        return ProgramSerializer if self.action == "list" else ProgramDetailSerializer

    def with_lines(self) -> Program:
        """The program of the address, as text."""
        found: Program = Program.objects.for_user(self.request.user).with_lines().get(pk=self.get_object().pk)
        return found

    @extend_schema(
        request=WriteProgramSerializer,
        responses={201: ProgramDetailSerializer},
        examples=[examples.NEW_PROGRAM, row_of(ProgramDetailSerializer)],
    )
    def create(self, request: Request) -> Response:
        """Add a program: days of items, each a line of notation or its parts. It can be assigned at once."""
        with at_its_field():
            made = program_values.add_program(self.sent(WriteProgramSerializer), by=self.coach())
        return self.created(self.fresh(made))

    @extend_schema(
        operation_id="programs_copy",
        request=ChangeProgramSerializer,
        responses={201: ProgramDetailSerializer},
        examples=[examples.COPIED, row_of(ProgramDetailSerializer)],
    )
    @action(detail=True, methods=["post"])
    def copies(self, request: Request, pk: str) -> Response:
        """Copy any version of a program, with the changes that the body names."""
        original = self.with_lines()
        with at_its_field():
            made = program_values.copy_program(original, self.sent(ChangeProgramSerializer), by=self.coach())
        return self.created(self.fresh(made))

    @extend_schema(operation_id="programs_versions", responses={200: VersionsSerializer}, examples=[examples.VERSIONS])
    @action(detail=True, methods=["get"])
    def versions(self, request: Request, pk: str) -> Response:
        """Every version of this program, the newest first, with how many follow each."""
        rows = Program.objects.for_user(request.user).filter(family=self.get_object().family)
        running = Count("assignments", filter=Q(assignments__status="active"))
        return Response(VersionsSerializer({"results": rows.annotate(followers=running).order_by("-version")}).data)

    @extend_schema(
        operation_id="programs_save_version",
        request=ChangeProgramSerializer,
        responses={201: ProgramDetailSerializer, (412, PROBLEM): OpenApiResponse(ProgramChangedSerializer, NEWER)},
        examples=[examples.NEXT_PROGRAM, row_of(ProgramDetailSerializer)],
    )
    @versions.mapping.post
    def save_version(self, request: Request, pk: str) -> Response:
        """Save the next version: this one, with the changes that the body names.

        The address says what the changes were made on: where a newer version was saved meanwhile, nothing is. Who
        follows a version goes on with it until you push the newest to them.
        """
        base = self.with_lines()
        try:
            with at_its_field():
                saved = program_values.save_program(base, self.sent(ChangeProgramSerializer), by=self.coach())
        except program_versions.Conflict as conflict:
            raise self.refuse_as_newer(conflict.theirs) from conflict
        return self.created(self.fresh(saved))

    @extend_schema(operation_id="programs_archive", request=None, responses={200: ProgramDetailSerializer})
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, pk: str) -> Response:
        """Archive a program: nobody can be given it. Who follows it goes on."""
        return self.answer(program_versions.put_away(self.newest()))

    @extend_schema(operation_id="programs_restore", request=None, responses={200: ProgramDetailSerializer})
    @action(detail=True, methods=["post"])
    def restoration(self, request: Request, pk: str) -> Response:
        """Bring a program back: it can be assigned again."""
        return self.answer(program_versions.bring_back(self.newest()))

    @extend_schema(
        operation_id="programs_read_line",
        request=ReadLineSerializer,
        responses={200: ReadingSerializer},
        examples=[examples.LINE, examples.READING],
    )
    @action(detail=False, methods=["post"])
    def read(self, request: Request) -> Response:
        """What a line of notation says: its parts, and what is wrong by position. Writes nothing."""
        names = names_for(request.user)
        said = understand(self.sent(ReadLineSerializer)["line"], names)
        return Response(ReadingSerializer(reading_as_data(said, names)).data)
