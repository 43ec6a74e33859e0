"""What coaches do to a draft of a progression: what a form says, and what its buttons do. Content in, content out.

The shape of the content is in programs/versions.py. Nothing here judges what was typed.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from accounts.models import uuid7
from exercises.models import Variation
from programs.drafting import Content
from programs.forms.figures import decimal_of
from programs.versions import MOST_RUNGS, NEW_GATE

LONGEST = 1000  # of a text; what is too long for its field is kept, and told
TEXTS = (
    "variation", "sets", "reps_low", "reps_high", "rir", "tempo", "rest_s", "min_rest_s", "side_rest_s",
    "rule", "rep_ceiling", "start_percent", "leave_percent", "max_jump",
)  # fmt: skip
GATE_TEXTS = ("sessions", "window", "symmetry")
FIRST_RUNG: dict[str, Any] = {
    "variation": "", "sets": "3", "reps_low": "8", "reps_high": "12", "rir": "2", "tempo": "2011", "rest_s": "90",
    "min_rest_s": "60", "side_rest_s": "15", "rule": "double", "rep_ceiling": "15", "start_percent": "",
    "leave_percent": "", "max_jump": "10", "implements": ["bodyweight"], "from_bodyweight": False, "gate": NEW_GATE,
}  # fmt: skip
Rungs = Mapping[str, dict[str, Any]]


def storable(text: str) -> str:
    """The text without what a database of text cannot hold: NUL and halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()[:LONGEST]


# --- What the form says ------------------------------------------------------------------------------------------


def posted(form: QueryDict, before: Content) -> Content:
    """The content that the form shows. Rungs that `before` does not have are not the form's to add."""
    known: Rungs = before.get("rungs", {})
    order = [key for key in dict.fromkeys(form.getlist("order")) if key in known] or list(before.get("order", []))
    heads = {
        name: storable(form.get(name) or "" if name in form else before.get(name, "")) for name in ("name", "summary")
    }
    return {**before, **heads, "order": order, "rungs": {key: _rung(form, key, known[key]) for key in order}}


def _rung(form: QueryDict, key: str, before: dict[str, Any]) -> dict[str, Any]:
    if f"{key}-sets" not in form:
        return before
    return {
        **{name: storable(form.get(f"{key}-{name}", before.get(name, ""))) for name in TEXTS},
        "implements": [storable(each) for each in form.getlist(f"{key}-implements")],
        "from_bodyweight": f"{key}-from_bodyweight" in form,
        "gate": _gate(form, f"{key}-gate-") if f"{key}-gate-on" in form else None,
    }


def _gate(form: QueryDict, prefix: str) -> dict[str, Any]:
    texts = {name: storable(form.get(prefix + name, "")) for name in GATE_TEXTS}
    return {**texts, "sign_off": f"{prefix}sign_off" in form}


# --- What the buttons do ------------------------------------------------------------------------------------------


def blank(library: Sequence[Variation]) -> Content:
    """A new progression: one rung, of the first variation there is."""
    key, first = _new_key(), library[0] if library else None
    rung = deepcopy(FIRST_RUNG) | (_of(first) if first else {})
    return {"name": "", "summary": "", "order": [key], "rungs": {key: rung}}


def acted(content: Content, do: str, library: Sequence[Variation]) -> tuple[Content, str]:
    """The content after a button, and the rung to go on with ("" for none). An unknown button changes nothing."""
    verb, _, key = do.partition(":")
    content = deepcopy(content)
    order: list[str] = content["order"]
    if verb == "add":
        return _added(content, len(order), library)
    if key not in order:
        return content, ""
    place = order.index(key)
    match verb:
        case "before":
            return _added(content, place, library)
        case "after":
            return _added(content, place + 1, library)
        case "duplicate":
            return _inserted(content, place + 1, deepcopy(content["rungs"][key]))
        case "split":
            return _split(content, place)
        case "up" | "down":
            return _swapped(content, place, place + (1 if verb == "down" else -1))
        case "delete":
            return _removed(content, place)
    return content, ""


def _new_key() -> str:
    return str(uuid7())


def _inserted(content: Content, place: int, rung: dict[str, Any]) -> tuple[Content, str]:
    if len(content["order"]) >= MOST_RUNGS:
        return content, ""
    key = _new_key()
    content["order"].insert(place, key)
    content["rungs"][key] = rung
    _open_way(content, place)
    return content, key


def _added(content: Content, place: int, library: Sequence[Variation]) -> tuple[Content, str]:
    """A rung with the dose of the one below it, one variation further; of the one above where it is the first."""
    order = content["order"]
    if not order:
        return _inserted(content, 0, next(iter(blank(library)["rungs"].values())))
    like = deepcopy(content["rungs"][order[max(place - 1, 0)]])
    further = _one_further(like["variation"], library) if place else None
    return _inserted(content, place, like | (_of(further, like["implements"]) if further else {}))


def _open_way(content: Content, place: int) -> None:
    """The rung below a new last one had nothing above it, so perhaps no gate: it gets one like the rung below it."""
    order, rungs = content["order"], content["rungs"]
    if place == 0 or place != len(order) - 1:
        return
    below = rungs[order[place - 1]]
    usual = rungs[order[place - 2]]["gate"] if place > 1 else None
    below["gate"] = below["gate"] or deepcopy(usual or NEW_GATE)


def _one_further(variation: str, library: Sequence[Variation]) -> Variation | None:
    """The next variation of the same exercise, in the library's order; None after the last."""
    place = next((n for n, each in enumerate(library) if str(each.pk) == variation), None)
    if place is None or place + 1 == len(library):
        return None
    here, there = library[place], library[place + 1]
    return there if there.exercise_id == here.exercise_id else None


def _of(variation: Variation, implements: Iterable[str] = ()) -> dict[str, Any]:
    """What a rung takes from its variation: what it is loaded with follows, unless it was among them already."""
    named = list(implements)
    return {
        "variation": str(variation.pk),
        "implements": named if variation.implement in named else [variation.implement],
    }


def _split(content: Content, place: int) -> tuple[Content, str]:
    """Two rungs of the same variation: the lower leaves half way up the load, the upper starts there.

    A rung whose load does not go by body mass is halved by its reps.
    """
    lower = content["rungs"][content["order"][place]]
    upper = deepcopy(lower)
    start = Decimal(0) if lower["from_bodyweight"] else decimal_of(lower["start_percent"])
    leave = decimal_of(lower["leave_percent"])
    if start is not None and leave is not None and start < leave:
        half = f"{((start + leave) / 2).quantize(Decimal('0.5')).normalize():f}"
        upper |= {"start_percent": half, "from_bodyweight": False}
        lower["leave_percent"] = half
    else:
        _halve_reps(lower, upper)
    lower["gate"] = lower["gate"] or deepcopy(NEW_GATE)
    return _inserted(content, place + 1, upper)


def _halve_reps(lower: dict[str, Any], upper: dict[str, Any]) -> None:
    low, high = decimal_of(lower["reps_low"]), decimal_of(lower["reps_high"])
    if low is not None and high is not None and low < high:
        lower["reps_high"] = upper["reps_low"] = str(int((low + high) // 2))


def _swapped(content: Content, place: int, other: int) -> tuple[Content, str]:
    order = content["order"]
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    return content, order[min(max(other, 0), len(order) - 1)]


def _removed(content: Content, place: int) -> tuple[Content, str]:
    """Undo brings it back."""
    order = content["order"]
    content["rungs"].pop(order.pop(place))
    return content, order[min(place, len(order) - 1)] if order else ""
