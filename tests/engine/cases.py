"""Cases in the engine's JSON, said shortly: `sets("12@2 11@2 -")` is two logged sets and one that never was."""

from typing import Any

BAR = [20 + 2.5 * step for step in range(33)]
DUMBBELLS = [2 * step for step in range(1, 26)]
GATE = {"min_load": 35, "sessions": 2, "window": 4, "symmetry": 0.9, "sign_off": True}
ABOVE = {"loads": DUMBBELLS, "load_factor": 0.75, "reps": [8, 12], "sets": 3}
BELOW = {"loads": DUMBBELLS, "load": 24, "reps": [8, 12], "sets": 3}


def sets(text: str) -> list[dict[str, Any] | None]:
    """Sets as `reps@rir` or `reps@rir!pain`, `-` for one never logged and `?` for an RIR not given."""
    return [None if each == "-" else _set(each) for each in text.split()]


def _set(text: str) -> dict[str, Any]:
    done, _, pain = text.partition("!")
    reps, _, rir = done.partition("@")
    return {"reps": int(reps), "rir": None if rir in ("", "?") else float(rir), "pain": int(pain or 0)}


def session(left: str, right: str | None = None, *, load: Any = 40, **more: Any) -> dict[str, Any]:
    """One exposure; the right side did as the left unless told. `load`: one for both sides, or (left, right)."""
    loads = load if isinstance(load, tuple) else (load, load)
    done = {"left": sets(left), "right": sets(left if right is None else right)}
    return {"load": dict(zip(("left", "right"), loads, strict=True)), "sets": done, **more}


def case(*history: dict[str, Any], today: dict[str, Any] | None = None, **prescription: Any) -> dict[str, Any]:
    """3 × 8-12 at RIR 2 with a bar, shared, unless told otherwise; `history` oldest first."""
    usual = {
        "rule": "double",
        "sets": 3,
        "reps": [8, 12],
        "rir": 2,
        "sides": ["left", "right"],
        "loads": BAR,
        "previous_rung": BELOW,
    }
    return {"prescription": {**usual, **prescription}, "history": list(history), "today": today or {}}


def codes(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(reason["side"], reason["code"]) for reason in answer["reasons"]]


def left(answer: dict[str, Any]) -> tuple[str, float, list[int]]:
    """What the left side does next."""
    side = answer["sides"]["left"]
    return side["action"], side["load"], side["reps"]
