"""What clients follow: given to one or to many, foreseen, ended; days moved and exercises swapped."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import is_coach
from accounts.models import Role
from accounts.tokens import LOG, READ
from clients.api.calls import client_named, me, renamed
from clients.api.serializers.assignments import (
    AssignManySerializer,
    AssignmentSerializer,
    AssignSerializer,
    BatchSerializer,
    DaysSerializer,
    MoveDaySerializer,
    NewSwapSerializer,
    PlannedForManySerializer,
    PlannedSerializer,
    SwapSerializer,
)
from clients.api.viewsets.measures import FiguresViewSet
from clients.assigning import assign_progression
from clients.assigning import conflicts as progression_conflicts
from clients.assigning_many import InTheWay, assign_many, obstacles, undo_batch
from clients.assigning_programs import ProgramPlan, assign_program
from clients.assigning_programs import conflicts as program_conflicts
from clients.models import Assignment, AssignmentBatch, Client, Swap
from clients.moving_days import coming_days, move_day
from clients.own_days import move_of, move_own
from clients.pausing import end_early
from clients.planning import Planned, Wanted, all_in_the_way, foreseen, in_the_way, plan_all
from clients.swapping import Figures, swap_exercise, undo_swap
from config.api.views import WriteViewSet
from exercises.models import Exercise, Variation

RULES = ("start_date", "weekdays", "coupling", "policy", "deload_every_weeks")


class AssignmentFilter(filters.FilterSet):
    client = filters.UUIDFilter(field_name="client_id")
    progression = filters.UUIDFilter(field_name="progression_id")
    program = filters.UUIDFilter(field_name="program_id")
    parent = filters.UUIDFilter(field_name="parent_id")
    batch = filters.UUIDFilter(field_name="batch_id")
    status = filters.ChoiceFilter(choices=Assignment.Status.choices)


@contextmanager
def _at_its_field() -> Iterator[None]:
    """What stands in the way of one client, at the fields as the API calls them."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError(in_the_way(error.message_dict)) from error


class AssignmentViewSet(FiguresViewSet):
    """Who trains which progression or program, since when and on which days. The newest first."""

    serializer_class = AssignmentSerializer
    filterset_class = AssignmentFilter
    orderings = ("-created_at", "created_at", "start_date", "-start_date")
    queryset = Assignment.objects.none()
    scopes: ClassVar[dict[str, str]] = {"preview": READ, "moved_days": LOG}
    roles: ClassVar[dict[str, Role]] = {"preview": Role.COACH, "adherence": Role.COACH}

    def get_queryset(self) -> QuerySet[Assignment]:
        rows: QuerySet[Assignment] = Assignment.objects.for_user(self.request.user)
        if self.action in ("list", "retrieve"):
            return rows
        return rows.select_related("client__coach", "program", "progression", "start_rung", "parent__program")

    @extend_schema(request=AssignSerializer, responses={201: AssignmentSerializer})
    def create(self, request: Request) -> Response:
        """Give a client a progression or a program from now on. What they follow ends, its history stays."""
        plan = self._planned().plan
        with _at_its_field():
            if isinstance(plan, ProgramPlan):
                return self.created(assign_program(plan, by=me(request)))
            return self.created(assign_progression(plan, by=me(request)))

    @extend_schema(request=AssignSerializer, responses=PlannedSerializer, operation_id="assignments_preview")
    @action(detail=False, methods=["post"])
    def preview(self, request: Request) -> Response:
        """What assigning would do, without doing it: where they begin, the first weeks, what stands in the way."""
        planned = self._planned()
        found = (
            program_conflicts(planned.plan)
            if isinstance(planned.plan, ProgramPlan)
            else progression_conflicts(planned.plan)
        )
        return Response(PlannedSerializer(told(planned, in_the_way(found))).data)

    def _planned(self) -> Planned:
        said = self.sent(AssignSerializer)
        wanted = wanted_of(said, client_named(self.request, said["client"]))
        return plan_all(
            self.request.user,
            [wanted],
            {name: said[name] for name in RULES if name in said},
            progression=said.get("progression"),
            program=said.get("program"),
        )[0]

    @extend_schema(operation_id="assignments_end", request=None, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """End what a client follows today. Its history stays; what waited for a decision is overtaken."""
        row = self.get_object()
        if row.parent_id or row.status != Assignment.Status.ACTIVE:
            raise ValidationError("Only what a client follows as a whole, and still does, can end.")
        end_early(row.client)
        row.refresh_from_db()
        return self.answer(row)

    # --- Days -------------------------------------------------------------------------------------------------

    @extend_schema(operation_id="assignments_days", responses=DaysSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def days(self, request: Request, pk: str) -> Response:
        """The next days on which a session is due, where they were moved from, and what is swapped on them."""
        return Response(self._days(self._whole()))

    @extend_schema(operation_id="assignments_move_day", request=MoveDaySerializer, responses=DaysSerializer)
    @action(detail=True, methods=["post"], url_path="moved-days")
    def moved_days(self, request: Request, pk: str) -> Response:
        """Do a session on another date; back on the day of the weekdays it is moved back. Answers the days as they are.

        A coach moves any coming session by four weeks at most. A client moves the next one, to a free day before the
        session after it.
        """
        row, said = self._whole(), self.sent(MoveDaySerializer)
        if is_coach(request.user):
            if "day" not in said:
                raise ValidationError({"day": ValidationError("Which session is moved?", code="required")})
            move_day(row.client, day=said["day"], to=said["to"], by=me(request))
        else:
            own = move_of(row, row.client.today())
            if said.get("day") not in (None, own.day if own else None):
                raise ValidationError({"day": "Only the next session can be moved."})
            move_own(row.client, to=said["to"], by=me(request))
        row.refresh_from_db(fields=["moved_days"])
        return Response(self._days(row))

    def _whole(self) -> Assignment:
        row: Assignment = self.get_object()
        if row.parent_id or row.status != Assignment.Status.ACTIVE:
            raise ValidationError("Days are those of what a client follows as a whole, and still does.")
        return row

    def _days(self, row: Assignment) -> Any:
        today = row.client.today()
        own = move_of(row, today) if row.client.status == Client.Status.ACTIVE else None
        found = {"days": coming_days(row, self.request.user, today), "own_move": own}
        return DaysSerializer(found).data


def wanted_of(said: dict[str, Any], client: Client) -> Wanted:
    return Wanted(
        client=client,
        start_rung=said.get("start_rung"),
        start_load=said.get("start_load"),
        starts={each["progression"]: each["rung"] for each in said.get("starts", [])},
    )


def told(planned: Planned, problems: dict[str, list[str]], *, with_sessions: bool = True) -> dict[str, Any]:
    ahead = foreseen(planned) if with_sessions and not problems else {"sessions": [], "milestones": []}
    return {
        "client": planned.plan.client.pk,
        "ends": planned.ends.pk if planned.ends else None,
        "starts": planned.starts,
        "problems": problems,
        **ahead,
    }


# --- Many at once ---------------------------------------------------------------------------------------------


class BatchViewSet(WriteViewSet):
    """What was assigned to many in one go, and the way back while there is one. The newest first."""

    serializer_class = BatchSerializer
    orderings = ("-created_at", "created_at")
    queryset = AssignmentBatch.objects.none()
    scopes: ClassVar[dict[str, str]] = {"preview": READ}
    roles: ClassVar[dict[str, Role]] = {"list": Role.COACH, "retrieve": Role.COACH, "preview": Role.COACH}

    def get_queryset(self) -> QuerySet[AssignmentBatch]:
        rows: QuerySet[AssignmentBatch] = AssignmentBatch.objects.for_coach(self.request.user)
        return rows.prefetch_related("assignments", "ended")

    @extend_schema(
        request=AssignManySerializer,
        responses={201: OpenApiResponse(BatchSerializer, "All of them. The same within a minute is made once.")},
    )
    def create(self, request: Request) -> Response:
        """Give many clients the same, each from a rung of their own: all of them or none."""
        planned = self._planned()
        plans: Any = [each.plan for each in planned]  # all of one kind
        try:
            batch = assign_many(plans, by=me(request))
        except InTheWay as found:
            said = all_in_the_way(found.obstacles, [each.plan.client for each in planned])
            raise serializers.ValidationError(said) from found
        return self.created(self.get_queryset().get(pk=batch.pk))

    @extend_schema(
        operation_id="assignment_batches_preview", request=AssignManySerializer, responses=PlannedForManySerializer
    )
    @action(detail=False, methods=["post"])
    def preview(self, request: Request) -> Response:
        """What assigning to many would do, without doing it: where each begins, and what stands in the way."""
        planned = self._planned()
        plans: Any = [each.plan for each in planned]  # all of one kind
        found = obstacles(plans)
        problems = [in_the_way(found.by_client.get(each.plan.client.pk, {})) for each in planned]
        shared = in_the_way(found.shared)
        first = None if shared else next((n for n, each in enumerate(problems) if not each), None)
        rows = [told(each, problems[n], with_sessions=n == first) for n, each in enumerate(planned)]
        return Response(PlannedForManySerializer({"problems": shared, "clients": rows}).data)

    @extend_schema(operation_id="assignment_batches_undo", request=None, responses=BatchSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Within ten minutes: what was assigned ends, and what it ended goes on. All or none."""
        batch = undo_batch(self.get_object())
        return self.answer(self.get_queryset().get(pk=batch.pk))

    def _planned(self) -> list[Planned]:
        said = self.sent(AssignManySerializer)
        ids = [each["client"] for each in said["clients"]]
        people = {row.pk: row for row in Client.objects.for_coach(self.request.user).filter(pk__in=ids)}
        if len(people) < len(set(ids)):
            raise ValidationError({"clients": ValidationError("There is no such client among them.", code="unknown")})
        if len(set(ids)) < len(ids):
            raise ValidationError({"clients": "Somebody is named twice."})
        rules = {name: said[name] for name in RULES if name in said}
        rules.setdefault("start_date", timezone.now().astimezone(me(self.request).zone).date())
        wanted = [wanted_of(each, people[each["client"]]) for each in said["clients"]]
        named = {"progression": said.get("progression"), "program": said.get("program")}
        return plan_all(self.request.user, wanted, rules, **named)


# --- Another exercise for one session -------------------------------------------------------------------------


class SwapFilter(filters.FilterSet):
    client = filters.UUIDFilter(field_name="assignment__client_id")
    assignment = filters.UUIDFilter(field_name="assignment_id")
    due_from = filters.DateFilter(field_name="due_on", lookup_expr="gte")
    due_to = filters.DateFilter(field_name="due_on", lookup_expr="lte")


class SwapViewSet(WriteViewSet):
    """Exercises that are done instead of a progression's, each for one session. The progression stays where it is."""

    serializer_class = SwapSerializer
    filterset_class = SwapFilter
    orderings = ("-due_on", "due_on")
    queryset = Swap.objects.none()

    def get_queryset(self) -> QuerySet[Swap]:
        rows: QuerySet[Swap] = Swap.objects.for_user(self.request.user)
        return rows.select_related("assignment__client")

    @extend_schema(request=NewSwapSerializer, responses={201: SwapSerializer})
    def create(self, request: Request) -> Response:
        """Have a coming session done with another exercise. Once it has begun it stays as it is."""
        said, user = self.sent(NewSwapSerializer), request.user
        tracks = Assignment.objects.for_coach(user).active().tracked().filter(client__status__in=("active", "paused"))
        related = ("client", "program", "progression", "start_rung", "parent__program")
        track = tracks.select_related(*related).with_filled().filter(pk=said["assignment"]).first()
        shown = Exercise.objects.for_user(user).shown_to(user)
        library = Variation.objects.for_user(user).current().filter(exercise__in=shown).select_related("exercise")
        variation = library.filter(pk=said["variation"]).first()
        if track is None:
            raise ValidationError({"assignment": ValidationError("Nothing that goes on has this id.", code="unknown")})
        if variation is None:
            raise ValidationError({"variation": ValidationError("The library has no such exercise.", code="unknown")})
        sides = {
            each["side"]: Figures(load=each["load"], sets=each["sets"], reps=each["reps"]) for each in said["sides"]
        }
        try:
            return self.created(
                swap_exercise(
                    track, due_on=said["due_on"], variation=variation, sides=sides, note=said["note"], by=me(request)
                )
            )
        except ValidationError as error:
            fields = {"place": "due_on"} | {f"{side}-reps": "sides" for side in sides}
            raise renamed(error, fields, otherwise="sides") from error

    @extend_schema(responses={204: OpenApiResponse(description="As if it had not been swapped.")})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take a swap back, as long as the client has not opened the session with it."""
        undo_swap(self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
