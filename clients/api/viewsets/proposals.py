"""What the engine proposed, and what coaches make of it."""

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from clients.api.serializers.proposals import ProposalSerializer
from clients.models import Proposal
from config.api.views import ReadViewSet


class ProposalFilter(filters.FilterSet):
    assignment = filters.UUIDFilter(field_name="assignment_id")
    session = filters.UUIDFilter(field_name="session_id")
    status = filters.ChoiceFilter(choices=Proposal.Status.choices)


class ProposalViewSet(ReadViewSet):
    """What the engine proposed after each session, and what became of it. The newest first."""

    serializer_class = ProposalSerializer
    filterset_class = ProposalFilter
    orderings = ("-created_at", "created_at")
    queryset = Proposal.objects.none()

    def get_queryset(self) -> QuerySet[Proposal]:
        return Proposal.objects.for_user(self.request.user)
