"""What has changed in a built-in exercise since a practice copied it, section by section."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.lines import PARTS, muscles_as_text, rows_as_text
from exercises.models import Exercise, ExerciseMuscle, Variation
from exercises.shapes import SECTIONS
from exercises.vocabulary import Equipment, Laterality, Level, Movement, tempo_words

LABELS = {
    "name": _("Name"),
    "aliases": _("Other names"),
    "definition": _("What it is"),
    "movement": _("Movement"),
    "laterality": _("Sides"),
    "level": _("Level"),
    "equipment": _("Equipment"),
    "equipment_notes": _("About the equipment"),
    "bench_height": _("Bench height"),
    "setup_steps": _("Set up"),
    "execution_phases": _("One rep"),
    "placements": _("Where the other foot goes"),
    "mistakes": _("What goes wrong"),
    "cues": _("Cues"),
    "muscles": _("Muscles"),
    "programming": _("Usual dose"),
    "variations": _("Variations"),
    "variation_notes": _("Variations in short"),
    "benefits": _("Why a coach picks it"),
    "audience": _("Who it is for"),
    "questions": _("Questions people ask"),
    "evidence_summary": _("Evidence in short"),
    "evidence": _("Evidence"),
    "figure": _("Drawing"),
    "media_url": _("Link"),
    "source_note": _("Where it comes from"),
}
_BENCH = ("bench_height_cm_low", "bench_height_cm_high")
_MUSCLE = ("muscle", "role", "note")
_VARIATION = tuple(
    field.name
    for field in Variation._meta.concrete_fields
    if field.name not in ("id", "practice", "exercise", "archived_at", "revision", "position")
)
_NAMED = {
    "sets": _("Sets"),
    "reps": _("Reps"),
    "per_side": _("Per side"),
    "when": _("When"),
    "place": _("Place in the session"),
    "uses": _("Used as"),
    "overload": _("Harder"),
    "ours": _("Ours"),
    "support": _("Lying on"),
    "implement": _("Load"),
    "pins": _("Pins"),
}
_WORDS = {"movement": Movement, "laterality": Laterality, "level": Level}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A section that the built-in exercise has changed, with both texts."""

    name: str
    label: str
    mine: str
    theirs: str


def sections_of(exercise: Exercise) -> dict[str, Any]:
    """Every section as values that JSON keeps: what a copy remembers of its original."""
    plain = {name: getattr(exercise, name) for name in LABELS if name not in ("muscles", "variations", "bench_height")}
    muscles = exercise.muscles.order_by("position").values(*_MUSCLE)
    variations = exercise.variations.filter(archived_at=None).order_by("position", "name").values(*_VARIATION)
    bench = [getattr(exercise, column) for column in _BENCH]
    return {**plain, "bench_height": bench, "muscles": list(muscles), "variations": list(variations)}


def changes_of(copy: Exercise) -> list[Change]:
    """The sections that the original has changed since the coach last saw it and that read differently here."""
    if copy.copied_from is None or not copy.original_has_changed:
        return []
    mine, theirs = sections_of(copy), sections_of(copy.copied_from)
    return [
        Change(name=name, label=str(label), mine=as_text(name, mine[name]), theirs=as_text(name, theirs[name]))
        for name, label in LABELS.items()
        if copy.copied_sections.get(name) != theirs[name] != mine[name]
    ]


@transaction.atomic
def take(copy: Exercise, section: str) -> Exercise:
    """The original's section in place of the copy's. Variations are added and changed, none is taken away."""
    original = copy.copied_from
    assert original
    theirs = sections_of(original)[section]
    row = Exercise.objects.select_for_update().get(pk=copy.pk)
    if section == "muscles":
        _take_muscles(row, theirs)
    elif section == "variations":
        _take_variations(row, theirs)
    else:
        pairs = zip(_BENCH, theirs, strict=True) if section == "bench_height" else [(section, theirs)]
        for name, value in pairs:
            setattr(row, name, value)
    row.copied_sections = {**row.copied_sections, section: theirs}
    row.revision += 1
    row.full_clean()
    row.save()
    return row if changes_of(row) else keep(row)


def keep(copy: Exercise) -> Exercise:
    """The coach has seen the original as it is now and keeps their own texts."""
    assert copy.copied_from
    copy.copied_sections = sections_of(copy.copied_from)
    copy.library_version = copy.copied_from.library_version
    copy.save(update_fields=["copied_sections", "library_version"])
    return copy


def _take_muscles(copy: Exercise, rows: Sequence[Mapping[str, Any]]) -> None:
    copy.muscles.all().delete()
    ExerciseMuscle.objects.bulk_create(
        ExerciseMuscle(**row, exercise=copy, practice_id=copy.practice_id, position=position)
        for position, row in enumerate(rows, start=1)
    )


def _take_variations(copy: Exercise, rows: Sequence[Mapping[str, Any]]) -> None:
    held = {row.code: row for row in copy.variations.all()}
    for position, values in enumerate(rows, start=1):
        row = held.get(values["code"]) or Variation(exercise=copy, practice_id=copy.practice_id, code=values["code"])
        for name, value in {**values, "position": position}.items():
            setattr(row, name, value)
        row.revision += 0 if row._state.adding else 1
        row.full_clean()
        row.save()


# In words -------------------------------------------------------------------------------------------------------------


def as_text(section: str, value: Any) -> str:
    """A section as a person compares it: a row a line."""
    if section in PARTS:
        return rows_as_text(section, value)
    if section == "muscles":
        return muscles_as_text(value)
    if section == "variations":
        return "\n".join(_variation_line(row) for row in value)
    if section == "equipment":
        return ", ".join(str(Equipment(item).label) for item in value)
    if section in _WORDS:
        return str(_WORDS[section](value).label) if value else ""
    if isinstance(value, dict):
        return "\n".join(f"{word}: {_inline(value[key])}" for key, word in _NAMED.items() if value.get(key))
    if isinstance(value, list) and section in SECTIONS:
        return "\n".join(_row(section, row) for row in value)
    return "\n".join(map(_inline, value)) if section in ("aliases", "cues") else _inline(value)


def _row(section: str, row: Mapping[str, Any]) -> str:
    """The texts of a row, then what else it says; the database does not keep the order of keys."""
    shape = SECTIONS[section]
    keys = [key for key in (*shape.texts, *shape.optional, *shape.spans, *shape.words) if key != "tab"]
    return " | ".join(_inline(row[key]) for key in keys if row.get(key))


def _variation_line(row: Mapping[str, Any]) -> str:
    parts = (row["name"], tempo_words(row["tempo"]), Level(row["level"]).label, row["note"])
    return " | ".join(str(part) for part in parts if part)


def _inline(value: Any) -> str:
    if isinstance(value, list):
        whole = all(isinstance(each, int) for each in value)
        if whole and len(value) == 2:
            return gettext("%(low)s to %(high)s") % {"low": value[0], "high": value[1]}
        return ", ".join(str(each) for each in value)
    if value is True:
        return gettext("yes")
    return "" if value is None else str(value)
