"""Writes of a practice's own exercises: copy, add, save, archive, restore, delete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_noop

from accounts.models import Practice
from exercises.changes import sections_of
from exercises.models import Exercise, ExerciseMuscle, Variation
from exercises.rules import clean_with, exercise_problems, variation_problems
from exercises.vocabulary import ON_FEET, Direction, Implement, Laterality, Level, Placement
from exercises.words import all_of, told

Row = TypeVar("Row", Exercise, Variation)
# What else may need an exercise, in the words of its table.
OTHERS = (gettext_noop("targets"), gettext_noop("program items"), gettext_noop("swaps"))
_OWN_OF_A_COPY = {
    "id", "practice", "exercise", "copied_from", "copied_sections", "created_at", "archived_at", "revision",
}  # fmt: skip


class Stale(Exception):
    """Somebody saved since the page was opened. `current` is the row as it is now."""

    def __init__(self, current: Any) -> None:
        super().__init__(str(current))
        self.current = current


class InUse(Exception):
    """What is prescribed or logged cannot be deleted."""


def columns_of(row: models.Model) -> dict[str, Any]:
    """What a copy takes over."""
    return {
        field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name not in _OWN_OF_A_COPY
    }


def make_own(original: Exercise, *, practice: Practice) -> Exercise:
    """The practice's own copy of a built-in exercise, with its muscles and variations.

    There is one copy of an exercise: where it exists already it is given back, out of the archive if it was there.
    """
    try:
        with transaction.atomic():
            return _own_copy(practice, original.slug) or _copy(original, practice)
    except IntegrityError:  # a colleague pressed it at the same moment
        found = _own_copy(practice, original.slug)
        assert found
        return found


def _own_copy(practice: Practice, slug: str) -> Exercise | None:
    found = Exercise.objects.filter(practice=practice, slug=slug).first()
    return restore_exercise(found) if found and found.archived_at else found


def _copy(original: Exercise, practice: Practice) -> Exercise:
    copy = Exercise(
        **columns_of(original), practice=practice, copied_from=original, copied_sections=sections_of(original)
    )
    copy.full_clean()
    copy.save(force_insert=True)
    _put_muscles(copy, [columns_of(row) for row in original.muscles.all()])
    Variation.objects.bulk_create(
        Variation(**columns_of(row), practice=practice, exercise=copy)
        for row in original.variations.filter(archived_at=None)
    )
    return copy


def _put_muscles(exercise: Exercise, rows: Sequence[Mapping[str, Any]]) -> None:
    exercise.muscles.all().delete()
    ExerciseMuscle.objects.bulk_create(
        ExerciseMuscle(
            practice_id=exercise.practice_id,
            exercise=exercise,
            muscle=row["muscle"],
            role=row["role"],
            note=row["note"],
            position=position,
        )
        for position, row in enumerate(rows, start=1)
    )


@transaction.atomic
def add_exercise(*, practice: Practice, values: Mapping[str, Any], muscles: Sequence[Mapping[str, Any]]) -> Exercise:
    """A new exercise of the practice, with a first variation so that it can be prescribed. Raises ValidationError."""
    Practice.objects.select_for_update(no_key=True).get(pk=practice.pk)  # one at a time: each finds its own free slug
    exercise = Exercise(**values, practice=practice, slug=_free_slug(practice, values["name"]))
    clean_with(exercise, exercise_problems(values, muscles))
    _refuse_second_of_a_name(exercise)
    exercise.save(force_insert=True)
    _put_muscles(exercise, muscles)
    first = _first_variation(exercise)
    first.full_clean()
    first.save(force_insert=True)
    return exercise


def _refuse_second_of_a_name(exercise: Exercise) -> None:
    """Two of one name in a practice could not be told apart in a list, nor in a line of a program."""
    alike = Exercise.objects.filter(practice=exercise.practice, name__iexact=exercise.name, archived_at=None)
    if alike.exclude(pk=exercise.pk).exists():
        words = gettext("You have an exercise called %(name)s already. Give this one a name of its own.") % {
            "name": exercise.name
        }
        raise ValidationError({"name": words})


def _free_slug(practice: Practice, name: str) -> str:
    """Of neither the built-in library nor the practice: a new exercise must not stand in for a built-in one."""
    stem = slugify(name)[:70] or "exercise"
    visible = models.Q(practice=None) | models.Q(practice=practice)
    taken = set(Exercise.objects.filter(visible, slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for number in range(1, len(taken) + 2) if (slug := _numbered(stem, number)) not in taken)


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}-{number}"


def _first_variation(exercise: Exercise) -> Variation:
    kinds = [item for item in exercise.equipment if item in Implement.values and item != Implement.BODYWEIGHT]
    implement = Implement(kinds[0]) if kinds else Implement.BODYWEIGHT
    placement = {Laterality.STAGGERED: Placement.OFFSET.value, Laterality.SINGLE_LEG: Placement.SINGLE_LEG.value}.get(
        Laterality(exercise.laterality), Placement.BILATERAL.value if exercise.movement in ON_FEET else ""
    )
    if exercise.laterality == Laterality.ONE_SIDE:
        placement = ""
    return Variation(
        practice_id=exercise.practice_id,
        exercise=exercise,
        code=implement.value.replace("_", "-"),
        name=str(implement.label).capitalize(),
        placement=placement,
        offset_direction=Direction.FORWARD if placement == Placement.OFFSET else "",
        implement=implement,
        level=exercise.level or Level.START,
        position=1,
    )


@transaction.atomic
def save_exercise(
    exercise: Exercise, *, revision: int, values: Mapping[str, Any], muscles: Sequence[Mapping[str, Any]]
) -> Exercise:
    """The exercise with these values. Raises Stale if it was saved since `revision`, ValidationError for bad values."""
    row = _locked(exercise, revision)
    renamed = row.name.casefold() != str(values.get("name", row.name)).casefold()
    for name, value in values.items():
        setattr(row, name, value)
    row.equipment_notes = [note for note in row.equipment_notes if note["item"] in row.equipment]
    clean_with(row, exercise_problems(values, muscles))
    if renamed:
        _refuse_second_of_a_name(row)
    row.save()
    _put_muscles(row, muscles)
    return row


@transaction.atomic
def save_variation(variation: Variation, *, revision: int, values: Mapping[str, Any]) -> Variation:
    """Raises Stale or ValidationError."""
    row = _locked(variation, revision)
    for name, value in values.items():
        setattr(row, name, value)
    clean_with(row, variation_problems(vars(row)))
    row.save()
    return row


@transaction.atomic
def add_variation(exercise: Exercise, *, values: Mapping[str, Any]) -> Variation:
    """Another way to do the exercise. Raises ValidationError."""
    Exercise.objects.select_for_update(no_key=True).get(pk=exercise.pk)  # one at a time: each finds its own free code
    taken = set(exercise.variations.values_list("code", flat=True))
    stem = slugify(values["name"])[:50] or "variation"
    code = next(code for number in range(1, len(taken) + 2) if (code := _numbered(stem, number)) not in taken)
    row = Variation(**values, practice_id=exercise.practice_id, exercise=exercise, code=code, position=len(taken) + 1)
    clean_with(row, variation_problems(values))
    row.save(force_insert=True)
    return row


def _locked(row: Row, revision: int) -> Row:
    """The row as it is now, held until the end of the transaction, one revision on."""
    current = type(row).objects.select_for_update().get(pk=row.pk)
    if current.revision != revision:
        raise Stale(current)
    current.revision += 1
    return current


# Out of the library ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """Who needs an exercise: progressions by name, then what else there is of it (`targets`, `program items`)."""

    progressions: list[str]
    others: list[str]

    def __bool__(self) -> bool:
        return bool(self.progressions or self.others)

    @property
    def words(self) -> str:
        """`Our return, Winter block and targets`."""
        return all_of([*map(told, self.progressions), *map(gettext, self.others)])


def uses_of(exercise: Exercise) -> Uses:
    """Everything that would keep the database from deleting the exercise: the apps above say so by PROTECT."""
    rungs = exercise.variations.filter(rungs__isnull=False)
    names = rungs.order_by("rungs__progression__name").values_list("rungs__progression__name", flat=True)
    pointing = [
        *((relation, f"{relation.field.name}__exercise") for relation in _protecting(Variation)),
        *((relation, relation.field.name) for relation in _protecting(Exercise)),
    ]
    others = [
        str(relation.related_model._meta.verbose_name_plural)
        for relation, path in pointing
        if relation.related_model._base_manager.filter(**{path: exercise}).exists()
    ]
    return Uses(progressions=list(dict.fromkeys(names)), others=others)


def _protecting(model: type[models.Model]) -> list[Any]:
    """What points at a row of `model` and keeps it, but for rungs, which are asked by name."""
    relations: list[Any] = list(model._meta.get_fields(include_hidden=True))
    return [
        relation
        for relation in relations
        if getattr(relation, "on_delete", None) in (models.PROTECT, models.RESTRICT)
        and relation.auto_created
        and relation.get_accessor_name() != "rungs"
    ]


def archive_exercise(exercise: Exercise) -> Exercise:
    """Out of the library. Whoever uses it keeps it; a built-in original shows again."""
    return _moved(exercise, archived=True)


def restore_exercise(exercise: Exercise) -> Exercise:
    return _moved(exercise, archived=False)


def archive_variation(variation: Variation) -> Variation:
    return _moved(variation, archived=True)


def restore_variation(variation: Variation) -> Variation:
    return _moved(variation, archived=False)


def _moved(row: Row, *, archived: bool) -> Row:
    row.archived_at = (row.archived_at or timezone.now()) if archived else None
    row.save(update_fields=["archived_at"])
    return row


@transaction.atomic
def delete_exercise(exercise: Exercise) -> None:
    """Gone for good. Raises InUse where anything was made of it."""
    try:
        with transaction.atomic():
            exercise.delete()
    except (models.ProtectedError, models.RestrictedError) as error:
        raise InUse from error
