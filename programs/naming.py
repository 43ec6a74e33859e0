"""What the name in a line means: an exercise's variation, or a progression to follow."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from rapidfuzz import process
from rapidfuzz.distance import OSA

from exercises.models import Exercise, Variation
from exercises.words import told
from programs.models import Progression

VARIATION, PROGRESSION = "variation", "progression"
CLOSE_ENOUGH = 0.7
SUGGESTED = 3


def normal(name: str) -> str:
    """Capitals, marks and double spaces do not matter: `Hip-Thrust,  barbell` is `hip thrust barbell`."""
    return " ".join(re.findall(r"\w+", name.casefold()))


@dataclass(frozen=True, slots=True)
class Meaning:
    """`code` is kept with the item: `variation:<id>` or `progression:<family>`. `label` is what people read."""

    code: str
    label: str


@dataclass(slots=True)
class Names:
    """Every name that a coach can type, from two queries."""

    exercises: dict[str, Meaning] = field(default_factory=dict)
    progressions: dict[str, Meaning] = field(default_factory=dict)
    variations: dict[str, Variation] = field(default_factory=dict)
    ladders: dict[str, Progression] = field(default_factory=dict)

    def find(self, name: str, *, follow: bool) -> Meaning | None:
        """Exactly this name, as far as names go."""
        return (self.progressions if follow else self.exercises).get(normal(name))

    def close_to(self, name: str, *, follow: bool) -> list[str]:
        """Labels that were perhaps meant, the closest first."""
        known = self.progressions if follow else self.exercises
        wanted = normal(name)
        begun = [key for key in known if key.startswith(wanted)] if len(wanted) > 2 else []
        alike = process.extract(
            wanted, known.keys(), scorer=OSA.normalized_similarity, score_cutoff=CLOSE_ENOUGH, limit=SUGGESTED
        )
        return self._labels(known, [*sorted(begun, key=len), *(key for key, _, _ in alike)])[:SUGGESTED]

    def offered(self, name: str, *, follow: bool, most: int) -> list[str]:
        """Labels to choose from while the name is typed: those it begins, those with its words, those like it."""
        known = self.progressions if follow else self.exercises
        words = normal(name).split()
        if not words:
            return self._labels(known, known)[:most] if follow else []
        with_words = [key for key in known if all(f" {key}".find(f" {word}") >= 0 for word in words)]
        with_words.sort(key=lambda key: (not key.startswith(words[0]), len(key)))
        found = self._labels(known, with_words)
        return list(dict.fromkeys([*found, *self.close_to(name, follow=follow)]))[:most]

    @staticmethod
    def _labels(known: "dict[str, Meaning]", keys: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(known[key].label for key in keys))

    def variation(self, code: str) -> Variation | None:
        kind, _, key = code.partition(":")
        return self.variations.get(key) if kind == VARIATION else None

    def progression(self, code: str) -> Progression | None:
        kind, _, key = code.partition(":")
        return self.ladders.get(key) if kind == PROGRESSION else None


def names_for(user: Any, meant: Iterable[str] = ()) -> Names:
    """The names of the user's library. A practice's own come before built-in ones of the same name.

    An exercise's name or alias means its first variation; `exercise, variation` means that one. `meant`: codes that
    lines hold already; what they mean is still known when it has left the library, but no name leads there any more.
    """
    names = Names()
    kept = {code.partition(":")[2] for code in meant if code.startswith(f"{VARIATION}:")}
    offered = Q(archived_at=None, exercise__archived_at=None)
    prose = [f"exercise__{name}" for name in Exercise.PROSE if name != "placements"]
    rows = Variation.objects.for_user(user).filter(offered | Q(pk__in=kept)).select_related("exercise").defer(*prose)
    for row in rows.order_by("practice", "exercise__position", "exercise__name", "position"):  # own first: nulls last
        names.variations[str(row.pk)] = row
        if row.archived_at or row.exercise.archived_at:
            continue
        meaning = Meaning(f"{VARIATION}:{row.pk}", row.full_name)
        for name in _names_of(row):
            names.exercises.setdefault(normal(name), meaning)
    _add_ladders(names, user, {code.partition(":")[2] for code in meant if code.startswith(f"{PROGRESSION}:")})
    return names


def _names_of(row: Variation) -> Iterable[str]:
    """In English, which lines are kept in, and in the reader's language."""
    exercise = row.exercise
    yield from (exercise.name, *exercise.aliases, row.kept_name, f"{exercise.name} {row.name}")
    yield from (told(exercise.name), row.full_name, f"{told(exercise.name)} {told(row.name)}")


def _add_ladders(names: Names, user: Any, kept: set[str]) -> None:
    ladders = Progression.objects.for_user(user).current().filter(rungs__isnull=False).distinct()
    for ladder in (
        ladders.filter(Q(archived_at=None) | Q(family__in=kept)).with_rungs().order_by("practice", "position", "name")
    ):
        names.ladders[str(ladder.family)] = ladder
        if ladder.archived_at:
            continue
        meaning = Meaning(f"{PROGRESSION}:{ladder.family}", told(ladder.name))
        for name in (ladder.name, ladder.slug.replace("-", " "), told(ladder.name)):
            names.progressions.setdefault(normal(name), meaning)
