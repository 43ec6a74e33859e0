"""The library, to read."""

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from config.api.views import ReadViewSet
from exercises.api.serializers import ExerciseSerializer, VariationSerializer
from exercises.models import Exercise, ExerciseQuerySet, Variation
from exercises.vocabulary import Equipment, Implement, Laterality, Level, Movement, Muscle, Placement


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

    def searching(self, rows: ExerciseQuerySet, name: str, value: str) -> ExerciseQuerySet:
        return rows.search(value)


class ExerciseViewSet(ReadViewSet):
    """The built-in exercises and those of the caller's practice."""

    serializer_class = ExerciseSerializer
    filterset_class = ExerciseFilter
    orderings = {"position": ("position", "name"), "name": ("name",), "-name": ("-name",)}
    queryset = Exercise.objects.none()

    def get_queryset(self) -> QuerySet[Exercise]:
        return Exercise.objects.for_user(self.request.user).with_muscles()


class VariationFilter(filters.FilterSet):
    exercise = filters.UUIDFilter(field_name="exercise_id")
    placement = filters.ChoiceFilter(choices=Placement.choices)
    movement = filters.ChoiceFilter(field_name="exercise__movement", choices=Movement.choices)
    implement = filters.ChoiceFilter(choices=Implement.choices)
    own = filters.BooleanFilter(field_name="practice", lookup_expr="isnull", exclude=True, help_text="The practice's.")
    level = filters.ChoiceFilter(choices=Level.choices)


class VariationViewSet(ReadViewSet):
    """Ways to do an exercise that can be prescribed."""

    serializer_class = VariationSerializer
    filterset_class = VariationFilter
    orderings = {"exercise": ("exercise_id", "position", "name"), "name": ("name",), "-name": ("-name",)}
    queryset = Variation.objects.none()

    def get_queryset(self) -> QuerySet[Variation]:
        return Variation.objects.for_user(self.request.user).select_related("exercise")
