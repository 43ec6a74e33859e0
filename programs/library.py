"""The built-in progressions, kept from the library's data file. Runs as the database owner."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from exercises.models import Variation
from exercises.services import Tally, archive, put
from programs.models import Gate, Progression, Rung

_RUNG_DEFAULTS = {
    field.name: field.get_default()
    for field in Rung._meta.concrete_fields
    if field.name not in {"id", "practice", "lineage", "progression", "position", "variation", "reps_low", "reps_high"}
}
_GATE_DEFAULTS = {"symmetry": None, "sign_off": True}


@transaction.atomic
def load_progressions(entries: Sequence[Mapping[str, Any]]) -> Tally:
    """Bring the built-in progressions to what `entries` say. Running it again changes nothing.

    Only rows without a practice are touched; a progression no longer in `entries` is archived.
    Raises ValidationError naming the progression and the rung.
    """
    tally = Tally()
    for position, entry in enumerate(entries, start=1):
        tally += _load_progression(entry, position)
    gone = Progression.objects.filter(practice=None).exclude(slug__in=[entry["slug"] for entry in entries])
    return tally + archive(gone)


def _load_progression(entry: Mapping[str, Any], position: int) -> Tally:
    slug = entry["slug"]
    progression = Progression.objects.filter(practice=None, slug=slug).first() or Progression(slug=slug)
    values = {
        "name": entry["name"],
        "summary": entry.get("summary", ""),
        "source_note": entry.get("source_note", "").strip(),
        "position": position,
        "archived_at": None,
    }
    tally = put(progression, values)
    held = {rung.position: rung for rung in progression.rungs.select_related("gate")}
    for row in entry["rungs"]:
        try:
            tally += _load_rung(progression, held.pop(row["position"], None), row)
        except ValidationError as error:
            raise ValidationError(f"{slug}, rung {row.get('position', '?')}: {'; '.join(error.messages)}") from error
    # A rung that leaves the file leaves the ladder; the prescriptions of those who climb it are frozen and stay.
    progression.rungs.filter(position__in=held).delete()
    return tally + Tally(changed=len(held))


def _load_rung(progression: Progression, held: Rung | None, row: Mapping[str, Any]) -> Tally:
    given = dict(row)
    gate, variation, (low, high) = given.pop("gate"), given.pop("variation"), given.pop("reps")
    unknown = (set(given) - {"position", *_RUNG_DEFAULTS}) | (set(gate) - {"sessions", "window", *_GATE_DEFAULTS})
    if unknown:
        raise ValidationError(f"“{sorted(unknown)[0]}” is not known here.")
    values = _RUNG_DEFAULTS | given | {"variation": _variation(*variation), "reps_low": low, "reps_high": high}
    rung = held or Rung(progression=progression)
    tally = put(rung, values)
    return tally + put(rung.gate if held else Gate(rung=rung), {**_GATE_DEFAULTS, **gate})


def _variation(exercise: str, code: str) -> Variation:
    found = Variation.objects.filter(practice=None, exercise__slug=exercise, code=code).first()
    if found is None:
        raise ValidationError(f"There is no variation “{code}” of “{exercise}”.")
    return found
