"""What a typed line says, and what is wrong with it, in the reader’s language. The notation itself is English."""

from dataclasses import replace

from django.utils.translation import gettext, ngettext

from exercises.words import all_of, figure_words
from programs.notation import Line, Problem
from programs.notation.saying import Saying


def translated(problem: Problem) -> Problem:
    return replace(problem, message=_said(problem.message), hint=_said(problem.hint))


def _said(text: str) -> str:
    if not isinstance(text, Saying):
        return text  # an example of what to type
    facts = {name: _said(fact) if isinstance(fact, Saying) else fact for name, fact in text.facts.items()}
    return gettext(text.pattern) % facts if facts else gettext(text.pattern)


def in_words(line: Line) -> str:
    """`3 sets of 8 to 12 each side, 2 in reserve, 90 s rest`: all but label, name and note."""
    if line.follow:
        if not line.rung:
            return gettext("follows the progression")
        return gettext("follows the progression from rung %(rung)s") % {"rung": line.rung}
    parts = [
        _dose(line),
        _load(line),
        "" if line.rir is None else _in_reserve(line),
        _tempo(line.tempo),
        "" if line.pause_s is None else gettext("%(seconds)s s pause") % {"seconds": line.pause_s},
        "" if line.rest_s is None else gettext("%(seconds)s s rest") % {"seconds": line.rest_s},
        _warm_up(line.warm_up_sets),
    ]
    return ", ".join(part for part in parts if part)


def _dose(line: Line) -> str:
    count = line.sets or 0
    words = (
        ngettext("%(count)s set of %(reps)s each side", "%(count)s sets of %(reps)s each side", count)
        if line.per_side
        else ngettext("%(count)s set of %(reps)s", "%(count)s sets of %(reps)s", count)
    )
    return words % {"count": count, "reps": _reps(line)}


def _reps(line: Line) -> str:
    if line.per_set:
        return all_of([str(reps) for reps in line.per_set])
    if line.seconds:
        return gettext("%(count)s s") % {"count": line.seconds}
    low, high = line.reps or (0, 0)
    return f"{low}" if low == high else gettext("%(low)s to %(high)s") % {"low": low, "high": high}


def _load(line: Line) -> str:
    if line.unit == "BW":
        return gettext("bodyweight")
    if line.load is None:
        return ""
    shares = {"%1RM": gettext("%(percent)s %% of the 1RM"), "%BM": gettext("%(percent)s %% of body mass")}
    load = figure_words(line.load)
    return shares[line.unit] % {"percent": load} if line.unit in shares else f"{load} {line.unit}"


def _in_reserve(line: Line) -> str:
    if not line.rir:
        return gettext("none in reserve")
    return gettext("%(count)s in reserve") % {"count": figure_words(line.rir)}


def _warm_up(count: int) -> str:
    words = ngettext("after %(count)s warm-up set", "after %(count)s warm-up sets", count)
    return words % {"count": count} if count else ""


def _tempo(tempo: str) -> str:
    """`lower 3 s, 1 s at the bottom, lift fast, 1 s at the top`; a lift of a second goes without saying."""
    if not tempo or tempo == "0000":
        return gettext("no set tempo") if tempo else ""
    lower, bottom, lift, top = (int(digit) for digit in tempo)
    parts = [
        gettext("lower %(seconds)s s") % {"seconds": lower} if lower else "",
        gettext("%(seconds)s s at the bottom") % {"seconds": bottom} if bottom else "",
        gettext("lift fast") if not lift else gettext("lift %(seconds)s s") % {"seconds": lift} if lift > 1 else "",
        gettext("%(seconds)s s at the top") % {"seconds": top} if top else "",
    ]
    return ", ".join(part for part in parts if part)
