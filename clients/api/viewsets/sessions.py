"""Training days: opened, done, skipped, looked back on."""

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from clients.api.serializers.sessions import SessionSerializer
from clients.models import Session
from config.api.views import ReadViewSet


class SessionFilter(filters.FilterSet):
    client = filters.UUIDFilter(field_name="client_id")
    assignment = filters.UUIDFilter(field_name="assignment_id")
    status = filters.ChoiceFilter(choices=Session.Status.choices)
    due_from = filters.DateFilter(field_name="due_on", lookup_expr="gte")
    due_to = filters.DateFilter(field_name="due_on", lookup_expr="lte")


class SessionViewSet(ReadViewSet):
    """Sessions that were opened, with what was asked of each side. The newest first."""

    serializer_class = SessionSerializer
    filterset_class = SessionFilter
    orderings = ("-due_on", "due_on", "-finished_at", "finished_at")
    queryset = Session.objects.none()

    def get_queryset(self) -> QuerySet[Session]:
        sessions: QuerySet[Session] = Session.objects.for_user(self.request.user)
        return sessions.prefetch_related("items__targets")
