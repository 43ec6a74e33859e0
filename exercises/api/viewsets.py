"""The library: to read for everyone, and the practice's own part of it for its coaches to write."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ListSerializer

from accounts.access import membership_of
from accounts.models import Practice, Role
from config.api.errors import Changed
from config.api.examples import row_of
from config.api.versions import Versioned
from config.api.views import WriteViewSet
from exercises import own
from exercises.api import examples
from exercises.api.serializers import ExerciseSerializer, VariationSerializer
from exercises.api.standing import (
    InUse,
    InUseSerializer,
    MovedOnSerializer,
    SectionChangesSerializer,
    UsesSerializer,
    changes_as_data,
    uses_as_data,
)
from exercises.api.writing import (
    AddVariationSerializer,
    ChangeExerciseSerializer,
    ChangeVariationSerializer,
    TakeSectionSerializer,
    WriteExerciseSerializer,
)
from exercises.changes import keep, take
from exercises.models import Exercise, ExerciseQuerySet, Variation
from exercises.vocabulary import Equipment, Implement, Laterality, Level, Movement, Muscle, Placement


def practice_of(request: Request) -> Practice:
    """The practice that a coach acts for; the role gate let nobody else in."""
    membership = membership_of(request.user)
    assert membership
    return membership.practice


class ExerciseFilter(filters.FilterSet):
    slug = filters.CharFilter(help_text="Exactly this slug.")
    movement = filters.ChoiceFilter(choices=Movement.choices)
    laterality = filters.ChoiceFilter(choices=Laterality.choices)
    muscle = filters.ChoiceFilter(choices=Muscle.choices, method="working", help_text="In whatever role.")
    equipment = filters.ChoiceFilter(choices=Equipment.choices, method="needing", help_text="Used, or can be.")
    placement = filters.ChoiceFilter(
        choices=Placement.choices, method="placing", help_text="Some variation of it places the other foot so."
    )
    level = filters.ChoiceFilter(
        choices=Level.choices, method="levelled", help_text="Its own, or that of some variation where it has none."
    )
    own = filters.BooleanFilter(field_name="practice", lookup_expr="isnull", exclude=True, help_text="The practice's.")
    archived = filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)
    shown = filters.BooleanFilter(
        method="showing", help_text="True: as the library shows it, the practice's own in the place of the built-in."
    )
    search = filters.CharFilter(
        method="searching", max_length=80, help_text="Name, alias, muscle, equipment; forgives slips of the finger."
    )

    def working(self, rows: ExerciseQuerySet, name: str, value: str) -> ExerciseQuerySet:
        return rows.working(value)

    def needing(self, rows: ExerciseQuerySet, name: str, value: str) -> ExerciseQuerySet:
        return rows.needing(value)

    def placing(self, rows: ExerciseQuerySet, name: str, value: str) -> ExerciseQuerySet:
        return rows.placed(value)

    def levelled(self, rows: ExerciseQuerySet, name: str, value: str) -> ExerciseQuerySet:
        return rows.on_level(value)

    def showing(self, rows: ExerciseQuerySet, name: str, value: bool) -> ExerciseQuerySet:
        return rows.shown_to(self.request.user) if value else rows

    def searching(self, rows: ExerciseQuerySet, name: str, value: str) -> ExerciseQuerySet:
        return rows.search(value)


def ways_of(user: Any) -> Prefetch:
    """The ways to do an exercise that are still offered."""
    rows = Variation.objects.for_user(user).filter(archived_at=None).select_related("exercise")
    return Prefetch("variations", rows.order_by("position", "name"))


class LibraryViewSet(Versioned, WriteViewSet):
    """Rows of the library. Built-in ones are read, the practice's own are written."""

    def fresh(self, row: Any) -> Any:
        """The row as it is kept now, as every answer shows it."""
        return self.get_queryset().get(pk=row.pk)


class ExerciseViewSet(LibraryViewSet):
    """The built-in exercises and those of the caller's practice. Built-in ones are read-only: make a copy to change."""

    serializer_class = ExerciseSerializer
    filterset_class = ExerciseFilter
    orderings = {"position": ("position", "name"), "name": ("name",), "-name": ("-name",)}
    expandable = {"variations": (ListSerializer(child=VariationSerializer()), ways_of)}
    queryset = Exercise.objects.none()
    roles = {"uses": Role.COACH, "changes": Role.COACH}

    def get_queryset(self) -> QuerySet[Exercise]:
        """A copy is made of what is read; everything else is done to the practice's own."""
        reads = self.action in ("list", "retrieve", "copies")
        gate = Exercise.objects.for_user if reads else Exercise.objects.for_coach
        return gate(self.request.user).with_muscles()

    @extend_schema(
        request=WriteExerciseSerializer,
        responses={201: ExerciseSerializer},
        examples=[examples.NEW_EXERCISE, row_of(ExerciseSerializer)],
    )
    def create(self, request: Request) -> Response:
        """Add an exercise of your own. It begins with one variation, so that it can be prescribed."""
        values, muscles = WriteExerciseSerializer.columns(self.sent(WriteExerciseSerializer))
        made = own.add_exercise(practice=practice_of(request), values=values, muscles=muscles or [])
        return self.created(self.fresh(made))

    @extend_schema(
        request=ChangeExerciseSerializer,
        responses={200: ExerciseSerializer},
        examples=[examples.CHANGED_EXERCISE, row_of(ExerciseSerializer)],
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change an exercise of your own. What is left out stays; a list replaces the list."""
        row = self.get_object()
        values, muscles = ChangeExerciseSerializer.columns(self.sent(ChangeExerciseSerializer), row)
        if muscles is None:
            muscles = list(row.muscles.values("muscle", "role", "note"))
        own.save_exercise(row, revision=row.revision, values=values, muscles=muscles)
        return self.answer(self.fresh(row))

    @extend_schema(
        responses={
            204: OpenApiResponse(description="Deleted."),
            (409, "application/problem+json"): OpenApiResponse(InUseSerializer, "In use; see `uses`. Archive it."),
        }
    )
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete an exercise of your own for good, as long as nobody uses it."""
        row = self.get_object()
        try:
            own.delete_exercise(row)
        except own.InUse as error:
            raise InUse(uses_as_data(row)) from error
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="exercises_copy",
        request=None,
        responses={
            201: OpenApiResponse(ExerciseSerializer, "The practice's copy."),
            200: OpenApiResponse(ExerciseSerializer, "It was there already."),
        },
    )
    @action(detail=True, methods=["post"])
    def copies(self, request: Request, pk: str) -> Response:
        """Make a built-in exercise yours: the practice's copy, with its muscles and variations. There is one copy."""
        original = self.get_object()
        if not original.is_built_in:
            raise ValidationError("This is the practice's own already.", code="own")
        had = Exercise.objects.for_coach(request.user).filter(slug=original.slug).exists()
        copy = own.make_own(original, practice=practice_of(request))
        row = self.fresh(copy)
        return self.answer(row) if had else self.created(row)

    @extend_schema(operation_id="exercises_archive", request=None, responses={200: ExerciseSerializer})
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, pk: str) -> Response:
        """Take an exercise of your own out of the library. Who uses it keeps it; a built-in original shows again."""
        row = own.archive_exercise(self.get_object())
        return self.answer(self.fresh(row))

    @extend_schema(operation_id="exercises_restore", request=None, responses={200: ExerciseSerializer})
    @action(detail=True, methods=["post"])
    def restoration(self, request: Request, pk: str) -> Response:
        """Bring an exercise back into the library."""
        row = own.restore_exercise(self.get_object())
        return self.answer(self.fresh(row))

    @extend_schema(operation_id="exercises_uses", responses={200: UsesSerializer}, examples=[examples.USES])
    @action(detail=True, methods=["get"])
    def uses(self, request: Request, pk: str) -> Response:
        """Who uses an exercise of your own: what would keep it from being deleted."""
        return Response(uses_as_data(self.get_object()))

    @extend_schema(
        operation_id="exercises_changes", responses={200: SectionChangesSerializer}, examples=[examples.CHANGES]
    )
    @action(detail=True, methods=["get"])
    def changes(self, request: Request, pk: str) -> Response:
        """What the built-in exercise says by now beside your copy of it, section by section."""
        return Response(SectionChangesSerializer(changes_as_data(self.get_object())).data)

    @extend_schema(
        operation_id="exercises_settle_changes",
        request=TakeSectionSerializer,
        responses={
            200: ExerciseSerializer,
            (412, "application/problem+json"): OpenApiResponse(
                MovedOnSerializer, "The built-in exercise has moved on since `version`; see `current`."
            ),
        },
        examples=[examples.TAKE, row_of(ExerciseSerializer)],
    )
    @changes.mapping.post
    def settle_changes(self, request: Request, pk: str) -> Response:
        """Take a section of the built-in exercise over, or keep all of yours."""
        copy = self.get_object()
        said = self.sent(TakeSectionSerializer)
        if copy.copied_from is None:
            raise ValidationError("This exercise is no copy.", code="no_copy")
        if said["version"] != copy.copied_from.library_version:
            raise Changed(current=changes_as_data(copy), etag=self.tag(copy))
        row = take(copy, said["take"]) if said["take"] else keep(copy)
        return self.answer(self.fresh(row))


class VariationFilter(filters.FilterSet):
    exercise = filters.UUIDFilter(field_name="exercise_id")
    placement = filters.ChoiceFilter(choices=Placement.choices)
    movement = filters.ChoiceFilter(field_name="exercise__movement", choices=Movement.choices)
    implement = filters.ChoiceFilter(choices=Implement.choices)
    own = filters.BooleanFilter(field_name="practice", lookup_expr="isnull", exclude=True, help_text="The practice's.")
    level = filters.ChoiceFilter(choices=Level.choices)
    archived = filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)


class VariationViewSet(LibraryViewSet):
    """Ways to do an exercise that can be prescribed. Those of built-in exercises are read-only."""

    serializer_class = VariationSerializer
    filterset_class = VariationFilter
    orderings = {"exercise": ("exercise_id", "position", "name"), "name": ("name",), "-name": ("-name",)}
    search_in = ("name", "exercise__name")
    expandable = {"exercise": (ExerciseSerializer, "exercise__muscles")}
    queryset = Variation.objects.none()

    def get_queryset(self) -> QuerySet[Variation]:
        reads = self.action in ("list", "retrieve")
        gate = Variation.objects.for_user if reads else Variation.objects.for_coach
        return gate(self.request.user).select_related("exercise")

    @extend_schema(
        request=AddVariationSerializer,
        responses={201: VariationSerializer},
        examples=[examples.NEW_VARIATION, row_of(VariationSerializer)],
    )
    def create(self, request: Request) -> Response:
        """Add a way to do an exercise of your own."""
        sent = self.sent(AddVariationSerializer)
        exercise = Exercise.objects.for_coach(request.user).filter(pk=sent["exercise"]).first()
        if exercise is None:
            raise ValidationError({"exercise": "There is no such exercise of your own."}, code="unknown")
        return self.created(self.fresh(own.add_variation(exercise, values=AddVariationSerializer.columns(sent))))

    @extend_schema(
        request=ChangeVariationSerializer,
        responses={200: VariationSerializer},
        examples=[examples.CHANGED_VARIATION, row_of(VariationSerializer)],
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a variation of your own. What is left out stays."""
        row = self.get_object()
        values = ChangeVariationSerializer.columns(self.sent(ChangeVariationSerializer))
        own.save_variation(row, revision=row.revision, values=values)
        return self.answer(self.fresh(row))

    @extend_schema(operation_id="variations_archive", request=None, responses={200: VariationSerializer})
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, pk: str) -> Response:
        """Take a variation of your own out of the library. Who has it keeps it."""
        row = own.archive_variation(self.get_object())
        return self.answer(self.fresh(row))

    @extend_schema(operation_id="variations_restore", request=None, responses={200: VariationSerializer})
    @action(detail=True, methods=["post"])
    def restoration(self, request: Request, pk: str) -> Response:
        """Bring a variation back into the library."""
        row = own.restore_variation(self.get_object())
        return self.answer(self.fresh(row))
