"""Sets from Hevy and Strong over the API: the file, a preview, the mapping, and how far it is."""

from collections.abc import Mapping
from typing import IO, Any, ClassVar

from django.core.exceptions import ValidationError as DomainError
from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.http import HttpResponse
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Role, Unit
from clients.models import Client, SetImport
from clients.reasons import AS_KEPT, ROWS
from clients.set_import.formats import MOST_BYTES, Unreadable
from clients.set_import.guessing import SKIP
from clients.set_import.preview import SIDES, bad_sample, confirm, discard, read_sets
from clients.set_import.writing import bad_rows
from clients.views.set_import import bad_rows_response
from config.api.errors import TooLarge
from config.api.fields import CanonicalUUID, StrictSerializer
from config.api.views import WriteViewSet
from config.api.writing import Text

TOO_LARGE = "The file is larger than 20 MB."
MOST_BAD = 1000
SIDE_RULES = [(side, side) for side in SIDES]


class CSVParser(BaseParser):
    """The body is the file."""

    media_type = "text/csv"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise TooLarge(TOO_LARGE)
        return data


class ImportedNameSerializer(serializers.Serializer[Any]):
    """An exercise as the file calls it, and what it is taken for: a guess until the mapping is confirmed."""

    name = serializers.CharField()
    sets = serializers.IntegerField()
    warm_ups = serializers.IntegerField()
    variation = serializers.SerializerMethodField()
    side = serializers.SerializerMethodField()

    def get_variation(self, each: dict[str, Any]) -> str | None:
        to = self.context.get("mapping", {}).get(each["name"], [each["to"]])[0]
        return to or None

    def get_side(self, each: dict[str, Any]) -> str:
        mapping = self.context.get("mapping")
        return str(mapping.get(each["name"], ["", SKIP])[1] if mapping else each["side"])


class SetImportSerializer(serializers.ModelSerializer[SetImport]):
    """A file of sets. `read`: looked at, nothing imported; then `waiting`, `running`, `done` or `failed`.

    `held` are sets that were here already, `skipped` those of exercises that are not wanted; `warm_ups` are counted and
    not kept.
    """

    names = serializers.SerializerMethodField()

    class Meta:
        model = SetImport
        fields = (
            "id", "client", "source", "unit", "unit_known", "state", "rows", "done_rows", "workouts", "first_on",
            "last_on", "added", "added_sessions", "held", "skipped", "warm_ups", "bad_rows", "created_at",
            "finished_at", "names",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(ImportedNameSerializer(many=True))
    def get_names(self, row: SetImport) -> Any:
        return ImportedNameSerializer(row.names, many=True, context={"mapping": row.mapping}).data


class SetFileSerializer(StrictSerializer):
    file = serializers.FileField(help_text="The CSV as the other tool exported it, 20 MB at most.")
    client = CanonicalUUID()
    unit = serializers.ChoiceField(choices=Unit.choices, required=False, help_text="Of loads without one.")


class MappedNameSerializer(StrictSerializer):
    """What one name means. `each`: a row stands for a left and a right set; `turns`: left and right in turn."""

    name = Text(max_length=120)
    variation = CanonicalUUID(required=False, allow_null=True)
    side = serializers.ChoiceField(choices=SIDE_RULES)


class MappingSerializer(StrictSerializer):
    """Names that are left out are skipped."""

    unit = serializers.ChoiceField(choices=Unit.choices, required=False, help_text="Of loads without one.")
    mapping = MappedNameSerializer(many=True)


class BadRowSerializer(serializers.Serializer[Any]):
    line = serializers.IntegerField(help_text="As a spreadsheet counts: the heads are line 1.")
    reason = serializers.CharField(help_text="In English.")
    code = serializers.ChoiceField(
        choices=[*ROWS, AS_KEPT], help_text="What is wrong. `as_kept`: imported before there were codes."
    )
    facts = serializers.DictField(child=serializers.CharField(), help_text="What the reason quotes: `text`, the cell.")
    cells = serializers.ListField(child=serializers.CharField(allow_blank=True))


class BadRowsSerializer(serializers.Serializer[Any]):
    """The first thousand rows that could not be taken."""

    count = serializers.IntegerField()
    rows = BadRowSerializer(many=True)


class SetImportFilter(filters.FilterSet):
    client = filters.UUIDFilter(field_name="client_id")
    state = filters.ChoiceFilter(choices=SetImport.State.choices)


NAME = {"name": "Hip Thrust (Barbell)", "sets": 412, "warm_ups": 60, "side": "both"}
VARIATION = {"variation": "0190f3a2-4c1e-7cc3-9a57-2a6f0c5d8e11"}
MAPPED = {"name": "Hip Thrust (Barbell)", "side": "both"} | VARIATION
BAD = {
    "line": 17, "reason": "The weight is not a figure: heavy", "code": "weight_not_a_figure",
    "facts": {"text": "heavy"}, "cells": ["Legs", "heavy"],
}  # fmt: skip
SHOWN = {
    "id": "0190f3a2-7d10-7aa0-8c1f-5b0f7f3c2b9e", "client": "0190f3a1-90b2-7e55-b1d0-4f6a1d9c0a77", "source": "hevy",
    "unit": "kg", "unit_known": True, "state": "read", "rows": 4120, "done_rows": 0, "workouts": 180,
    "first_on": "2024-03-04", "last_on": "2026-01-03", "added": 0, "added_sessions": 0, "held": 0, "skipped": 0,
    "warm_ups": 0, "bad_rows": 2, "created_at": "2026-01-05T09:00:00Z", "finished_at": None,
    "names": [NAME | VARIATION],
}  # fmt: skip


LOOKED = extend_schema(examples=[OpenApiExample("A file that was looked at", SHOWN, response_only=True)])


@extend_schema_view(list=LOOKED, retrieve=LOOKED)
class SetImportViewSet(WriteViewSet):
    """Sets from Hevy and Strong, for one client. The newest first."""

    serializer_class = SetImportSerializer
    filterset_class = SetImportFilter
    queryset = SetImport.objects.none()
    orderings = ("-created_at", "created_at")
    roles: ClassVar[dict[str, Role]] = dict.fromkeys(("list", "retrieve", "bad_rows", "bad_rows_file"), Role.COACH)
    rates: ClassVar[dict[str, str]] = {"create": "heavy", "bad_rows": "heavy"}
    extra_parameters: ClassVar[dict[str, tuple[str, ...]]] = {"create": ("client", "unit")}
    gives_files: ClassVar[tuple[str, ...]] = ("bad_rows_file",)

    def get_queryset(self) -> QuerySet[SetImport]:
        rows: QuerySet[SetImport] = SetImport.objects.for_coach(self.request.user)
        return rows.select_related("client").defer("content", "bad")

    def get_parsers(self) -> list[BaseParser]:
        creates = getattr(self, "action_map", None) and self.action_map.get("post") == "create"
        return [CSVParser(), MultiPartParser()] if creates else super().get_parsers()

    @extend_schema(
        operation_id="imports_create",
        request={"text/csv": OpenApiTypes.BINARY, "multipart/form-data": SetFileSerializer},
        parameters=[
            OpenApiParameter("client", OpenApiTypes.UUID, description="With a text/csv body: whose sets they are."),
            OpenApiParameter("unit", enum=Unit.values, description="With a text/csv body: of loads without one."),
        ],
        responses={201: OpenApiResponse(SetImportSerializer, "Read. Nothing is imported before it is confirmed.")},
        examples=[OpenApiExample("A Hevy export", SHOWN, response_only=True, status_codes=["201"])],
    )
    def create(self, request: Request) -> Response:
        """Send a file to look at. The answer has every exercise of it, with a guess what it is here."""
        sent = self._sent(request)
        file = sent["file"]
        if file.size > MOST_BYTES:
            raise TooLarge(TOO_LARGE)
        client = Client.objects.for_coach(request.user).filter(pk=sent["client"]).first()
        if client is None:
            raise ValidationError({"client": "There is no such client."}, code="unknown")
        try:
            row = read_sets(client, file.read(), by=request.user, unit=sent.get("unit", ""))
        except Unreadable as error:
            raise ValidationError({"file": str(error)}) from error
        return self.created(row)

    def _sent(self, request: Request) -> dict[str, Any]:
        data: Any = request.data
        if isinstance(data, bytes):
            data = {"file": ContentFile(data, name="sets.csv"), **request.query_params.dict()}
        elif hasattr(data, "dict"):  # a form; a call without a body is neither
            data = data.dict()
        reader = SetFileSerializer(data=data)
        reader.is_valid(raise_exception=True)
        return dict(reader.validated_data)

    @extend_schema(
        operation_id="imports_confirm",
        request=MappingSerializer,
        responses={202: OpenApiResponse(SetImportSerializer, "It is being imported: ask for it again to see how far.")},
        examples=[
            OpenApiExample("One exercise", {"mapping": [MAPPED]}, request_only=True),
            OpenApiExample("Begun", SHOWN | {"state": "waiting"}, response_only=True, status_codes=["202"]),
        ],
    )
    @action(detail=True, methods=["post"])
    def confirmation(self, request: Request, pk: str) -> Response:
        """Say what each exercise means; the import begins. Names that are left out are skipped."""
        row, sent = self.get_object(), self.sent(MappingSerializer)
        mapping = {each["name"]: (str(each.get("variation") or ""), each["side"]) for each in sent["mapping"]}
        try:
            held = confirm(row, mapping=mapping, by=request.user, unit=sent.get("unit", ""))
        except DomainError as error:
            raise ValidationError({"mapping": _at_its_place(error, sent["mapping"])}) from error
        return self.answer(held, status=status.HTTP_202_ACCEPTED)

    @extend_schema(
        operation_id="imports_bad_rows",
        responses=BadRowsSerializer,
        examples=[OpenApiExample("One row", {"count": 1, "rows": [BAD]})],
    )
    @action(detail=True, methods=["get"], url_path="bad-rows")
    def bad_rows(self, request: Request, pk: str) -> Response:
        """The rows that cannot be taken, with line and reason: before it is confirmed, and once it is over."""
        row = self.get_object()
        looked = row.state == SetImport.State.READ
        found = {"count": row.bad_rows, "rows": bad_sample(row, MOST_BAD) if looked else bad_rows(row, MOST_BAD)}
        return Response(BadRowsSerializer(found).data)

    @extend_schema(operation_id="imports_bad_rows_file", responses={(200, "text/csv"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"], url_path="bad-rows/file", url_name="bad-rows-file")
    def bad_rows_file(self, request: Request, pk: str) -> HttpResponse:
        """All of them as a CSV, once it is over. A cell that a spreadsheet would run has an apostrophe before it."""
        return bad_rows_response(self.get_object())

    @extend_schema(operation_id="imports_delete")
    def destroy(self, request: Request, pk: str) -> Response:
        """Throw away a file that was only looked at. What is imported stays."""
        row = self.get_object()
        if row.state != SetImport.State.READ:
            raise ValidationError("This file is being imported already, or has been.")
        discard(row)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _at_its_place(error: DomainError, mapping: list[dict[str, Any]]) -> Any:
    """What is wrong with a name, where that name stands in what was sent."""
    if not hasattr(error, "error_dict"):
        return error.messages
    words = error.message_dict
    return [{"name": words[each["name"]]} if each["name"] in words else {} for each in mapping]
