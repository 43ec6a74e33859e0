"""Which plates go on each side of the bar. Weights are Decimals in the unit of the inventory: 45 lb stays 45 lb."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from clients.inventory import MAX_LOAD, loads_for
from exercises.words import bare, figure_words

Plates = list[tuple[Decimal, int]]  # (weight, how many on each side), heaviest first
_Used = dict[int, int]  # a sum of pairs: how many pairs of one size the best way to it ends with
HUNDREDTHS = 100  # weights have two decimals at most: whole numbers of them are quick and exact


class Rack:
    """A bar and its pairs of plates, and the fewest plates for every load that they make.

    The heaviest plate first is not always the fewest, nor always possible: 15 a side of 10, 7.5 and 7.5.
    So every sum is built up size by size, remembering the fewest pairs; O(sizes x pairs of a size x loads).
    """

    def __init__(self, inventory: dict[str, Any]) -> None:
        bar = inventory.get("bar")
        self.bar = None if bar is None else _hundredths(bar)
        self.sizes = _pairs(inventory.get("plates") or [])
        self._steps = () if self.bar is None else _steps(self.sizes, _hundredths(MAX_LOAD) - self.bar)

    def plates(self, load: Decimal) -> Plates | None:
        """The plates on each side for a load; none for the bare bar. None: these plates do not make it."""
        left = load * HUNDREDTHS - (self.bar or 0)
        if self.bar is None or left < 0 or left != int(left):
            return None
        return self._taken_apart(int(left))

    def _taken_apart(self, left: int) -> Plates | None:
        found: Plates = []
        for (weight, _most), step in zip(reversed(self.sizes), reversed(self._steps), strict=True):
            pairs = step.get(left, 0)
            if pairs:
                found.append((Decimal(weight) / HUNDREDTHS, pairs))
            left -= pairs * weight * 2
        return None if left else found


def plates_for(inventory: dict[str, Any], load: Decimal) -> Plates | None:
    """The fewest plates on each side of the bar for one load; see Rack, which does many."""
    return Rack(inventory).plates(load)


def plates_words(plates: Plates) -> str:
    """`Each end: 10 + 1.25`, `Each end: 2 × 20 + 5`, or `Empty bar`."""
    words = [f"{count} × {_figure(weight)}" if count > 1 else _figure(weight) for weight, count in plates]
    return _("Each end: %(plates)s") % {"plates": " + ".join(words)} if words else _("Empty bar")


def words_by_load(inventory: dict[str, Any]) -> dict[str, str]:
    """The plates of every load that the bar makes, in words, by the load as a script reads it."""
    rack = Rack(inventory)
    made = [(load, rack.plates(load)) for load in loads_for(inventory, "barbell")]
    return {bare(load): plates_words(plates) for load, plates in made if plates is not None}


def _figure(weight: Decimal) -> str:
    return figure_words(weight)


def _hundredths(weight: Any) -> int:
    return int(Decimal(str(weight)) * HUNDREDTHS)


def _pairs(plates: list[list[Any]]) -> tuple[tuple[int, int], ...]:
    """Sizes with the pairs there are, lightest first. A size may be listed twice; an odd plate stays on the floor."""
    counts: dict[int, int] = {}
    for weight, count in plates:
        counts[_hundredths(weight)] = counts.get(_hundredths(weight), 0) + int(count) // 2
    return tuple(sorted(counts.items()))


@lru_cache(maxsize=128)  # a rack seldom changes, and a large one takes a moment
def _steps(sizes: tuple[tuple[int, int], ...], most: int) -> tuple[_Used, ...]:
    """For every size, how many pairs of it the fewest pairs up to that size use, by the sum that they make."""
    fewest = {0: 0}
    steps = []
    for weight, pairs in sizes:
        step: _Used = {}
        reached = dict(fewest)
        for total, count in fewest.items():
            for more in range(1, min(pairs, (most - total) // (2 * weight)) + 1):
                heavier = total + more * 2 * weight
                if heavier not in reached or count + more < reached[heavier]:
                    reached[heavier], step[heavier] = count + more, more
        fewest = reached
        steps.append(step)
    return tuple(steps)
