"""Figures of what a client follows: where they stand, session by session, side beside side, week by week."""

from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clients.api.serializers.measures import (
    AdherenceSerializer,
    AsymmetrySerializer,
    SeriesSerializer,
    StandingSerializer,
)
from clients.history import History, read_history
from clients.models import Assignment, Proposal
from clients.overview import tracks_of
from clients.tracking import series_of, sides_of_ladder, standing_of
from clients.weeks import weeks_of
from config.api.views import WriteViewSet


class FiguresViewSet(WriteViewSet):
    """What assignments are read for besides themselves. A program has no ladder: its tracks have one each."""

    def _ladder(self) -> Assignment:
        row: Assignment = self.get_object()
        if row.progression_id is None:
            raise ValidationError("A program has no ladder of its own. Ask each of its tracks.", code="program")
        return row

    def _history(self) -> History:
        return read_history(self._ladder(), look_back=None)

    @extend_schema(operation_id="assignments_standing", responses=StandingSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def standing(self, request: Request, pk: str) -> Response:
        """Where both sides stand on the ladder, and what is missing for the next rung, as figures."""
        row = self._ladder()
        standing = Proposal.objects.for_user(request.user).filter(assignment=row)
        newest = standing.exclude(status=Proposal.Status.SUPERSEDED).latest_first().first()
        return Response(StandingSerializer(standing_of(read_history(row), newest)).data)

    @extend_schema(operation_id="assignments_series", responses=SeriesSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def series(self, request: Request, pk: str) -> Response:
        """Load, reps, estimated 1RM, reps in reserve and work of each side over all its sessions."""
        return Response(SeriesSerializer(series_of(self._history())).data)

    @extend_schema(operation_id="assignments_asymmetry", responses=AsymmetrySerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def asymmetry(self, request: Request, pk: str) -> Response:
        """The two sides compared over the last stay on the present rung, and how far that is from noise."""
        return Response(AsymmetrySerializer(sides_of_ladder(self._history())).data)

    @extend_schema(operation_id="assignments_adherence", responses=AdherenceSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def adherence(self, request: Request, pk: str) -> Response:
        """What became of every due day of the last twelve weeks and this one, of what is followed as a whole."""
        rows: Any = self.get_queryset()
        row = rows.with_filled().get(pk=self.get_object().pk)
        if row.parent_id:
            raise ValidationError("Days are those of the program. Ask its own assignment.", code="track")
        tracks = tracks_of(row, request.user)
        weeks = weeks_of(read_history(tracks[0], look_back=None), row, row.client, request.user) if tracks else None
        if weeks is None:
            nothing: dict[str, Any] = {"done": 0, "due": 0, "excused": 0, "share": None, "dose": None, "days": []}
            return Response(AdherenceSerializer(nothing).data)
        told = {name: getattr(weeks.attendance, name) for name in ("done", "due", "excused", "share")}
        return Response(AdherenceSerializer({**told, "dose": weeks.dose, "days": weeks.days}).data)
