"""One example of each operation on progressions and programs, for the docs."""

from config.api.examples import answered, sent

VARIATION = "019b8e6f-2c31-7aa2-9e3c-1c2f7a4d9b02"
LINEAGE = "019b8e6f-2c55-7d0f-8a4b-6b8b8f5f0a01"
GATE = {"sessions": 2, "window": 4, "symmetry": "0.900", "sign_off": True}
RUNG = {
    "variation": VARIATION,
    "sets": 3,
    "reps_low": 8,
    "reps_high": 12,
    "rir": 2,
    "tempo": {"eccentric_s": 2, "bottom_pause_s": 0, "concentric_s": 1, "top_pause_s": 1},
    "rule": "double",
    "max_jump": "0.100",
    "implements": ["barbell"],
    "start_percent": "35.00",
    "leave_percent": "50.00",
}
NEW_PROGRESSION = sent(
    "Two rungs",
    {
        "name": "Back to thrusting",
        "summary": "Six weeks to the bar.",
        "rungs": [{**RUNG, "gate": GATE}, {**RUNG, "sets": 4, "gate": None}],
    },
)
NEXT_PROGRESSION = sent("Four sets on its rung", {"rungs": [{**RUNG, "lineage": LINEAGE, "sets": 4, "gate": None}]})
COPIED = sent("Under another name", {"name": "Thrusting, our way"})
NEW_PROGRAM = sent(
    "A day of two exercises",
    {
        "name": "Off-season",
        "tags": ["glutes"],
        "weeks": 4,
        "days_a_week": 3,
        "days": [
            {
                "week": 1,
                "day": 1,
                "title": "Hips",
                "items": [
                    {"line": "A1 hip thrust 3x8-12 @RIR2 90s"},
                    {"label": "A2", "variation": VARIATION, "sets": 3, "reps_low": 8, "reps_high": 8, "per_side": True},
                ],
            }
        ],
    },
)
NEXT_PROGRAM = sent(
    "Six weeks, the first of them again with half a rep in reserve less each week",
    {"weeks": 6, "repeats": [{"week": 1, "until": 6, "rir": "-0.5"}]},
)
LINE = sent("A line", {"line": "hip thrust 3x8-"})
READING = answered(
    "Half a range",
    {
        "line": "hip thrust 3x8-",
        "valid": False,
        "canonical": None,
        "words": None,
        "item": None,
        "spans": [{"start": 0, "end": 10, "kind": "name"}, {"start": 11, "end": 15, "kind": "error"}],
        "problems": [{"position": 13, "length": 2, "message": "“8-” needs a second number.", "hint": "8-12"}],
        "close": [],
    },
)
VERSIONS = answered(
    "Two versions",
    {
        "results": [
            {
                "id": "019b8e70-5a01-7c11-8c1e-0f7a52a4d1aa",
                "version": 2,
                "name": "Back to thrusting",
                "saved_by": "019b8e6f-3e11-7a02-8a43-5c1f6c0be2b7",
                "created_at": "2026-01-12T09:30:00Z",
                "superseded_at": None,
                "followers": 3,
            },
            {
                "id": "019b8e6f-2c55-7d0f-8a4b-6b8b8f5f0a10",
                "version": 1,
                "name": "Back to thrusting",
                "saved_by": "019b8e6f-3e11-7a02-8a43-5c1f6c0be2b7",
                "created_at": "2026-01-05T17:40:12Z",
                "superseded_at": "2026-01-12T09:30:00Z",
                "followers": 1,
            },
        ]
    },
)
