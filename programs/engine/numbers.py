"""Between JSON's numbers and ours: Decimal inside, the same plain number outside (40 stays 40, 20.0 stays 20.0)."""

from decimal import Decimal
from functools import lru_cache
from math import isfinite

LARGEST = Decimal("1e300")


@lru_cache(maxsize=4096, typed=True)
def to_decimal(value: int | float) -> Decimal | None:
    """The number as written: 22.5 becomes exactly 22.5. None for what no float can hold, NaN and the infinities."""
    try:
        return Decimal(repr(value)) if isfinite(value) else None
    except OverflowError:
        return None


def plain(value: Decimal) -> int | float:
    """A JSON number: whole numbers that came in whole go out whole."""
    digits = str(value)
    return int(digits) if digits.isdigit() else float(digits)


def rounded(value: Decimal, places: int = 1) -> int | float:
    """For sentences: 2 for 2.00, 1.7 for 1.666."""
    short = round(float(min(value, LARGEST)), places)
    return int(short) if short.is_integer() else short
