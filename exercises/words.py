"""Words put together in the reader's language: texts of the built-in library, lists, figures, days."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.utils import dateformat
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import get_format
from django.utils.translation import get_language, gettext, pgettext

# The first words of our phrases that are no nouns.
SMALL_IN_GERMAN = {
    "Am", "Andere", "Anhalten", "Beantwortet", "Beginnt", "Beide", "Bereit", "Bestätigt", "Bleib", "Deine", "Der",
    "Dreimal", "Einbeinig", "Einbeinige", "Einbeiniger", "Eine", "Etwas", "Gehalten", "Gerade", "Gesehen", "Gesendet",
    "Größter", "Gut", "Hinterer", "Hoch", "Höchste", "Im", "Je", "Jede", "Kein", "Keine", "Kürzeste", "Laden", "Leer",
    "Leichte", "Leichtere", "Links", "Mehr", "Neuer", "Nicht", "Nichts", "Noch", "Nur", "Rechts", "Schräge",
    "Schwerer", "Statt", "Unter", "Verlässt", "Versetzt", "Versetzte", "Versetzter", "Versetztes", "Viel", "Wegen",
    "Weit", "Weniger", "Wieder", "Zum", "Zurück", "Zurückgestellt", "Zweimal", "Zwischen",
}  # fmt: skip
LIBRARY = "library"  # the context of the library's texts in the catalogue (config/catalogue.py)


def told(text: str) -> str:
    """A text of the built-in library in the reader's language. What a coach wrote in its place stays as it is."""
    return pgettext(LIBRARY, text) if text else text


def told_name(text: str) -> str:
    """An exercise with its variation as it is kept: `Staggered hip thrust, offset forward, barbell`."""
    whole = told(text)
    exercise, comma, variation = text.partition(", ")
    if whole != text or not comma:
        return whole
    return f"{told(exercise)}, {within(told(capitalised(variation)))}"


def within(text: str) -> str:
    """A phrase inside a sentence, with a small letter; in German only where it does not begin with a noun."""
    first = text.split(" ", 1)[0].rstrip(",")
    if (get_language() or "").startswith("de") and first not in SMALL_IN_GERMAN:
        return text
    return f"{text[:1].lower()}{text[1:]}"


def capitalised(text: str) -> str:
    """A phrase that begins a line."""
    return f"{text[:1].upper()}{text[1:]}"


def all_of(parts: Sequence[str]) -> str:
    """`plates, dumbbells and a bar`; one alone, nothing for none."""
    if len(parts) < 2:
        return "".join(parts)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def one_of(parts: Sequence[str]) -> str:
    """`dumbbell or kettlebell`."""
    if len(parts) < 2:
        return "".join(parts)
    return gettext("%(first)s or %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def decimal_words(plain: str) -> str:
    """A figure written with a point, in the reader's way: `42.5` or `42,5`."""
    return plain.replace(".", get_format("DECIMAL_SEPARATOR"))


def whole_words(number: int) -> str:
    """`1,000`, or `1.000` where that is how it is written."""
    return f"{number:,}".replace(",", get_format("THOUSAND_SEPARATOR"))


def bare(value: Decimal) -> str:
    """A number for a script or an attribute, which read a point in every language."""
    return f"{value.normalize():f}"


def figure_words(value: Decimal) -> str:
    """A number without zeros at its end, in the reader's way."""
    return decimal_words(bare(value))


# --- Days: the order of day and month is the translator's ------------------------------------------------------------


def short_day(day: dt.date) -> str:
    """`Fri 6 Jan`."""
    return dateformat.format(day, pgettext("date format", "D j M"))


def long_day(day: dt.date) -> str:
    """`Friday 6 January`."""
    return dateformat.format(day, pgettext("date format", "l j F"))


def day_of_month(day: dt.date) -> str:
    """`6 Jan`."""
    return dateformat.format(day, pgettext("date format", "j M"))


def full_day(day: dt.date) -> str:
    """`6 Jan 2027`."""
    return dateformat.format(day, pgettext("date format", "j M Y"))


def dated_day(day: dt.date) -> str:
    """`Fri 6 Jan 2027`."""
    return dateformat.format(day, pgettext("date format", "D j M Y"))


def day_and_time(at: dt.datetime) -> str:
    """`Fri 6 Jan, 18:30`."""
    return dateformat.format(at, pgettext("date format", "D j M, H:i"))


def minute_of(at: dt.datetime) -> str:
    """`6 Jan 18:30`."""
    return dateformat.format(at, pgettext("date format", "j M H:i"))


def month_of(day: dt.date) -> str:
    """`January 2027`."""
    return dateformat.format(day, pgettext("date format", "F Y"))


def weekday_of(day: dt.date) -> str:
    """`Friday`."""
    return dateformat.format(day, "l")


def weekday_name(number: int, *, short: bool = False) -> str:
    """`Monday` or `Mon` for 0."""
    return str(WEEKDAYS_ABBR[number] if short else WEEKDAYS[number])
