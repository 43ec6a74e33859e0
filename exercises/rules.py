"""What is asked of an exercise and of a variation beyond the shape of their columns, by field."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext

from accounts.models import validate_one_line
from exercises.vocabulary import Muscle, Placement

MOST_ALIASES, LONGEST_ALIAS = 10, 80
Problems = dict[str, list[str]]


def exercise_problems(values: Mapping[str, Any], muscles: Sequence[Mapping[str, Any]]) -> Problems:
    """Of the values that are about to be written; a value that is left out stays as it is."""
    found = name_problems(values)
    if "movement" in values and not values["movement"]:
        found["movement"] = [gettext("Choose one.")]
    aliases = values.get("aliases", [])
    if len(aliases) > MOST_ALIASES or any(len(name) > LONGEST_ALIAS for name in aliases):
        found["aliases"] = [gettext("10 names at most, of 80 characters each.")]
    named = [row["muscle"] for row in muscles]
    twice = next((word for word in named if named.count(word) > 1), "")
    if twice:
        found["muscles"] = [gettext("%(label)s is named twice.") % {"label": Muscle(twice).label}]
    return found


def name_problems(values: Mapping[str, Any]) -> Problems:
    try:
        validate_one_line(values.get("name", ""))
    except ValidationError as error:
        return {"name": error.messages}
    return {}


def variation_problems(values: Mapping[str, Any]) -> Problems:
    """What does not go with the placement, each at its own field. `values`: all of the variation."""
    found = name_problems(values)
    offset, touch = (values.get("placement") == kind for kind in (Placement.OFFSET, Placement.LIGHT_TOUCH))
    if offset and not values.get("offset_direction"):
        found["offset_direction"] = [gettext("Say where the other foot stands: forward or back.")]
    for name in ("offset_direction", "offset_cm_low", "heel"):
        if not offset and values.get(name):
            found[name] = [gettext("Only an offset foot has this. Leave it empty.")]
    if touch and not values.get("contact"):
        found["contact"] = [gettext("Say what touches: heel, toes or plate.")]
    if not touch and values.get("contact"):
        found["contact"] = [gettext("Only a light touch has this. Leave it empty.")]
    return found


def clean_with(row: models.Model, problems: Problems) -> None:
    """`full_clean`, with these problems among its errors. Raises ValidationError that names every field."""
    errors: dict[str, Any] = {}
    try:
        row.full_clean(exclude=set(problems))
    except ValidationError as error:
        errors = error.update_error_dict({})
    if errors or problems:
        raise ValidationError(errors | problems)
