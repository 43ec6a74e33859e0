"""What can be prescribed, to read."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from config.api.views import ReadViewSet, StrictView
from programs.api.serializers import ProgramSerializer, ProgressionSerializer
from programs.models import Progression


class ProgressionFilter(filters.FilterSet):
    slug = filters.CharFilter(help_text="Exactly this slug.")


class ProgressionViewSet(ReadViewSet):
    """The built-in progressions and those of the caller's practice, with rungs and gates."""

    serializer_class = ProgressionSerializer
    filterset_class = ProgressionFilter
    queryset = Progression.objects.none()

    def get_queryset(self) -> QuerySet[Progression]:
        return Progression.objects.for_user(self.request.user).with_rungs().order_by("position", "name", "id")


class ProgramViewSet(StrictView, GenericViewSet[Any]):
    """Programs. Nobody can make one yet, so this collection is empty; its address is kept for them."""

    serializer_class = ProgramSerializer
    filter_backends = ()

    def known_parameters(self) -> set[str]:
        return {"page", "limit"}

    @extend_schema(responses=ProgramSerializer(many=True))
    def list(self, request: Request) -> Response:
        none: list[Any] = []
        return self.get_paginated_response(self.paginate_queryset(none))
