"""The shape of an exercise's written sections, which are lists of small rows kept as JSON.

Each section names the keys of its rows: what must be there, what may be, and which words a key may hold. `check` raises
ValidationError with a message that names the section, the row and the key.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_

from exercises.vocabulary import Contact, Direction, Equipment, EvidenceKind, Heel, Implement, Level, Placement

MAX_ROWS = 20
MAX_TEXT = 600
MAX_CUES = 6
MAX_CUE = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class RowShape:
    """Keys of one row. `words` limits a key to codes; `flags` are true or false; `spans` are whole [low, high]."""

    texts: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    spans: tuple[str, ...] = ()
    words: Mapping[str, Collection[str]] = field(default_factory=dict)

    @property
    def keys(self) -> set[str]:
        return {*self.texts, *self.optional, *self.flags, *self.spans, *self.words}

    @property
    def empty(self) -> dict[str, Any]:
        """What a key holds that a row leaves out."""
        texts = dict.fromkeys((*self.texts, *self.optional, *self.words), "")
        return {**texts, **dict.fromkeys(self.flags, False), **dict.fromkeys(self.spans)}


SECTIONS: dict[str, RowShape] = {
    "equipment_notes": RowShape(texts=("text",), flags=("optional",), words={"item": Equipment.values}),
    "setup_steps": RowShape(texts=("title",), optional=("text",)),
    "execution_phases": RowShape(texts=("title", "text")),
    "placements": RowShape(
        texts=("name", "tab", "text"),
        spans=("distance_cm",),
        words={
            "placement": Placement.values,
            "direction": ("", *Direction.values),
            "contact": ("", *Contact.values),
            "heel": ("", *Heel.values),
            "level": Level.values,
        },
    ),
    "mistakes": RowShape(texts=("mistake", "cue"), optional=("why",)),
    "benefits": RowShape(texts=("text",)),
    "audience": RowShape(texts=("text",), flags=("caution",)),
    "variation_notes": RowShape(
        texts=("title",), optional=("text",), words={"kind": ("mini_band", "implement", "tempo", "pause", "next")}
    ),
    "questions": RowShape(texts=("question", "answer")),
    "evidence": RowShape(texts=("text",), optional=("source",), words={"kind": EvidenceKind.values}),
}

# The keys that a coach types as parts of a line (`exercises.lines`), as pages call them. Others are only sent by tools.
KEY_NAMES = {key: key for key in (N_("title"), N_("text"), N_("mistake"), N_("why"), N_("cue"))}

_REQUIRED_WORDS = {"item", "placement", "level", "kind"}
_WHEN_LISTS = ("place", "uses", "overload")


def completed(name: str, rows: Any) -> Any:
    """The rows with every key of their section, so that readers need not ask. What is no list of rows stays."""
    if name not in SECTIONS or not isinstance(rows, list):
        return rows
    return [{**SECTIONS[name].empty, **row} if isinstance(row, dict) else row for row in rows]


def check(name: str, value: Any) -> None:
    """Raise ValidationError unless `value` has the shape of section `name` (or cues, programming, figure)."""
    if name == "programming":
        check_programming(value)
    elif name == "cues":
        check_cues(value)
    elif name == "figure":
        check_figure(value)
    else:
        _check_rows(name, value)


def _check_rows(name: str, rows: Any) -> None:
    title = name.replace("_", " ").capitalize()
    if not isinstance(rows, list):
        raise ValidationError(gettext("%(title)s: give a list of rows.") % {"title": title})
    if len(rows) > MAX_ROWS:
        raise ValidationError(
            gettext("%(title)s: %(max_rows)s rows at most, not %(rows)s.")
            % {"title": title, "max_rows": MAX_ROWS, "rows": len(rows)}
        )
    for number, row in enumerate(rows, start=1):
        check_row(gettext("%(title)s, row %(number)s") % {"title": title, "number": number}, name, row)


def check_row(where: str, name: str, row: Any) -> None:
    """Raise ValidationError, beginning with `where`, unless `row` has the shape of a row of section `name`."""
    shape = SECTIONS[name]
    if not isinstance(row, dict):
        raise ValidationError(
            gettext("%(where)s: give named values, not %(name)s.") % {"where": where, "name": type(row).__name__}
        )
    unknown = sorted(set(row) - shape.keys)
    if unknown:
        raise ValidationError(
            gettext("%(where)s: “%(unknown)s” is not known here.") % {"where": where, "unknown": unknown[0]}
        )
    for key in (*shape.texts, *shape.optional):
        _check_text(where, key, row.get(key, ""), required=key in shape.texts)
    for key, allowed in shape.words.items():
        _check_word(where, key, row.get(key, ""), allowed)
    for key in shape.flags:
        if not isinstance(row.get(key, False), bool):
            raise ValidationError(gettext("%(where)s: “%(key)s” is true or false.") % {"where": where, "key": key})
    for key in shape.spans:
        if row.get(key) is not None:
            check_span(where, key, row[key], most=100)


def _check_text(where: str, key: str, value: Any, *, required: bool) -> None:
    key = gettext(KEY_NAMES[key]) if key in KEY_NAMES else key
    if not isinstance(value, str):
        raise ValidationError(gettext("%(where)s: “%(key)s” is text.") % {"where": where, "key": key})
    if required and not value.strip():
        raise ValidationError(gettext("%(where)s: “%(key)s” is missing.") % {"where": where, "key": key})
    if len(value) > MAX_TEXT:
        raise ValidationError(
            gettext("%(where)s: “%(key)s” has %(value)s characters; %(max_text)s at most.")
            % {"where": where, "key": key, "value": len(value), "max_text": MAX_TEXT}
        )


def _check_word(where: str, key: str, value: Any, allowed: Collection[str]) -> None:
    if value == "" and key not in _REQUIRED_WORDS:
        return
    if not isinstance(value, str) or value not in allowed:
        raise ValidationError(
            gettext("%(where)s: “%(key)s” is one of %(what)s.")
            % {"where": where, "key": key, "what": ", ".join(word for word in allowed if word)}
        )


def check_cues(value: Any) -> None:
    """Raise ValidationError unless `value` is a list of a few short lines."""
    if not isinstance(value, list) or len(value) > MAX_CUES:
        raise ValidationError(gettext("Cues: give %(max_cues)s lines at most.") % {"max_cues": MAX_CUES})
    for number, line in enumerate(value, start=1):
        _check_text(gettext("Cues, row %(number)s") % {"number": number}, "cue", line, required=True)
        if len(line) > MAX_CUE:
            raise ValidationError(
                gettext("Cues, row %(number)s: %(line)s characters; %(max_cue)s at most.")
                % {"number": number, "line": len(line), "max_cue": MAX_CUE}
            )


def check_span(where: str, key: str, value: Any, *, most: int) -> None:
    """Raise ValidationError unless `value` is [low, high], whole numbers from 1 to `most`, in order."""
    whole = isinstance(value, list) and len(value) == 2 and all(type(end) is int for end in value)
    if not whole or not 1 <= value[0] <= value[1] <= most:
        raise ValidationError(
            gettext("%(where)s: “%(key)s” is two whole numbers from 1 to %(most)s, the lower one first.")
            % {"where": where, "key": key, "most": most}
        )


def check_programming(value: Any) -> None:
    """Raise ValidationError unless `value` is {} or a usual dose.

    {"sets": [3, 4], "reps": [8, 15], "per_side": true, "when": "…", "place": […], "uses": […], "overload": […],
    "ours": "…"}; `overload` is in the order to try it; `ours` says which figures the app adds.
    """
    where = gettext("Programming")
    if not isinstance(value, dict):
        raise ValidationError(gettext("%(where)s: give named values.") % {"where": where})
    if not value:
        return
    unknown = sorted(set(value) - {"sets", "reps", "per_side", "when", "ours", *_WHEN_LISTS})
    if unknown:
        raise ValidationError(
            gettext("%(where)s: “%(unknown)s” is not known here.") % {"where": where, "unknown": unknown[0]}
        )
    check_span(where, "sets", value.get("sets"), most=20)
    check_span(where, "reps", value.get("reps"), most=100)
    if not isinstance(value.get("per_side"), bool):
        raise ValidationError(gettext("%(where)s: “per_side” is true or false.") % {"where": where})
    for key in ("when", "ours"):
        _check_text(where, key, value.get(key, ""), required=False)
    for key in _WHEN_LISTS:
        for line in _list(where, key, value.get(key, [])):
            _check_text(where, key, line, required=True)


def check_figure(value: Any) -> None:
    """Raise ValidationError unless `value` is {} or {"support": bench or floor, "implement": …, "pins": [three]}."""
    where = gettext("Figure")
    if not isinstance(value, dict) or set(value) - {"support", "implement", "pins"}:
        raise ValidationError(gettext("%(where)s: give support, implement and pins.") % {"where": where})
    if not value:
        return
    _check_word(where, "support", value.get("support", "?"), ("bench", "floor"))
    _check_word(where, "implement", value.get("implement", "?"), Implement.values)
    pins = _list(where, "pins", value.get("pins", []))
    if len(pins) != 3:
        raise ValidationError(
            gettext("%(where)s: “pins” are three lines, one for each number in the drawing.") % {"where": where}
        )
    for pin in pins:
        _check_text(where, "pins", pin, required=True)


def _list(where: str, key: str, value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > MAX_ROWS:
        raise ValidationError(
            gettext("%(where)s: “%(key)s” is a list of at most %(max_rows)s lines.")
            % {"where": where, "key": key, "max_rows": MAX_ROWS}
        )
    return value
