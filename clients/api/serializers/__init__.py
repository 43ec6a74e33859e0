"""JSON of everything about clients, one module a noun. Loads are text with two decimals, beside their unit."""

from clients.api.serializers.assignments import AssignmentSerializer
from clients.api.serializers.people import ClientSerializer
from clients.api.serializers.proposals import ProposalSerializer
from clients.api.serializers.sessions import SessionSerializer
from clients.api.serializers.sets import SetSerializer

__all__ = ["AssignmentSerializer", "ClientSerializer", "ProposalSerializer", "SessionSerializer", "SetSerializer"]
