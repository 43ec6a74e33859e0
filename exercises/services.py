"""Writes of the library. The built-in rows are kept by `load_exercises`, which runs as the database owner."""

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from exercises.models import Exercise, ExerciseMuscle, Variation
from exercises.shapes import completed

LIBRARY_FILE = Path(__file__).parent / "data" / "library.toml"

# Ranges are written as [low, high] in the file and kept as two columns
_SPANS = {
    "bench_height_cm": ("bench_height_cm_low", "bench_height_cm_high"),
    "offset_cm": ("offset_cm_low", "offset_cm_high"),
    "pause_s": ("pause_s_low", "pause_s_high"),
}
_TABLES = {"muscles", "variations"}
_NOT_IN_FILE = {"id", "practice", "exercise", "copied_from", "created_at", "library_version"}


@dataclass(slots=True)
class Tally:
    """What a load changed; falsy when nothing."""

    added: int = 0
    changed: int = 0
    archived: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.added + other.added, self.changed + other.changed, self.archived + other.archived)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.archived)

    def __str__(self) -> str:
        return f"{self.added} added, {self.changed} changed, {self.archived} archived"


def read_library(path: Path = LIBRARY_FILE) -> dict[str, Any]:
    """The data file as {"exercises": […], "progressions": […]}; figures with a point are exact decimals."""
    with path.open("rb") as file:
        return tomllib.load(file, parse_float=Decimal)


def put(row: models.Model, values: Mapping[str, Any]) -> Tally:
    """Bring one row to these values; a row that has them already is not written. Raises ValidationError.

    The database judges the constraints as it writes: asking beforehand, as `full_clean` does, costs a query for each.
    Only a refusal is asked again, for its message.
    """
    adding = row._state.adding
    names = [name for name, value in values.items() if adding or getattr(row, name) != value]
    if not names:
        return Tally()
    for name in names:
        setattr(row, name, values[name])
    row.clean_fields()
    row.clean()
    try:
        with transaction.atomic():
            row.save(force_insert=adding, update_fields=None if adding else names)
    except IntegrityError:
        row.full_clean()
        raise
    return Tally(added=1) if adding else Tally(changed=1)


def archive(rows: models.QuerySet[Any]) -> Tally:
    """Take rows out of what is offered; whoever uses them keeps them."""
    return Tally(archived=rows.filter(archived_at=None).update(archived_at=timezone.now()))


@transaction.atomic
def load_exercises(entries: Sequence[Mapping[str, Any]]) -> Tally:
    """Bring the built-in exercises to what `entries` say. Running it again changes nothing.

    Only rows without a practice are touched. What is no longer in `entries` is archived, not deleted.
    Raises ValidationError naming the entry that has a wrong shape; nothing is written then.
    """
    tally = Tally()
    for position, entry in enumerate(entries, start=1):
        try:
            tally += _load_exercise(entry, position)
        except ValidationError as error:
            raise ValidationError(
                f"{entry.get('slug', f'exercise {position}')}: {'; '.join(error.messages)}"
            ) from error
    gone = Exercise.objects.filter(practice=None).exclude(slug__in=[entry["slug"] for entry in entries])
    return tally + archive(gone)


def _load_exercise(entry: Mapping[str, Any], position: int) -> Tally:
    exercise = Exercise.objects.filter(practice=None, slug=entry["slug"]).first() or Exercise(slug=entry["slug"])
    values = _columns(Exercise, entry)
    values["source_note"] = values["source_note"].strip()
    tally = put(exercise, values | {"position": position, "library_version": fingerprint(entry)})
    return tally + _load_muscles(exercise, entry["muscles"]) + _load_variations(exercise, entry["variations"])


def _load_muscles(exercise: Exercise, rows: Sequence[Mapping[str, Any]]) -> Tally:
    held = {row.muscle: row for row in exercise.muscles.all()}
    tally = Tally()
    for position, row in enumerate(rows, start=1):
        muscle = held.pop(row["muscle"], None) or ExerciseMuscle(exercise=exercise)
        tally += put(muscle, _columns(ExerciseMuscle, row) | {"position": position})
    exercise.muscles.filter(muscle__in=held).delete()
    return tally + Tally(changed=len(held))


def _load_variations(exercise: Exercise, rows: Sequence[Mapping[str, Any]]) -> Tally:
    held = {row.code: row for row in exercise.variations.all()}
    tally = Tally()
    for position, row in enumerate(rows, start=1):
        variation = held.pop(row["code"], None) or Variation(exercise=exercise)
        tally += put(variation, _columns(Variation, row) | {"position": position})
    return tally + archive(exercise.variations.filter(code__in=held))


def _columns(model: type[models.Model], row: Mapping[str, Any]) -> dict[str, Any]:
    """Every column that the file speaks for. What it leaves out has the default; a range becomes its two ends."""
    values = {
        field.name: field.get_default() for field in model._meta.concrete_fields if field.name not in _NOT_IN_FILE
    }
    for name, value in row.items():
        if name in _SPANS:
            values.update(zip(_SPANS[name], value, strict=True))
        elif name in values:
            values[name] = completed(name, value)
        elif name not in _TABLES:
            raise ValidationError(f"“{name}” is not known here.")
    return values


def fingerprint(entry: Mapping[str, Any]) -> str:
    """SHA-256 of an entry of the data file: tells a copy whether its original has moved on."""
    return hashlib.sha256(json.dumps(entry, sort_keys=True, default=str).encode()).hexdigest()
