"""Figures, dates and lengths of time as other tools write them. Each raises Bad with the reason."""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from clients.reasons import Because

MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
    "mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12,
}  # fmt: skip
FIRST_YEAR, LAST_YEAR = 2000, 2100
FIGURE = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,20})?", re.ASCII)
GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{1,9}|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,9}", re.ASCII)
THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:\.[0-9]{3})+", re.ASCII)
_CLOCK = r"([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)(?: ?([AaPp]M))?"
_MONTH = r"([^\W\d_]{3,10})\.?"
DAY_FIRST = re.compile(rf"([0-9]{{1,2}})\.? {_MONTH} ([0-9]{{4}}),? {_CLOCK}")
MONTH_FIRST = re.compile(rf"{_MONTH} ([0-9]{{1,2}}),? ([0-9]{{4}}),? {_CLOCK}")
DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4}),? ([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)", re.ASCII)
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9:]{4,8}(\.[0-9]{1,6})?( ?(Z|[+-][0-9]{2}:?[0-9]{2}))?", re.ASCII)
PARTS = re.compile(
    r"(?:([0-9]{1,3}) ?(?:h|hr|std)\.?)? ?(?:([0-9]{1,4}) ?(?:m|min)\.?)? ?(?:([0-9]{1,5}) ?(?:s|sec|sek)\.?)?",
    re.ASCII,
)
CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-9]{2})", re.ASCII)
cached = lru_cache(maxsize=4096)  # training is much of the same
CENT = Decimal("0.01")


class Bad(Because):
    """A cell that cannot be taken."""


def figure(text: str, unless: str, *, decimal_comma: bool) -> Decimal | None:
    """`62.5`, `62,5`, `1,250.5`; None for an empty cell. A comma before three figures is a decimal only where the file
    separates its columns by semicolons (`decimal_comma`). `unless`: the reason where it is none.
    """
    text = text.strip().removesuffix("kg").removesuffix("lbs").strip()
    if not text:
        return None
    points, commas = text.count("."), text.count(",")
    if points and commas and GROUPED.fullmatch(text):
        text = text.replace("," if text.rfind(".") > text.rfind(",") else ".", "")
    elif THOUSANDS.fullmatch(text) and (points > 1 or commas > 1 or (commas and not decimal_comma)):
        text = text.replace(",", "").replace(".", "")
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    if not FIGURE.fullmatch(text):
        raise Bad(unless, text=text[:20])
    return Decimal(text)


@cached
def reps(text: str, *, decimal_comma: bool) -> int | None:
    """A whole number, also as `8.0`."""
    found = figure(text, "reps_not_a_figure", decimal_comma=decimal_comma)
    if found is None:
        return None
    if found % 1:
        raise Bad("reps_not_whole", text=text.strip()[:20])
    if not 0 <= found <= 1000:
        raise Bad("reps_out_of_range", text=text.strip()[:20])
    return int(found)


@cached
def load(text: str, *, decimal_comma: bool) -> Decimal:
    """To two decimals; an empty cell is bodyweight."""
    found = figure(text, "weight_not_a_figure", decimal_comma=decimal_comma)
    if found is None:
        return Decimal(0)
    if found < 0:
        raise Bad("weight_negative")
    if found > 1000:
        raise Bad("weight_out_of_range", text=text.strip()[:20])
    return found.quantize(CENT, ROUND_HALF_UP)


@cached
def seconds(text: str, *, decimal_comma: bool) -> int | None:
    """`90`, `90.0`, `1:30`; None for none."""
    text = text.strip()
    found = length(text) if ":" in text else _rounded(figure(text, "time_not_a_figure", decimal_comma=decimal_comma))
    if ":" in text and found is None:
        raise Bad("time_not_a_figure", text=text[:20])
    if found is not None and not 0 <= found <= 3600:
        raise Bad("time_too_long")
    return found or None


def _rounded(value: Decimal | None) -> int | None:
    return None if value is None else int(value.to_integral_value(ROUND_HALF_UP))


@cached
def spare(text: str, *, decimal_comma: bool) -> int | None:
    """Reps in reserve from an RPE: 10 less it, rounded to fewer; 4 stands for 4 or more."""
    found = figure(text, "rpe_not_a_figure", decimal_comma=decimal_comma)
    if found is None or found == 0:
        return None
    if not 1 <= found <= 10:
        raise Bad("rpe_out_of_range", text=text.strip()[:20])
    return min(int(10 - found), 4)


def length(text: str) -> int | None:
    """Seconds of `1h 5m`, `45m`, `01:05:00`, `3900`; None where it cannot be read. A workout's length is no reason to
    refuse its sets.
    """
    text = text.strip().lower()
    clock = CLOCK.fullmatch(text)
    if clock:
        return _sum(clock.groups())
    if re.fullmatch(r"[0-9]{1,6}(\.0+)?", text, re.ASCII):
        return int(text.split(".")[0])
    parts = PARTS.fullmatch(text)
    return _sum(parts.groups()) if parts and text else None


def _sum(parts: tuple[str | None, ...]) -> int:
    hours, minutes, rest = (int(each or 0) for each in parts)
    return hours * 3600 + minutes * 60 + rest


@cached
def moment(text: str) -> dt.datetime:
    """When something began, by the clock where it was done, unless the text has an offset."""
    text = " ".join(text.split())
    found = _iso(text) or _worded(text) or _dotted(text)
    if not text:
        raise Bad("date_missing")
    if found is None:
        raise Bad("date_unreadable", text=text[:30])
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Bad("year_out_of_range", text=found.year)
    return found


def _iso(text: str) -> dt.datetime | None:
    if not ISO.fullmatch(text):
        return None
    try:
        return dt.datetime.fromisoformat(text.replace(" +", "+").replace(" -", "-").replace(" Z", "Z"))
    except ValueError:
        return None


def _worded(text: str) -> dt.datetime | None:
    """`30 Jun 2025, 19:56` and `Jun 30, 2025, 7:56 PM`; months in English or German."""
    found = DAY_FIRST.fullmatch(text)
    if found:
        day, month, year, clock, half = found.groups()
    else:
        found = MONTH_FIRST.fullmatch(text)
        if not found:
            return None
        month, day, year, clock, half = found.groups()
    number = MONTHS.get(month[:3].casefold())
    return _built(year, number, day, clock, half) if number else None


def _dotted(text: str) -> dt.datetime | None:
    found = DOTTED.fullmatch(text)
    return _built(found[3], int(found[2]), found[1], found[4], None) if found else None


def _built(year: str, month: int, day: str, clock: str, half: str | None) -> dt.datetime | None:
    hour, minute, *rest = (int(part) for part in clock.split(":"))
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    try:
        return dt.datetime(int(year), month, int(day), hour, minute, rest[0] if rest else 0)
    except ValueError:
        return None
