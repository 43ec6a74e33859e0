"""Which of our exercises a name of another tool means, and which side. A guess: a coach looks at every one."""

import re
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from exercises.models import Variation
from exercises.vocabulary import Laterality
from programs.naming import VARIATION, Names, names_for, normal

ALIKE = 84  # of 100; below, two names only share words
SIDE_AT_END = re.compile(
    r"(?:^|[\s\-–,/])[(\[]?(left|right|links|rechts|l|r)(?:\s+(?:side|leg|arm|bein|arm|seite))?[)\]]?\s*$", re.I
)
KIT = re.compile(r"[(\[]([^()\[\]]{1,30})[)\]]\s*$")
IMPLEMENTS = {
    "barbell": "barbell", "langhantel": "barbell", "smith machine": "barbell",
    "dumbbell": "dumbbell", "kurzhantel": "dumbbell", "kettlebell": "kettlebell", "band": "band",
    "bodyweight": "bodyweight", "körpergewicht": "bodyweight",
}  # fmt: skip
LEFT, RIGHT, BOTH, EACH, TURNS, TURNS_RIGHT, SKIP = "left", "right", "both", "each", "turns", "turns_right", "skip"


@dataclass(frozen=True, slots=True)
class Guess:
    variation: Variation | None
    side: str


def guesses(names: list[str], user: Any) -> list[Guess]:
    """In the order of the names. Two queries however many there are."""
    known = names_for(user)
    return [_guess(name, known) for name in names]


def side_of(name: str) -> tuple[str, str]:
    """The side that a name ends with, "" for none, and the name without it."""
    found = SIDE_AT_END.search(name)
    if not found or found.start() == 0:
        return "", name
    side = LEFT if found[1].casefold() in ("left", "links", "l") else RIGHT
    return side, name[: found.start()].strip(" -–,/")


def _guess(name: str, known: Names) -> Guess:
    side, bare = side_of(name)
    kit = KIT.search(bare)
    implement = IMPLEMENTS.get(kit[1].strip().casefold(), "") if kit else ""
    variation = _variation(bare, bare[: kit.start()] if kit else bare, implement, known)
    if variation is None:
        return Guess(None, SKIP)
    two_sided = variation.exercise.laterality != Laterality.BILATERAL
    return Guess(variation, side or (EACH if two_sided else BOTH))


def _variation(whole: str, short: str, implement: str, known: Names) -> Variation | None:
    """The whole name first, then without its equipment; of an exercise the variation with that equipment."""
    for text in dict.fromkeys((normal(whole), normal(short))):
        if not text:
            continue
        best = process.extractOne(text, known.exercises.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
        if best is None:
            continue
        found = known.variations[known.exercises[best[0]].code.removeprefix(f"{VARIATION}:")]
        return _with(implement, found, known)
    return None


def _with(implement: str, found: Variation, known: Names) -> Variation:
    if not implement or found.implement == implement:
        return found
    same = (each for each in known.variations.values() if each.exercise_id == found.exercise_id)
    return next((each for each in same if each.implement == implement), found)
