"""Rungs and progressions in words: names, implements, the prescription line, the gate."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from exercises.vocabulary import Implement as AnyImplement
from exercises.vocabulary import Placement, tempo_words
from exercises.words import figure_words, one_of, told
from programs.models import Gate, Implement, Rung


def short_name(rung: Rung) -> str:
    """The rung in a few words: `Offset forward, barbell`; `Glute bridge, both feet`; `Bench press, barbell`."""
    variation = rung.variation
    if not variation.placement:
        return variation.full_name
    if rung.sides == ["both"] and variation.placement == Placement.BILATERAL:
        return _("%(exercise)s, both feet") % {"exercise": told(variation.exercise.name)}
    return told(variation.name)


def implement_word(code: str) -> str:
    """`barbell`, `band`; nothing for nothing."""
    kinds: Any = Implement if code in Implement.values else AnyImplement
    return str(kinds(code).label) if code else ""


def implements_words(rung: Rung) -> str:
    words = one_of([implement_word(each) for each in rung.implements])
    return _("bodyweight, then %(implements)s") % {"implements": words} if rung.from_bodyweight else words


def dose(rung: Rung) -> str:
    reps = f"{rung.reps_low}–{rung.reps_high}" if rung.reps_low != rung.reps_high else f"{rung.reps_low}"
    return f"{rung.sets} × {reps}"


def rx(
    *, rung: Rung, load: Decimal | None = None, unit: str = "kg", rest_s: int | None = None, sets: int | None = None
) -> dict[str, Any]:
    """The prescription line's parts, in its fixed order, for includes/_rx.html."""
    return {
        "sets": sets or rung.sets,
        "reps_low": rung.reps_low,
        "reps_high": rung.reps_high,
        "per_side": rung.sides != ["both"],
        "load": load,
        "unit": unit,
        "implement": implements_words(rung),
        "rir": rung.rir,
        "tempo_words": tempo_of(rung),
        "rest_s": rest_s or rung.rest_s,
    }


def tempo_of(rung: Rung) -> str:
    """The rung's pace in words, with the variation's longer pause where it names one."""
    pause = rung.variation.pause_label
    return ", ".join(part for part in (tempo_words(rung.tempo[:3] + "0" if pause else rung.tempo), pause) if part)


def span_words(rung: Rung) -> str:
    """`35 to 50 % of body mass`: where the rung starts and leaves; empty where the load does not go by body mass."""
    start, leave = rung.start_percent, rung.leave_percent
    if start is not None and leave is not None:
        return _("%(start)s to %(leave)s %% of body mass") % {"start": _percent(start), "leave": _percent(leave)}
    if start is not None:
        return _("from %(start)s %% of body mass") % {"start": _percent(start)}
    return _("bodyweight to %(leave)s %% of body mass") % {"leave": _percent(leave)} if leave is not None else ""


def _percent(value: Decimal) -> str:
    return figure_words(value)


def gate_words(rung: Rung) -> str:
    """What opens the rung above, in a sentence; empty without a gate."""
    gate: Gate | None = getattr(rung, "gate", None)
    if gate is None:
        return ""
    asked = {"sessions": gate.sessions, "window": gate.window, "pain": Gate.MAX_PAIN}
    parts = [_("%(sessions)s of %(window)s sessions at the top of the range, pain %(pain)s or less") % asked]
    if rung.leave_percent is not None:
        parts.append(_("at %(percent)s %% of body mass or more") % {"percent": _percent(rung.leave_percent)})
    if gate.symmetry is not None:
        parts.append(_("symmetry %(percent)s %%") % {"percent": f"{gate.symmetry * 100:.0f}"})
    words = ", ".join(parts)
    return _("%(conditions)s, and your sign-off.") % {"conditions": words} if gate.sign_off else f"{words}."
