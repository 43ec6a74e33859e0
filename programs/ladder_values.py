"""A progression as a tool sends it, in figures and rungs, becomes the content of a draft, which is what gets saved.

Values: {"name", "summary", "rungs": [{"lineage", "variation", the columns of a rung, "gate": {…} or None}]}, bottom
rung first; `max_jump` and `symmetry` are shares from 0 to 1. What is left out stays as it is in `base`.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from accounts.models import User, uuid7
from programs.drafting import Content
from programs.models import Progression, Rung
from programs.versions import (
    COPIED,
    MOST_RUNGS,
    PER_CENT,
    HasErrors,
    Read,
    content_of,
    copied_content,
    figure_text,
    publish,
    read,
)
from programs.wrong import Path, Wrong

USUAL_TEMPO = "2011"
EMPTY: Content = {"name": "", "summary": "", "order": [], "rungs": {}}
Values = Mapping[str, Any]


def add_progression(values: Values, *, by: User) -> Progression:
    """A new progression of the practice. Raises Wrong."""
    return _published(_content(values, EMPTY), by=by, family=uuid7(), base=None)


def copy_progression(original: Progression, values: Values, *, by: User) -> Progression:
    """A progression of the practice that reads like this one but for `values`. Raises Wrong."""
    return _published(_content(values, copied_content(original)), by=by, family=uuid7(), base=None)


def save_progression(base: Progression, values: Values, *, by: User) -> Progression:
    """The next version: `base` but for `values`. Raises Wrong, and Conflict where `base` is not the newest."""
    return _published(_content(values, content_of(base)), by=by, family=base.family, base=base.pk)


def tried_rungs(base: Progression, values: Values, *, by: User) -> list[Rung]:
    """The rungs of `base` but for `values`, saved nowhere. Raises Wrong."""
    content = _content(values, content_of(base))
    said = read(content, by=by)
    if not said.is_valid:
        raise Wrong(_problems(said, content))
    return said.rungs


def _published(content: Content, *, by: User, family: UUID, base: UUID | None) -> Progression:
    try:
        return publish(content, by=by, family=family, base=base)
    except HasErrors as error:
        raise Wrong(_problems(error.said, content)) from error


def _content(values: Values, base: Content) -> Content:
    heads = {name: values[name] for name in ("name", "summary") if name in values}
    content = {**base, **heads}
    if "rungs" not in values:
        return content
    order = _lineages(values["rungs"], set(base["order"]))
    return {**content, "order": order, "rungs": dict(zip(order, map(_rung_text, values["rungs"]), strict=True))}


def _lineages(rungs: Sequence[Values], known: set[str]) -> list[str]:
    """Which rung each is. One that names none is new."""
    if len(rungs) > MOST_RUNGS:
        raise Wrong({("rungs",): [f"At most {MOST_RUNGS} rungs."]})
    order = [str(rung.get("lineage") or uuid7()) for rung in rungs]
    wrong: dict[Path, list[str]] = {}
    for place, (rung, lineage) in enumerate(zip(rungs, order, strict=True)):
        if rung.get("lineage") and lineage not in known:
            wrong["rungs", str(place), "lineage"] = [
                "There is no such rung in what this begins from. A new one has none."
            ]
        elif lineage in order[:place]:
            wrong["rungs", str(place), "lineage"] = ["This rung is here already."]
    if wrong:
        raise Wrong(wrong)
    return order


def _rung_text(rung: Values) -> dict[str, Any]:
    """As a coach would have typed it."""
    gate = rung["gate"]
    return {
        **{name: str(rung.get(name, USUAL_TEMPO) if name == "tempo" else rung[name]) for name in COPIED},
        "variation": str(rung["variation"]),
        "implements": list(rung["implements"]),
        "from_bodyweight": rung["from_bodyweight"],
        "start_percent": figure_text(rung["start_percent"]),
        "leave_percent": figure_text(rung["leave_percent"]),
        "max_jump": figure_text(rung["max_jump"] * PER_CENT),
        "gate": None
        if gate is None
        else {
            "sessions": str(gate["sessions"]),
            "window": str(gate["window"]),
            "symmetry": _percent_text(gate["symmetry"]),
            "sign_off": gate["sign_off"],
        },
    }


def _percent_text(share: Decimal | None) -> str:
    return "" if share is None else figure_text(share * PER_CENT)


def _problems(said: Read, content: Content) -> dict[Path, list[str]]:
    """The errors of a draft where the values had them: `<lineage>-gate-window` is rungs, 2, gate, window."""
    return {_path(key, content["order"]): words for key, words in said.errors.items()}


def _path(key: str, order: Sequence[str]) -> Path:
    place = next((n for n, lineage in enumerate(order) if key.startswith(f"{lineage}-")), None)
    if place is None:
        return (key,) if key else ("rungs",)
    field = key.removeprefix(f"{order[place]}-")
    inside = ("gate", field.removeprefix("gate-")) if field.startswith("gate-") else (field,)
    return ("rungs", str(place), *(part for part in inside if part != "__all__"))
