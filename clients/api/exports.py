"""Everything of a practice or of one client as a file: ordered, made by the worker, fetched while it is kept."""

from typing import Any, ClassVar

from allauth.idp.oidc.models import Token
from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
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
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.access import is_owner
from accounts.models import Role
from accounts.tokens import ADMIN
from clients.models import Client, DataExport
from clients.takeout.ordering import order_export
from clients.views.takeout import file_response
from config.api.fields import CanonicalUUID, StrictSerializer
from config.api.views import WriteViewSet
from config.api.writing import Flag


class DataExportSerializer(serializers.ModelSerializer[DataExport]):
    """A ZIP as docs/export-format.md has it. `client` null: of the whole practice. `file`: where it is, while it is."""

    file = serializers.SerializerMethodField()

    class Meta:
        model = DataExport
        fields = (
            "id", "client", "with_clips", "state", "file", "size", "rows", "created_at", "finished_at", "expires_at",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_file(self, row: DataExport) -> str | None:
        return reverse("api:export-file", args=[row.pk], request=self.context["request"]) if row.is_here() else None


class OrderSerializer(StrictSerializer):
    client = CanonicalUUID(allow_null=True, help_text="Null: the whole practice, for its owner.")
    with_clips = Flag(default=True)


class DataExportFilter(filters.FilterSet):
    client = filters.UUIDFilter(field_name="client_id")
    state = filters.ChoiceFilter(choices=DataExport.State.choices)


SHOWN = {
    "id": "0190f3a2-7d10-7aa0-8c1f-5b0f7f3c2b9e", "client": "0190f3a1-90b2-7e55-b1d0-4f6a1d9c0a77", "with_clips": True,
    "state": "waiting", "file": None, "size": 0, "rows": 0, "created_at": "2026-01-05T09:00:00Z", "finished_at": None,
    "expires_at": None,
}  # fmt: skip
PRACTICE_IS_OWNERS = "The whole practice is its owner's to export, with a token of the scope admin."


LOOKED = extend_schema(examples=[OpenApiExample("One that is being made", SHOWN, response_only=True)])


@extend_schema_view(list=LOOKED, retrieve=LOOKED)
class DataExportViewSet(WriteViewSet):
    """Exports. A client's is any coach's; the practice's is seen by its owner alone, and needs the scope admin."""

    serializer_class = DataExportSerializer
    filterset_class = DataExportFilter
    queryset = DataExport.objects.none()
    orderings = ("-created_at", "created_at")
    roles: ClassVar[dict[str, Role]] = dict.fromkeys(("list", "retrieve", "file"), Role.COACH)
    rates: ClassVar[dict[str, str]] = {"create": "heavy"}
    gives_files: ClassVar[tuple[str, ...]] = ("file",)

    def get_queryset(self) -> QuerySet[DataExport]:
        rows: QuerySet[DataExport] = DataExport.objects.for_coach(self.request.user)
        rows = rows.select_related("client", "practice")
        return rows if self._may_all() else rows.exclude(client=None)

    def _may_all(self) -> bool:
        token: Any = self.request.auth
        return is_owner(self.request.user) and (not isinstance(token, Token) or ADMIN in token.get_scopes())

    @extend_schema(
        operation_id="exports_create",
        request=OrderSerializer,
        responses={201: OpenApiResponse(DataExportSerializer, "It is being made: ask for it again.")},
        examples=[
            OpenApiExample("Of one client", {"client": SHOWN["client"], "with_clips": True}, request_only=True),
            OpenApiExample("Ordered", SHOWN, response_only=True, status_codes=["201"]),
        ],
    )
    def create(self, request: Request) -> Response:
        """Have a file made: of one client, or of the practice. It is kept for a week."""
        sent = self.sent(OrderSerializer)
        client = None
        if sent.get("client"):
            client = Client.objects.for_coach(request.user).filter(pk=sent["client"]).first()
            if client is None:
                raise ValidationError({"client": "There is no such client."}, code="unknown")
        elif not self._may_all():
            raise PermissionDenied(PRACTICE_IS_OWNERS)
        return self.created(order_export(by=request.user, client=client, with_clips=sent["with_clips"]))

    @extend_schema(operation_id="exports_file", responses={(200, "application/zip"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, pk: str) -> HttpResponseBase:
        """The ZIP. From a bucket a link to it, which soon runs out."""
        row = self.get_object()
        if not row.is_here():
            raise Http404
        return file_response(row)
