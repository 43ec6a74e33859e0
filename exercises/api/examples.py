"""One example of each operation of the library, for the docs."""

from config.api.examples import answered, sent

EXERCISE = "019b8e6f-2c31-7aa2-9e3c-1c2f7a4d9b11"


NEW_EXERCISE = sent(
    "An exercise of your own",
    {
        "name": "Landmine squat",
        "movement": "squat",
        "laterality": "bilateral",
        "definition": "A squat with the bar in a corner.",
        "equipment": ["barbell"],
        "muscles": [{"muscle": "quadriceps", "role": "mover", "note": "extends the knee"}],
        "cues": ["Chest up"],
        "programming": {"sets": [3, 4], "reps": [8, 12], "per_side": False},
    },
)
CHANGED_EXERCISE = sent("New cues", {"cues": ["Chest up", "Knees out"]})
NEW_VARIATION = sent(
    "Offset forward",
    {
        "exercise": EXERCISE,
        "name": "Offset forward, kettlebell",
        "placement": "offset",
        "offset_direction": "forward",
        "offset_cm_low": 15,
        "offset_cm_high": 30,
        "implement": "kettlebell",
        "tempo": {"eccentric_s": 3, "bottom_pause_s": 0, "concentric_s": 1, "top_pause_s": 1},
        "level": "intermediate",
    },
)
CHANGED_VARIATION = sent("Slower down", {"tempo": {
    "eccentric_s": 4, "bottom_pause_s": 0, "concentric_s": 1, "top_pause_s": 1,
}})  # fmt: skip
USES = answered("In use", {"in_use": True, "progressions": ["Back to thrusting"], "others": ["program items"]})
CHANGES = answered(
    "The cues differ",
    {
        "version": "9f3c" * 16,
        "changes": [{"section": "cues", "mine": ["Push the floor"], "theirs": ["Push the floor", "Ribs down"]}],
    },
)
TAKE = sent("Take the cues over", {"version": "9f3c" * 16, "take": "cues"})
