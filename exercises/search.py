"""Search words: folded, completed with what people say instead, and corrected against the library's own words."""

import re
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

MAX_WORDS = 8
SHORTEST_TO_CORRECT = 4
ALIKE = 0.7  # one slip in a short word, two in a long one

# What people type -> the word the library uses
ALSO = {
    "abs": ("rectus", "obliques"),
    "core": ("rectus", "obliques", "erector"),
    "butt": ("gluteus",),
    "glute": ("gluteus",),
    "glutes": ("gluteus", "glute"),
    "quads": ("quadriceps",),
    "hams": ("hamstrings",),
    "box": ("bench",),
    "towel": ("pad",),
    "bar": ("barbell",),
    "kb": ("kettlebell",),
    "db": ("dumbbell",),
    "unilateral": ("single", "stance"),
    "lats": ("latissimus",),
    "traps": ("trapezius",),
    "pecs": ("pectorals",),
    "chest": ("pectorals",),
    "delts": ("deltoids",),
    "shoulders": ("deltoids",),
    "groin": ("adductors",),
    "calf": ("calves",),
    "ql": ("quadratus",),
}


def words_of(text: str) -> list[str]:
    """Lower-case words of letters and digits, in order: `B-stance` gives b, stance."""
    return re.findall(r"[^\W_]+", text.lower())


def corrected(text: str, vocabulary: Iterable[str]) -> list[str]:
    """The words of `text`; one that begins no word of the vocabulary becomes the nearest that is alike enough."""
    known = set(vocabulary)
    return [_nearest(word, known) for word in words_of(text)[:MAX_WORDS]]


def _nearest(word: str, known: set[str]) -> str:
    if len(word) < SHORTEST_TO_CORRECT or word in ALSO or any(other.startswith(word) for other in known):
        return word
    found = process.extractOne(word, sorted(known), scorer=OSA.normalized_similarity, score_cutoff=ALIKE)
    return found[0] if found else word


def prefix_query(words: Iterable[str]) -> str:
    """A tsquery: every word, or what stands for it, begins some word of the entry."""
    return " & ".join("(" + " | ".join(f"{each}:*" for each in (word, *ALSO.get(word, ()))) + ")" for word in words)
