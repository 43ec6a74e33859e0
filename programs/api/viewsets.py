"""What can be prescribed, to read."""

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from config.api.views import ReadViewSet
from programs.api.serializers import ProgramDetailSerializer, ProgramSerializer, ProgressionSerializer
from programs.models import Program, Progression


class ProgressionFilter(filters.FilterSet):
    slug = filters.CharFilter(help_text="Exactly this slug.")


class ProgressionViewSet(ReadViewSet):
    """The built-in progressions and those of the caller's practice, with rungs and gates.

    The list has the newest version of each; any version can be read by its id, as assignments name it.
    """

    serializer_class = ProgressionSerializer
    filterset_class = ProgressionFilter
    orderings = {"position": ("position", "name"), "name": ("name",), "-created_at": ("-created_at",)}
    queryset = Progression.objects.none()

    def get_queryset(self) -> QuerySet[Progression]:
        rows = Progression.objects.for_user(self.request.user).with_rungs()
        return rows.current() if self.action == "list" else rows


class ProgramViewSet(ReadViewSet):
    """The programs of the caller's practice, for its coaches. The list has the newest versions, without their days."""

    orderings = {"folder": ("folder", "name"), "name": ("name",), "-created_at": ("-created_at",)}
    queryset = Program.objects.none()

    def get_queryset(self) -> QuerySet[Program]:
        rows: QuerySet[Program] = Program.objects.for_user(self.request.user)
        if self.action == "list":
            return rows.filter(superseded_at=None)
        return rows.prefetch_related("days__items")

    def get_serializer_class(self) -> type[ProgramSerializer]:
        return ProgramSerializer if self.action == "list" else ProgramDetailSerializer
