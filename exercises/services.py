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
from django.utils.translation import gettext

from exercises.models import Exercise, ExerciseMuscle, Variation
from exercises.shapes import completed

DATA = Path(__file__).parent / "data"
LIBRARY_FILE = DATA / "library.toml"  # the hip thrust, with its progressions; beside it, starter.toml

# Ranges are written as [low, high] in the file and kept as two columns
_SPANS = {
    "bench_height_cm": ("bench_height_cm_low", "bench_height_cm_high"),
    "offset_cm": ("offset_cm_low", "offset_cm_high"),
    "pause_s": ("pause_s_low", "pause_s_high"),
}
_TABLES = {"muscles", "variations"}
_NOT_IN_FILE = {
    "id", "practice", "exercise", "copied_from", "copied_sections", "created_at", "library_version", "revision",
}  # fmt: skip


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


def read_library(*files: Path) -> dict[str, Any]:
    """The data files as {"exercises": […], "progressions": […]}; figures with a point are exact decimals."""
    library: dict[str, Any] = {"exercises": [], "progressions": []}
    for path in files or sorted(DATA.glob("*.toml")):
        with path.open("rb") as file:
            data = tomllib.load(file, parse_float=Decimal)
        for name, rows in library.items():
            rows += data.get(name, [])
    return library


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
    built_in = Exercise.objects.filter(practice=None).prefetch_related("muscles", "variations")
    held = {exercise.slug: exercise for exercise in built_in}
    load = _Load()
    for position, entry in enumerate(entries, start=1):
        slug = entry.get("slug", f"exercise {position}")
        try:
            _read_exercise(load, held.get(slug), entry, position)
        except ValidationError as error:
            raise ValidationError(f"{slug}: {'; '.join(error.messages)}") from error
    load.write()
    gone = Exercise.objects.filter(practice=None).exclude(slug__in=[entry["slug"] for entry in entries])
    return load.tally + archive(gone)


class _Load:
    """Rows to add, to change and to take away, written together: a query for each kind, however many rows."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.rows: list[tuple[str, models.Model, list[str]]] = []  # the entry, the row, the columns that change
        self.gone_muscles: list[Any] = []
        self.gone_variations: list[Any] = []

    def put(self, slug: str, row: models.Model, values: Mapping[str, Any]) -> None:
        """As the module's `put`, but later. Raises ValidationError for what a row alone can tell."""
        adding = row._state.adding
        names = [name for name, value in values.items() if adding or getattr(row, name) != value]
        if not names:
            return
        for name in names:
            setattr(row, name, values[name])
        row.clean_fields(exclude={"exercise", "practice", "copied_from"})
        row.clean()
        self.rows.append((slug, row, [] if adding else names))
        self.tally += Tally(added=1) if adding else Tally(changed=1)

    def write(self) -> None:
        try:
            with transaction.atomic():
                for model in (Exercise, ExerciseMuscle, Variation):
                    self._write(model)
        except IntegrityError:
            for slug, row, _ in self.rows:
                _explain(slug, row)
            raise
        ExerciseMuscle.objects.filter(pk__in=self.gone_muscles).delete()
        self.tally += Tally(changed=len(self.gone_muscles))
        self.tally += archive(Variation.objects.filter(pk__in=self.gone_variations))

    def _write(self, model: type[models.Model]) -> None:
        rows: Any = [(row, names) for _, row, names in self.rows if isinstance(row, model)]
        model._default_manager.bulk_create([row for row, names in rows if not names])
        for row, names in rows:
            if names:
                row.save(update_fields=names)


def _explain(slug: str, row: models.Model) -> None:
    """Raise the refusal of the database in words, if this row is the one it refused."""
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise ValidationError(f"{slug}: {'; '.join(error.messages)}") from error


def _read_exercise(load: _Load, held: Exercise | None, entry: Mapping[str, Any], position: int) -> None:
    slug = entry["slug"]
    exercise = held or Exercise(slug=slug)
    values = _columns(Exercise, entry)
    values["source_note"] = values["source_note"].strip()
    load.put(slug, exercise, values | {"position": position, "library_version": fingerprint(entry)})
    muscles = {row.muscle: row for row in held.muscles.all()} if held else {}
    for place, row in enumerate(entry["muscles"], start=1):
        muscle = muscles.pop(row["muscle"], None) or ExerciseMuscle(exercise=exercise)
        load.put(slug, muscle, _columns(ExerciseMuscle, row) | {"position": place})
    variations = {row.code: row for row in held.variations.all()} if held else {}
    for place, row in enumerate(entry["variations"], start=1):
        variation = variations.pop(row["code"], None) or Variation(exercise=exercise)
        load.put(slug, variation, _columns(Variation, row) | {"position": place})
    load.gone_muscles += [row.pk for row in muscles.values()]
    load.gone_variations += [row.pk for row in variations.values()]


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
            raise ValidationError(gettext("“%(name)s” is not known here.") % {"name": name})
    return values


def fingerprint(entry: Mapping[str, Any]) -> str:
    """SHA-256 of an entry of the data file: tells a copy whether its original has moved on."""
    return hashlib.sha256(json.dumps(entry, sort_keys=True, default=str).encode()).hexdigest()
