"""Training days: looked at, opened, finished, skipped, stopped; and how the morning after was."""

from collections import defaultdict
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Role
from accounts.tokens import LOG
from clients.ahead import days_ahead, read_ahead
from clients.api.calls import client_named, me
from clients.api.serializers.measures import BestSerializer
from clients.api.serializers.proposals import ProposalSerializer
from clients.api.serializers.sessions import (
    AheadSerializer,
    FinishSerializer,
    MorningSerializer,
    OpenSerializer,
    SessionSerializer,
    SignSerializer,
    SignToldSerializer,
    SkipSerializer,
    StopSerializer,
    TargetSerializer,
    TodaySerializer,
)
from clients.api.serializers.sets import SetSerializer
from clients.bests import bests_of
from clients.card import cards_of, items_for
from clients.keeping import stop_rest
from clients.models import Client, Session, SessionItem, SetLog, Target
from clients.services import (
    Blocked,
    active_assignment,
    answer_morning,
    due_today,
    finish_session,
    open_session,
    skip_session,
)
from clients.signs import tell_sign
from clients.sync_actions import Refused, Who, session_of_day
from clients.syncing import WORDS
from clients.today import read_day
from config.api.errors import BadQuery, Conflict
from config.api.fields import CANONICAL
from config.api.quick import Among, read_shown
from config.api.views import WriteViewSet

CLIENT_PARAMETER = OpenApiParameter("client", UUID, description="Whose. A client's own token needs none.")
RECORD = ("kind", "value", "before", "before_on", "load", "amount")
BY_CLIENTS = ("create", "finish", "skip", "stop", "morning", "signs")


class SessionFilter(filters.FilterSet):
    client = filters.UUIDFilter(field_name="client_id")
    assignment = filters.UUIDFilter(field_name="assignment_id")
    status = filters.ChoiceFilter(choices=Session.Status.choices)
    due_from = filters.DateFilter(field_name="due_on", lookup_expr="gte")
    due_to = filters.DateFilter(field_name="due_on", lookup_expr="lte")


class SessionViewSet(WriteViewSet):
    """Sessions that were opened, with what was asked of each side. The newest first."""

    serializer_class = SessionSerializer
    filterset_class = SessionFilter
    orderings = ("-due_on", "due_on", "-finished_at", "finished_at")
    expandable: ClassVar[Any] = {
        "sets": (SetSerializer(many=True), None),  # read flat, see `paginate_queryset`
        "proposals": (ProposalSerializer(many=True), "proposals"),
    }
    extra_parameters: ClassVar[dict[str, Any]] = {"today": {"client"}, "ahead": {"client"}}
    queryset = Session.objects.none()
    scopes: ClassVar[dict[str, str]] = dict.fromkeys(BY_CLIENTS, LOG)
    roles: ClassVar[dict[str, Role]] = dict.fromkeys(BY_CLIENTS, Role.CLIENT)
    keyed: ClassVar[dict[str, bool]] = {"create": False}

    def get_queryset(self) -> QuerySet[Session]:
        sessions: QuerySet[Session] = Session.objects.for_user(self.request.user)
        if self.action not in ("list", "retrieve"):
            sessions = sessions.select_related("client__coach", "assignment")
        return sessions if self.action == "list" else sessions.prefetch_related("items__targets", "sets")

    def paginate_queryset(self, queryset: Any) -> Any:
        """With what was asked, and the sets where they are wanted. Read flat and put together here: prefetching makes a
        queryset for each row, which is a good part of the time of a page with sets.
        """
        rows: Any = super().paginate_queryset(queryset)
        user, ids = self.request.user, [row.pk for row in rows]
        asked = Target.objects.for_user(user).filter(Among("item__session_id", ids)).order_by("pk")
        targets = read_shown(asked, TargetSerializer, by="item_id")
        read: dict[str, dict[str, list[Any]]] = {"items": defaultdict(list)}
        for item in SessionItem.objects.for_user(user).filter(Among("session_id", ids)).order_by("position"):
            item._prefetched_objects_cache = {"targets": targets[str(item.pk)]}
            read["items"][str(item.session_id)].append(item)
        if "sets" in self.asked("expand", self.expandable):
            sets = SetLog.objects.for_user(user).filter(Among("session_id", ids)).order_by("set_number", "side")
            read["sets"] = read_shown(sets, SetSerializer, by="session_id")
        for row in rows:
            held = getattr(row, "_prefetched_objects_cache", {})
            row._prefetched_objects_cache = held | {name: found[str(row.pk)] for name, found in read.items()}
        return rows

    def _answer(self, session: Session) -> Response:
        """As it is now: what was done may have changed more than the row."""
        return self.answer(self.get_queryset().get(pk=session.pk))

    # --- Today and what comes ---------------------------------------------------------------------------------

    @extend_schema(
        operation_id="sessions_today", parameters=[CLIENT_PARAMETER], responses=TodaySerializer, filters=False
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def today(self, request: Request) -> Response:
        """What is due for a client today, as it is or as it would be opened. It opens nothing: that is a POST."""
        client = self._whose()
        day = read_day(request.user, client=client, opens=False)
        found = self._read(day.session.pk) if day.session else None
        return Response(
            TodaySerializer(
                {
                    "kind": day.kind,
                    "date": day.date,
                    "client": client.pk,
                    "opened": found is not None,
                    "session": found or day.session,
                    "morning": day.morning.pk if day.morning else None,
                    "next_on": day.next_on,
                },
                context=self.get_serializer_context(),
            ).data
        )

    @extend_schema(
        operation_id="sessions_ahead",
        parameters=[CLIENT_PARAMETER],
        responses=AheadSerializer(many=True),
        filters=False,
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def ahead(self, request: Request) -> Response:
        """The next sessions after today's, each as it would be opened if those before it are done as asked."""
        client = self._whose()
        assignment = active_assignment(client)
        days = days_ahead(assignment, client.today()) if assignment else []
        found = [each for day in days if (each := read_ahead(request.user, client, due_on=day))]
        rows = [
            {
                "date": each.date,
                "is_next": each.is_next,
                "session": (self._read(each.session.pk) or each.session) if each.cards else None,
            }
            for each in found
        ]
        return Response(AheadSerializer(rows, many=True, context=self.get_serializer_context()).data)

    def _whose(self) -> Client:
        named = self.request.query_params.get("client")
        if named is not None and not CANONICAL.fullmatch(named):
            raise BadQuery({"client": ["A UUID as text with hyphens."]})
        return client_named(self.request, UUID(named) if named else None)

    def _read(self, pk: Any) -> Session | None:
        return self.get_queryset().filter(pk=pk).first()

    # --- What a client does -----------------------------------------------------------------------------------

    @extend_schema(
        operation_id="sessions_open",
        request=OpenSerializer,
        responses={
            201: OpenApiResponse(SessionSerializer, "Opened: what it asks is frozen now."),
            200: OpenApiResponse(SessionSerializer, "It was open already."),
        },
    )
    def create(self, request: Request) -> Response:
        """Open the session that is due, which freezes what it asks. Opening it again changes nothing.

        Its id is known before: `today` and `ahead` show it. A day that is named may lie ahead or back, as for a phone
        that had no signal.
        """
        said = self.sent(OpenSerializer)
        client, day = client_named(request, None), said.get("due_on")
        assignment = active_assignment(client)
        if assignment is None or client.status != Client.Status.ACTIVE:
            raise ValidationError("There is nothing to train at the moment.", code="nothing")
        day = day or due_today(assignment, client.today())
        if day is None:
            raise ValidationError("No session is due today.", code="not_due")
        before = Session.objects.for_user(request.user).filter(assignment=assignment, due_on=day).exists()
        who = Who(client=client, user=me(request), now=timezone.now())
        try:
            session = open_session(assignment, due_on=day) if before else session_of_day(who, assignment.pk, day)
        except (Refused, Blocked) as stop:
            code = stop.code if isinstance(stop, Refused) else "blocked"
            raise ValidationError({"due_on": ValidationError(str(WORDS[code][0]), code=code)}) from stop
        shown = self.get_queryset().get(pk=session.pk)
        if said.get("id") not in (None, session.pk):
            held = SessionSerializer(shown, context=self.get_serializer_context()).data
            raise Conflict("The session of this day has another id.", held=held, sent={"id": str(said["id"])})
        return self.answer(shown) if before else self.created(shown)

    @extend_schema(operation_id="sessions_finish", request=FinishSerializer, responses=SessionSerializer)
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, pk: str) -> Response:
        """Close the day: how hard it was, a note, a warning sign. The engine then says what comes next.

        Again it updates the words. A warning sign once told stays told. With nothing logged it is refused, unless a
        warning sign is told.
        """
        session, said = self.get_object(), self.sent(FinishSerializer)
        if session.status == Session.Status.SKIPPED:
            raise ValidationError("This session was skipped. Log a set of it, and it counts.")
        if not session.sets.exists() and not said["red_flag"]:
            raise ValidationError(str(WORDS["nothing_logged"][0]), code="nothing_logged")
        finish_session(session, **said)
        return self._answer(session)

    @extend_schema(operation_id="sessions_skip", request=SkipSerializer, responses=SessionSerializer)
    @action(detail=True, methods=["post"])
    def skip(self, request: Request, pk: str) -> Response:
        """Not today, and why. What was logged stays."""
        session, said = self._open(), self.sent(SkipSerializer)
        return self._answer(skip_session(session, reason=said["reason"]))

    @extend_schema(operation_id="sessions_stop", request=StopSerializer, responses=SessionSerializer)
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, pk: str) -> Response:
        """Pain ends an exercise, and the day goes on; or all of it. What was not logged is marked as stopped."""
        session, one = self._open(), self.sent(StopSerializer).get("item")
        items = [item for item in session.items.all() if one in (None, item.pk)]
        if not items:
            raise ValidationError({"item": ValidationError("There is no such item in this session.", code="unknown")})
        for item in items:
            stop_rest(item)
        return self._answer(session)

    @extend_schema(operation_id="sessions_morning", request=MorningSerializer, responses=SessionSerializer)
    @action(detail=True, methods=["post"])
    def morning(self, request: Request, pk: str) -> Response:
        """How hips and back feel on the morning after. Strong pain once told stays told."""
        session, said = self.get_object(), self.sent(MorningSerializer)
        if session.status != Session.Status.FINISHED:
            raise ValidationError("Only a session that was finished has a morning after.")
        answer_morning(session, pain=said["pain"])
        return self._answer(session)

    @extend_schema(operation_id="sessions_tell_sign", request=SignSerializer, responses=SignToldSerializer)
    @action(detail=False, methods=["post"])
    def signs(self, request: Request) -> Response:
        """One of the warning signs is new: nothing is trained until a coach has looked. Ends a session under way."""
        words = self.sent(SignSerializer)["words"]
        ended = tell_sign(client_named(request, None), by=me(request), words=words).ended
        return Response({"session": str(ended.pk) if ended else None})

    @extend_schema(operation_id="sessions_bests", responses=BestSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def bests(self, request: Request, pk: str) -> Response:
        """What this session did better than any before it, side by side. Nothing for what was never done before."""
        session = self.get_object()
        if session.status != Session.Status.FINISHED:
            return Response([])
        cards = cards_of(items_for(request.user).filter(session=session).order_by("position"))
        rows = [
            {"item": item, "sides": best.sides, **{name: getattr(best.record, name) for name in RECORD}}
            for item, found in bests_of(session, cards, request.user).items()
            for best in found
        ]
        return Response(BestSerializer(rows, many=True).data)

    def _open(self) -> Session:
        session: Session = self.get_object()
        if session.status != Session.Status.OPEN:
            raise ValidationError("This session is over.", code="over")
        return session
