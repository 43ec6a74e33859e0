"""The parts that may follow the name, in any order: how each is written, and what it says.

The patterns look at the *shadow* of a text: the same length, in lower case, every dash a "-", every × an "x". They are
looser than the grammar: a part that begins well and goes wrong is still found, so that the message is about that part.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from programs.notation import line as most
from programs.notation.line import Kind, Problem
from programs.notation.saying import mark, say

_END = r"(?![0-9a-z%])"
_FIGURE = r"[0-9]+(?:[.,][0-9]+)?"
_TO = rf"(?P<to>-{_FIGURE})?"
_TIMES = "s|secs?|seconds?|mins?|minutes?"
_TIME = rf"(?P<unit>{_TIMES})"
# What makes a figure something else than reps: the unit that follows it. `8 RIR` is no reps, but in `8 RIR 2` 8 are.
_WORD_AFTER = rf"(?:rir|rpe)(?! *[:=]? *{_FIGURE}{_END})|(?:rest|pause)(?! *:? *[0-9])"
_OTHER = rf"(?![0-9.:-]| *(?:[%:x]|warm|(?:{_TIMES}|m|kgs?|lbs?|wu){_END}|(?:{_WORD_AFTER}){_END}))"
_REPS = (
    r"(?P<low>[0-9]++)"
    rf"(?:-(?P<high>[0-9]++)|(?: *- *| +to +)(?P<spaced>[0-9]++){_OTHER}|(?P<dangling>-)(?! *[0-9]))?"
    rf"(?P<more>(?: *, *[0-9]++(?:-[0-9]++)?{_OTHER})*)"
    rf"(?: *(?:{_TIME}(?: +holds?)?|(?P<distance>m|km|met(?:er|re)s?|yards?)|reps?){_END})?"
    r"(?P<third> *x *[0-9][0-9.,]*+ *(?:kgs?|lbs?)?)?"
    r"(?P<plus>\+(?! *[0-9]* *w))?"
)
_LIST = rf"(?P<low>[0-9]++(?:-[0-9]++)?+)(?P<more>(?: *, *[0-9]++(?:-[0-9]++)?{_OTHER})+)(?: *reps?)?"
_OPEN = r"(?P<open>amrap|max|failure)"


def shown(text: str) -> str:
    """A piece of what was typed, cut where it is long."""
    return text if len(text) <= 30 else f"{text[:29]}…"


@dataclass(slots=True)
class Draft:
    """A line while it is read: the values so far, and what is wrong with them."""

    text: str
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, start: int, end: int, message: str, hint: str = "") -> None:
        self.problems.append(Problem(start, end - start, message, hint))

    def refuse(self, match: re.Match[str], pattern: str, hint: str = "", **facts: object) -> None:
        """The whole of a part is wrong; `typed` in the pattern stands for it."""
        self.wrong(*match.span(), say(pattern, typed=shown(self.text[slice(*match.span())]), **facts), hint)

    def whole(self, match: re.Match[str], group: str, what: str, low: int, high: int) -> int:
        value = int(match[group])
        if not low <= value <= high:
            self.wrong(
                *match.span(group),
                say(
                    "%(what)s: %(low)s to %(high)s, not “%(typed)s”.",
                    what=what,
                    low=low,
                    high=high,
                    typed=shown(match[group]),
                ),
            )
        return value

    def figure(self, match: re.Match[str], what: str, low: int, high: int) -> Decimal | None:
        """The group `n`, one figure of at most two places within the bounds; None where it is not."""
        if match["to"]:
            self.wrong(match.start("n"), match.end("to"), say("%(what)s: give one figure, not a range.", what=what))
            return None
        value = Decimal(match["n"].replace(",", "."))
        if not low <= value <= high or value != round(value, 2):
            says = mark("%(what)s: %(low)s to %(high)s, two places at most, not “%(typed)s”.")
            self.wrong(*match.span("n"), say(says, what=what, low=low, high=high, typed=shown(match["n"])))
            return None
        return value


def _dose(draft: Draft, match: re.Match[str]) -> None:
    """`3x8`, `3 x 8-12`, `3x10,8,6`, `3 sets of 8`, `3x30s`."""
    if _refused(draft, match):
        return
    sets = draft.whole(match, "sets", say("Sets"), 1, most.MAX_SETS)
    if match["more"]:
        per_set = _listed(draft, match)
        if per_set and len(per_set) != sets:
            says = mark("“%(typed)s”: %(sets)s sets, but %(figures)s figures.")
            draft.refuse(match, says, say("The list alone is enough: 10,8,6"), sets=sets, figures=len(per_set))
        draft.values |= {"sets": sets, "per_set": per_set}
    elif match["unit"]:
        draft.values |= {"sets": sets, "seconds": _hold(draft, match)}
    else:
        draft.values |= {"sets": sets, "reps": _range(draft, match, say("Reps"), most.MAX_REPS)}


def _refused(draft: Draft, match: re.Match[str]) -> bool:
    """Whether the dose is one that we do not have, and says so."""
    if "-" in match["sets"]:
        draft.wrong(
            *match.span("sets"),
            say("Sets: give one figure, not a range."),
            say("The range belongs to the reps: 3x8-12"),
        )
    elif match["open"] or match["plus"]:
        draft.refuse(
            match,
            mark("“%(typed)s” has no upper end."),
            say("Give a range, and @RIR0 for as many as possible: 3x8-20 @RIR0"),
        )
    elif match["low"] is None:
        draft.refuse(match, mark("“%(typed)s” needs reps."), say("3x8, 3x8-12, or seconds for a hold: 3x30s"))
    elif match["dangling"]:
        draft.wrong(
            match.start("low"),
            match.end("dangling"),
            say("“%(typed)s-” needs a second number.", typed=match["low"]),
            "8-12",
        )
    elif match["distance"]:
        draft.refuse(
            match,
            mark("“%(typed)s”: a distance is not counted here."),
            say("Give seconds: 3x30s. The distance can be a note: // 40 m"),
        )
    elif match["third"]:
        draft.wrong(*match.span("third"), say("The load goes behind an @."), "3x8 @40kg")
    else:
        return False
    return True


def _range(draft: Draft, match: re.Match[str], what: str, high: int, factor: int = 1) -> tuple[int, int]:
    upper = next((group for group in ("high", "spaced") if match[group]), "low")
    ends = (int(match["low"]) * factor, int(match[upper]) * factor)
    if ends[0] > ends[1]:
        draft.wrong(
            match.start("low"),
            match.end(upper),
            say("%(what)s: the lower figure comes first.", what=what),
            f"{match[upper]}-{match['low']}",
        )
    elif ends[0] < 1 or ends[1] > high:
        draft.wrong(match.start("low"), match.end(upper), say("%(what)s: 1 to %(high)s.", what=what, high=high))
    return ends


def _hold(draft: Draft, match: re.Match[str]) -> int:
    what = say("Seconds of a hold")
    low, high = _range(draft, match, what, most.MAX_HOLD_S, 60 if match["unit"][0] == "m" else 1)
    if low < high <= most.MAX_HOLD_S:
        draft.refuse(match, mark("%(what)s: give one figure, not a range."), f"{match['sets']}x{low}s", what=what)
    return low


def _listed(draft: Draft, match: re.Match[str]) -> tuple[int, ...]:
    start = match.start("low")
    typed = match.string[start : match.end("more")]
    if match.groupdict().get("unit") or set(typed) - set("0123456789, "):
        draft.refuse(match, mark("“%(typed)s”: in a list every set has one figure."), "10,8,6")
        return ()
    figures = tuple(int(figure) for figure in typed.split(","))
    if not all(1 <= figure <= most.MAX_REPS for figure in figures):
        draft.wrong(start, match.end("more"), say("Reps: 1 to %(high)s.", high=most.MAX_REPS))
    return figures


def _list(draft: Draft, match: re.Match[str]) -> None:
    """`10,8,6`: as many sets as figures."""
    per_set = _listed(draft, match)
    if len(per_set) > most.MAX_SETS:
        draft.refuse(match, mark("Sets: 1 to %(high)s, not %(sets)s."), high=most.MAX_SETS, sets=len(per_set))
    draft.values |= {"sets": len(per_set), "per_set": per_set}


def _effort(draft: Draft, match: re.Match[str]) -> None:
    scale = match["scale"].upper()
    if match["n"] is None:
        draft.refuse(match, mark("%(scale)s needs a figure."), f"@{scale}2" if scale == "RIR" else "@RPE8", scale=scale)
        return
    value = draft.figure(match, scale, 0 if scale == "RIR" else 1, most.MAX_RIR)
    if value is None:
        return
    if value * 2 % 1:
        says = mark("%(scale)s: whole or half points, not “%(typed)s”.")
        draft.wrong(*match.span("n"), say(says, scale=scale, typed=shown(match["n"])))
    draft.values["rir"] = value if scale == "RIR" else 10 - value


def _weight(draft: Draft, match: re.Match[str]) -> None:
    value = draft.figure(match, say("Load"), 0, most.MAX_LOAD)
    draft.values |= {"load": value, "unit": "kg" if match["unit"][0] == "k" else "lb"}


def _percent(draft: Draft, match: re.Match[str]) -> None:
    """A percentage alone is of the 1RM, which is what lifters mean by it."""
    value = draft.figure(match, say("Per cent"), 1, most.MAX_PERCENT)
    draft.values |= {"load": value, "unit": "%BM" if (match["of"] or "").startswith("b") else "%1RM"}


def _bodyweight(draft: Draft, match: re.Match[str]) -> None:
    if match["plus"]:
        draft.refuse(match, mark("“%(typed)s”: give what is added."), "@10kg")
    draft.values |= {"load": None, "unit": "BW"}


def _tempo(draft: Draft, match: re.Match[str]) -> None:
    digits = match["tempo"].replace("-", "")
    if len(digits) != 4:
        draft.refuse(match, mark("“%(typed)s”: a tempo has four digits."), say("Lower, bottom, lift, top: tempo 2011"))
    elif "x" in digits[:2] + digits[3]:
        draft.refuse(match, mark("“%(typed)s”: X is for the lift, the third place."), "tempo 20X1")
    draft.values["tempo"] = digits.replace("x", "0")


def _seconds(draft: Draft, match: re.Match[str], what: str, low: int, high: int) -> int:
    value = draft.figure(match, what, 0, most.MAX_REST_S)
    if value is None:
        return 0
    clock = match.groupdict().get("clock")
    minutes = clock or (match["unit"] or "s").startswith("m")
    seconds = value * 60 + int(clock[1:] if clock else 0) if minutes else value
    if seconds % 1 or not low <= seconds <= high:
        draft.refuse(match, mark("%(what)s: %(low)s to %(high)s s, whole seconds."), what=what, low=low, high=high)
    return int(seconds)


def _rest(draft: Draft, match: re.Match[str]) -> None:
    draft.values["rest_s"] = _seconds(draft, match, say("Rest"), 0, most.MAX_REST_S)


def _pause(draft: Draft, match: re.Match[str]) -> None:
    draft.values["pause_s"] = _seconds(draft, match, say("Pause"), 1, most.MAX_PAUSE_S)


def _side(draft: Draft, match: re.Match[str]) -> None:
    draft.values["per_side"] = True


def _warm_up(draft: Draft, match: re.Match[str]) -> None:
    if match["n"]:
        draft.values["warm_up_sets"] = draft.whole(match, "n", say("Warm-up sets"), 1, most.MAX_WARM_UP_SETS)
    else:
        draft.refuse(match, mark("How many warm-up sets?"), "+ 2 warm-up")


def _rung(draft: Draft, match: re.Match[str]) -> None:
    if match["n"]:
        draft.values["rung"] = draft.whole(match, "n", say("Rung"), 1, most.MAX_RUNG)
    else:
        draft.refuse(match, mark("Which rung?"), "from rung 4")


@dataclass(frozen=True, slots=True)
class Part:
    """How a part is written, and who reads it. The first one also ends the name."""

    kind: Kind
    pattern: re.Pattern[str]
    take: Callable[[Draft, re.Match[str]], None]


def _part(kind: Kind, pattern: str, take: Callable[[Draft, re.Match[str]], None]) -> Part:
    return Part(kind, re.compile(pattern + _END), take)


PARTS = (
    _part("warm_up", r"(?:\+ *(?P<n>[0-9]*+)) *(?:x *)?(?:warm(?:[ -]?up)?s?|wu)(?: *sets?)?", _warm_up),
    _part("warm_up", r"(?P<n>[0-9]++) *(?:x *)?(?:warm(?:[ -]?up)?s?|wu)(?: *sets?)?", _warm_up),
    _part("tempo", r"tempo *:? *(?P<tempo>[0-9x-]*[0-9][0-9x-]*)", _tempo),
    _part("tempo", r"(?:@ *)?(?P<tempo>[0-9x]-[0-9x]-[0-9x]-[0-9x])", _tempo),
    _part("dose", rf"(?P<sets>[0-9]++(?:-[0-9]++)?+) *(?:x|sets?(?: *of| *x)?(?![a-z])) *(?:{_OPEN}|{_REPS})?", _dose),
    _part("dose", _LIST, _list),
    _part("effort", rf"(?:@ *)?(?P<scale>rir|rpe) *[:=]? *(?:(?P<n>{_FIGURE}){_TO})?", _effort),
    _part("effort", rf"(?:@ *)?(?P<n>{_FIGURE}){_TO} *(?P<scale>rir|rpe)", _effort),
    _part("load", rf"(?:@ *)?(?P<n>{_FIGURE}){_TO} *(?P<unit>kgs?|lbs?)", _weight),
    _part(
        "load", rf"(?:@ *)?(?P<n>{_FIGURE}){_TO} *% *(?:of +)?(?P<of>1 ?rm|bm|bw|body ?mass|body ?weight)?", _percent
    ),
    _part("load", r"@ *(?:bw|body ?weight)(?P<plus> *\+ *[0-9.,]++(?! *x? *w) *(?:kgs?|lbs?)?)?", _bodyweight),
    _part("tempo", r"@ *(?P<tempo>[0-9x]{4})", _tempo),
    _part("pause", rf"pause *:? *(?P<n>{_FIGURE}){_TO} *{_TIME}?", _pause),
    # `90s pause 2s` is a rest and a pause: what is too long for a pause leaves the word to the figure behind it
    _part("pause", rf"(?P<n>[12]?[0-9]|30)(?P<to>-[0-9]+)? *{_TIME}?[ -]*pause", _pause),
    _part("pause", rf"(?P<n>{_FIGURE}){_TO} *{_TIME}?[ -]*pause(?! *:? *[0-9])", _pause),
    _part("rest", rf"rest *:? *(?P<n>{_FIGURE}){_TO}(?P<clock>:[0-5][0-9])? *{_TIME}?", _rest),
    _part("rest", rf"(?P<n>{_FIGURE}){_TO} *{_TIME}(?: *rest)?", _rest),
    _part("side", r"(?:/ *|per +|each +)(?:side|leg|arm)s?", _side),
    _part("rung", r"from +rung *(?P<n>[0-9]*+)", _rung),
    _part("rung", r"rung *(?P<n>[0-9]++)", _rung),
)
