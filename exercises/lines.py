"""Written sections as plain text, a row a line, its parts between bars: `Other foot pushes | Two legs again | Lift it`.

A coach types them so, and two versions of a section are compared so.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from rapidfuzz import process
from rapidfuzz.distance import OSA

from exercises import shapes
from exercises.vocabulary import Muscle, MuscleRole

BAR = " | "
PARTS: dict[str, tuple[str, ...]] = {
    "setup_steps": ("title", "text"),
    "execution_phases": ("title", "text"),
    "mistakes": ("mistake", "why", "cue"),
}
MAX_NOTE = 120


def rows_as_text(section: str, rows: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(_line(section, row) for row in rows)


def _line(section: str, row: Mapping[str, Any]) -> str:
    parts = [str(row.get(key) or "") for key in PARTS[section]]
    if section == "mistakes" and not parts[1]:
        del parts[1]
    return BAR.join(parts).removesuffix(BAR)


def text_as_rows(section: str, text: str) -> list[dict[str, Any]]:
    """The rows of a section. Raises ValidationError with a message for each wrong line, by its number.

    A mistake of two parts is mistake and cue; further bars belong to the last part.
    """
    keys = PARTS[section]
    rows: list[dict[str, Any]] = []
    problems: list[str] = []
    for number, line in numbered(text):
        parts = [part.strip() for part in line.split("|", len(keys) - 1)]
        names = ("mistake", "cue") if section == "mistakes" and len(parts) == 2 else keys
        row = dict.fromkeys(keys, "") | dict(zip(names, parts, strict=False))
        try:
            shapes.check_row(gettext("Line %(number)s") % {"number": number}, section, row)
        except ValidationError as error:
            problems += error.messages
        rows.append(row)
    check_lines(problems, len(rows))
    return rows


def numbered(text: str) -> list[tuple[int, str]]:
    """(number, line) of the lines that say something; empty ones count but are left out."""
    return [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip(" |\t")]


def check_lines(problems: list[str], count: int) -> None:
    if count > shapes.MAX_ROWS:
        problems = [
            *problems,
            gettext("%(most)s lines at most, not %(lines)s.") % {"most": shapes.MAX_ROWS, "lines": count},
        ]
    if problems:
        raise ValidationError(problems[:3])


def text_as_list(text: str, *, most: int, longest: int) -> list[str]:
    """One entry a line. Raises ValidationError by line number."""
    lines = numbered(text)
    problems = [
        gettext("Line %(number)s: %(line)s characters; %(longest)s at most.")
        % {"number": number, "line": len(line), "longest": longest}
        for number, line in lines
        if len(line) > longest
    ]
    if len(lines) > most:
        problems.append(gettext("%(most)s lines at most, not %(lines)s.") % {"most": most, "lines": len(lines)})
    if problems:
        raise ValidationError(problems[:3])
    return [line for _, line in lines]


# Muscles --------------------------------------------------------------------------------------------------------------


def muscles_as_text(muscles: Sequence[Mapping[str, Any]]) -> str:
    """`Gluteus maximus | mover | extends the hip`, a line each."""
    return "\n".join(
        BAR.join(
            part for part in (str(Muscle(row["muscle"]).label), str(MuscleRole(row["role"]).label), row["note"]) if part
        )
        for row in muscles
    )


def text_as_muscles(text: str) -> list[dict[str, str]]:
    """[{"muscle": …, "role": …, "note": …}]; a line that names no role is a mover. Raises ValidationError by line."""
    rows: list[dict[str, str]] = []
    problems: list[str] = []
    for number, line in numbered(text):
        muscle, role, note = ([part.strip() for part in line.split("|", 2)] + ["", ""])[:3]
        row = {"muscle": _word(muscle, Muscle), "role": _word(role or "mover", MuscleRole), "note": note}
        problem = _muscle_problem(row, muscle, role, {each["muscle"] for each in rows})
        if problem:
            problems.append(gettext("Line %(number)s: %(problem)s") % {"number": number, "problem": problem})
        rows.append(row)
    check_lines(problems, len(rows))
    return rows


def _muscle_problem(row: Mapping[str, str], muscle: str, role: str, named: set[str]) -> str:
    if not row["muscle"]:
        unknown = gettext("“%(muscle)s” is no muscle here.") % {"muscle": _short(muscle)}
        return f"{unknown} {_nearest(muscle)}".strip()
    if not row["role"]:
        return gettext("“%(role)s” is no role. Write mover, helper, stabiliser or minor.") % {"role": _short(role)}
    if row["muscle"] in named:
        return gettext("%(label)s is named twice.") % {"label": Muscle(row["muscle"]).label}
    if len(row["note"]) > MAX_NOTE:
        return gettext("the note has %(note)s characters; %(max_note)s at most.") % {
            "note": len(row["note"]),
            "max_note": MAX_NOTE,
        }
    return ""


def _word(text: str, choices: Any) -> str:
    """The code that `text` means, by code or label, in whatever case; "" for none."""
    wanted = text.casefold().replace("_", " ")
    return next(
        (str(code) for code, label in choices.choices if wanted in (code.replace("_", " "), str(label).casefold())),
        "",
    )


def _nearest(text: str) -> str:
    found = process.extractOne(
        text.capitalize(), [str(label) for label in Muscle.labels], scorer=OSA.normalized_similarity, score_cutoff=0.6
    )
    return gettext("Nearest: %(found)s.") % {"found": found[0]} if found else ""


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
