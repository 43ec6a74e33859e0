"""One example of each operation on followers, the weeks ahead and the past again, for the docs."""

from typing import Any

from config.api.examples import answered, sent

CLIENT = "019b8e6f-3f0a-7cc2-9d3e-0f7a52a4d1aa"
ASSIGNMENT = "019b8e6f-8a51-7e1c-9b0a-7d1f3a6f5c11"
VERSION = "019b8e70-5a01-7c11-8c1e-0f7a52a4d1aa"
OLDER = "019b8e6f-2c55-7d0f-8a4b-6b8b8f5f0a10"
RUNG = "019b8e6f-2c55-7d0f-8a4b-6b8b8f5f0a01"
VARIATION = "019b8e6f-2c31-7aa2-9e3c-1c2f7a4d9b02"
SESSION = "019b8e70-11d5-7b7e-a7d0-1f2f4bb3c0de"


def _side(name: str, **others: Any) -> dict[str, Any]:
    return {
        "side": name, "action": "add_reps", "rung": RUNG, "position": 1, "load": "42.50", "unit": "kg", "sets": 3,
        "reps": [9, 9, 9], "rest_s": 90,
    } | others  # fmt: skip


BOTH = [_side("left"), _side("right")]
MOVES = answered(
    "One more set",
    {
        "to": VERSION,
        "results": [
            {
                "assignment": ASSIGNMENT,
                "client": CLIENT,
                "progression": OLDER,
                "changes": True,
                "now": BOTH,
                "then": [each | {"sets": 4, "reps": [9, 9, 9, 9]} for each in BOTH],
                "lost": [],
            }
        ],
    },
)
MOVE_OVER = sent("One of them", {"assignments": [ASSIGNMENT]})
MOVED = answered("Moved", {"moved": 1})
PUSHES = answered(
    "Another load on Thursday",
    {
        "to": VERSION,
        "results": [
            {
                "assignment": ASSIGNMENT,
                "client": CLIENT,
                "program": OLDER,
                "changes": True,
                "blocked": "",
                "days": [
                    {
                        "date": "2026-01-15",
                        "added": [],
                        "removed": [],
                        "changed": [{"now": "back squat 5x5 @70%1RM", "then": "back squat 5x5 @72.5%1RM"}],
                        "reordered": False,
                    }
                ],
                "begins": [],
                "ends": [],
                "kept": [],
                "newer": [],
                "last_day": None,
            }
        ],
    },
)
GATE = {"sessions": 2, "window": 4, "symmetry": "0.900", "sign_off": True}
LADDER = [
    {"lineage": RUNG, "variation": VARIATION, "sets": 4, "reps_low": 8, "reps_high": 12, "implements": ["barbell"],
     "gate": GATE},
]  # fmt: skip
PROJECT = sent("For one client, with another ladder", {"client": CLIENT, "rungs": LADDER})
PROJECTION = answered(
    "Two rungs",
    {
        "client": CLIENT,
        "assignment": ASSIGNMENT,
        "rungs": [
            {
                "position": 1, "lineage": RUNG, "variation": VARIATION, "state": "now", "standing": ["left", "right"],
                "week": None, "date": None,
            },
            {
                "position": 2, "lineage": OLDER, "variation": VARIATION, "state": "ahead", "standing": [],
                "week": 6, "date": "2026-02-09",
            },
        ],
        "sessions": [
            {
                "date": "2026-01-05",
                "week": 1,
                "deload": False,
                "sides": [
                    {name: value for name, value in each.items() if name != "rung"} for each in BOTH
                ],
            }
        ],
        "stop": None,
    },
)  # fmt: skip
BACKTEST = sent("A gate of three sessions", {"client": CLIENT, "change": {"sessions": 3, "window": 4}})
_PATH = {"stands": 2, "would_stand": 1, "since": "2026-01-12"}
_UP = [{"date": "2026-01-12", "before": 1, "after": 2}]
BACKTESTED = answered(
    "It would have held",
    {
        "results": [
            {
                "assignment": ASSIGNMENT,
                "client": CLIENT,
                "elsewhere_since": "2026-01-12",
                "sides": [{"side": side, **_PATH, "changes": _UP, "would_changes": []} for side in ("left", "right")],
                "first_difference": {
                    "date": "2026-01-12",
                    "text": "12 Jan: hold at 42.5 kg instead of up a rung. 2 of 3 sessions at the top.",
                },
                "rows": [
                    {
                        "session": SESSION,
                        "date": "2026-01-12",
                        "on": "2026-01-15",
                        "rung": {"left": 1, "right": 1},
                        "would_rung": {"left": 1, "right": 1},
                        "judged": {"left": True, "right": True},
                        "decided": [each | {"action": "move_up", "position": 2} for each in BOTH],
                        "outcome": [each | {"action": "move_up", "position": 2} for each in BOTH],
                        "people": "approved",
                        "would": [each | {"action": "hold"} for each in BOTH],
                        "codes": [{"code": "gate_not_yet", "side": "left"}],
                        "differs": ["left", "right"],
                        "changed_since": False,
                    }
                ],
            }
        ]
    },
)
