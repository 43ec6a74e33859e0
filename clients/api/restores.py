"""An export that is put back over the API: the ZIP, how far it is, and what came of it."""

from collections.abc import Mapping
from typing import IO, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError as DomainError
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiResponse,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.tokens import ADMIN
from clients.models import DataRestore
from clients.takeout.ordering import order_restore
from clients.takeout.report import problem_of
from clients.takeout.tables import BY_NAME
from config.api.errors import TooLarge
from config.api.fields import StrictSerializer
from config.api.views import WriteViewSet
from config.uploads import was_too_large

TOO_LARGE = "The file is larger than 200 MB. Export without clips, and restore that."
BLOCK = 256 * 1024


class ZIPParser(BaseParser):
    """The body is the file. It goes to the disk while it comes in."""

    media_type = "application/zip"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        file = TemporaryUploadedFile("export.zip", self.media_type, 0, None)
        sent = MultiValueDict({"file": [file]})
        assert parser_context  # REST framework always gives one
        parser_context["request"]._request._files = sent  # as those of a form: closed with the request
        size = 0
        while block := stream.read(BLOCK):
            size += len(block)
            if size > settings.CLIPS_MOST_BYTES:
                raise TooLarge(TOO_LARGE)
            file.write(block)
        file.size = size
        file.seek(0)
        return sent


class RestoredTableSerializer(serializers.Serializer[Any]):
    """What became of the rows of one table. `held` were here already; `left` could not be placed."""

    table = serializers.CharField(help_text="As docs/export-format.md calls it.")
    rows = serializers.IntegerField()
    added = serializers.IntegerField()
    held = serializers.IntegerField()
    left = serializers.IntegerField()


class DataRestoreSerializer(serializers.ModelSerializer[DataRestore]):
    """A file that is put back. `failed`: nothing was changed, and `problem` says why."""

    made_at = serializers.DateTimeField(allow_null=True, read_only=True, help_text="When the export was made.")
    problem = serializers.SerializerMethodField()
    tables = serializers.SerializerMethodField()

    class Meta:
        model = DataRestore
        fields = ("id", "state", "size", "made_at", "problem", "tables", "created_at", "finished_at")
        read_only_fields = fields

    @extend_schema_field({"type": ["string", "null"]})
    def get_problem(self, row: DataRestore) -> str | None:
        if row.state != DataRestore.State.FAILED:
            return None
        return str(problem_of(row) or "Something broke here. The file can be sent again.")

    @extend_schema_field(RestoredTableSerializer(many=True))
    def get_tables(self, row: DataRestore) -> Any:
        """Those that had rows, in the order they were put back."""
        counted = row.report.get("tables", {})
        return [{"table": name, **counted[name]} for name in BY_NAME if counted.get(name, {}).get("rows")]


class RestoreFileSerializer(StrictSerializer):
    file = serializers.FileField(help_text="The ZIP as the export made it, 200 MB at most.")


class DataRestoreFilter(filters.FilterSet):
    state = filters.ChoiceFilter(choices=DataRestore.State.choices)


SHOWN = {
    "id": "0190f3a2-7d10-7aa0-8c1f-5b0f7f3c2b9e", "state": "waiting", "size": 7011840,
    "made_at": "2026-01-04T09:00:00Z", "problem": None, "tables": [], "created_at": "2026-01-05T09:00:00Z",
    "finished_at": None,
}  # fmt: skip
COUNTED = {"table": "clients.setlog", "rows": 18240, "added": 18200, "held": 40, "left": 0}
OVER = SHOWN | {"state": "done", "tables": [COUNTED], "finished_at": "2026-01-05T09:00:21Z"}
LOOKED = extend_schema(examples=[OpenApiExample("What came of one", OVER, response_only=True)])


@extend_schema_view(list=LOOKED, retrieve=LOOKED)
class DataRestoreViewSet(WriteViewSet):
    """Exports that are put back into the practice, by its owner. The newest first."""

    serializer_class = DataRestoreSerializer
    filterset_class = DataRestoreFilter
    queryset = DataRestore.objects.none()
    orderings = ("-created_at", "created_at")
    scopes: ClassVar[dict[str, str]] = dict.fromkeys(("list", "retrieve", "create"), ADMIN)
    rates: ClassVar[dict[str, str]] = {"create": "heavy"}

    def get_queryset(self) -> QuerySet[DataRestore]:
        rows: QuerySet[DataRestore] = DataRestore.objects.for_coach(self.request.user)
        return rows

    def get_parsers(self) -> list[BaseParser]:
        creates = getattr(self, "action_map", None) and self.action_map.get("post") == "create"
        return [ZIPParser(), MultiPartParser()] if creates else super().get_parsers()

    @extend_schema(
        operation_id="restores_create",
        request={"application/zip": OpenApiTypes.BINARY, "multipart/form-data": RestoreFileSerializer},
        responses={201: OpenApiResponse(DataRestoreSerializer, "It waits for the worker: ask for it again.")},
        examples=[OpenApiExample("Sent", SHOWN, response_only=True, status_codes=["201"])],
    )
    def create(self, request: Request) -> Response:
        """Have an export put back: what is missing here is added, and nothing is overwritten. One at a time."""
        data: Any = request.data
        if was_too_large(request._request):
            raise TooLarge(TOO_LARGE)
        reader = RestoreFileSerializer(data=data.dict() if hasattr(data, "dict") else data)
        reader.is_valid(raise_exception=True)
        try:
            row = order_restore(reader.validated_data["file"], by=request.user)
        except DomainError as error:
            raise DomainError({"file": error.error_list}) from error
        return self.created(row)
