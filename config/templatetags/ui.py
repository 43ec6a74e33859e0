"""What templates need to draw and to write: icons, foot maps, the small ladder, loads, dates, sides.

Registered as a builtin, so templates use it without {% load %}.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select, Textarea
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import get_language, get_language_bidi, gettext, gettext_lazy, ngettext_lazy, to_locale

from config.phone import DARK, LIGHT
from exercises.words import (
    dated_day,
    day_and_time,
    day_of_month,
    decimal_words,
    full_day,
    long_day,
    minute_of,
    month_of,
    short_day,
    told,
    within,
)

register = template.Library()
register.filter("told", told)
register.filter("within", within)
for written in (dated_day, day_and_time, day_of_month, full_day, long_day, minute_of, month_of):
    register.filter(written.__name__, written, expects_localtime=True)

SIDES = {"left": gettext_lazy("Left"), "right": gettext_lazy("Right"), "both": gettext_lazy("Both sides")}
FOOT_SIZES = {"s", "l", "xl"}
AGO: dict[str, Any] = {
    "year": ngettext_lazy("%(num)d year ago", "%(num)d years ago", "num"),
    "month": ngettext_lazy("%(num)d month ago", "%(num)d months ago", "num"),
    "week": ngettext_lazy("%(num)d week ago", "%(num)d weeks ago", "num"),
    "day": ngettext_lazy("%(num)d day ago", "%(num)d days ago", "num"),
    "hour": ngettext_lazy("%(num)d hour ago", "%(num)d hours ago", "num"),
    "minute": ngettext_lazy("%(num)d minute ago", "%(num)d minutes ago", "num"),
}


@register.simple_tag
def language_attrs() -> SafeString:
    """`lang` and `dir` of the page, for its html element."""
    language = to_locale(get_language() or settings.LANGUAGE_CODE).replace("_", "-")
    return format_html('lang="{}" dir="{}"', language, "rtl" if get_language_bidi() else "ltr")


@register.simple_tag
def canvas(theme: str) -> str:
    """The colour that the phone gives its own bars."""
    return DARK if theme == "dark" else LIGHT


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """An icon of the sprite, hidden from readers: `{% icon "check" "s" %}`. Sizes xs, s, l; none is 20 px."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        f" icon-{size}" if size else "",
        static("sprite.svg"),
        name,
    )


@register.simple_tag
def logo(size: str = "") -> SafeString:
    """The mark, in the accent. Size l is 44 px; none is 28 px."""
    return format_html(
        '<svg class="logo{}" aria-hidden="true"><use href="{}#logo"/></svg>',
        f" logo-{size}" if size else "",
        static("sprite.svg"),
    )


@register.simple_tag
def foot(code: str, side: str = "", size: str = "") -> SafeString:
    """A foot map: `code` is its id in the sprite ("foot-offset-forward"); a side gives its colour and mirrors right.

    Where feet do not matter there is no code, and a dumbbell stands in its place. Sizes s 18 px, l 36 px, xl 72 px;
    none is 24 px.
    """
    return format_html(
        '<svg class="foot-map{}{}{}"{} viewBox="0 0 24 24" aria-hidden="true"><use href="{}#{}"/></svg>',
        "" if code else " foot-none",
        f" foot-map-{size}" if size in FOOT_SIZES else "",
        " is-right" if code and side == "right" else "",
        format_html(' data-side="{}"', side) if side in ("left", "right") else "",
        static("sprite.svg"),
        code or "i-dumbbell",
    )


@register.simple_tag(takes_context=True)
def here(context: template.Context, name: str) -> SafeString:
    """`aria-current` for a link of the navigation: the page is this one or lies under it."""
    request = context.get("request")
    inside = request is not None and request.path.startswith(reverse(name))
    return format_html(' aria-current="{}"', "page") if inside else SafeString("")


@register.filter
def load(value: Decimal | int | str | None) -> str:
    """A load as people write it: "42.5" or "42,5", no zeros at the end, a true minus. None is empty."""
    if value is None or value == "":
        return ""
    plain = f"{Decimal(value):f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return decimal_words(plain.replace("-", "−")) if plain.strip("-0") else "0"


@register.filter
def with_unit(value: Decimal | int | str | None, unit: str = "kg") -> str:
    """A load with its unit: "42.5 kg", "band 2"."""
    if not load(value):
        return ""
    return gettext("band %(level)s") % {"level": load(value)} if unit == "band" else f"{load(value)} {unit}"


@register.filter
def kg(value: Decimal | int | str | None) -> str:
    """A load in kilograms: "42.5 kg"."""
    return with_unit(value, "kg")


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """A day: "Fri 6 Jan", "Fr. 6. Jan.". An instant is read in the current time zone."""
    if value is None or value == "":
        return ""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return short_day(value)


@register.filter
def ago(value: dt.datetime) -> str:
    """How long since, in one unit: "5 minutes ago", "just now"."""
    since = timesince(value, depth=1, time_strings=AGO)
    return gettext("just now") if since.startswith("0") else since


@register.filter
def side_name(side: str) -> str:
    """The side in words: "Left", "Right", "Both sides"."""
    return str(SIDES.get(side, ""))


@register.filter
def reps_list(reps: Iterable[int | None] | None) -> str:
    """Reps of the sets in order: "10, 10, 9"; a set without reps is a dash."""
    return ", ".join("–" if count is None else str(count) for count in reps or ())


@register.filter
def initials(name: str | None) -> str:
    """First letters of the first and the last word: "ML"."""
    words = (name or "").split()
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper() if words else ""


@register.simple_tag
def ladder_mini(ladder: Any) -> SafeString:
    """The small ladder as includes/_ladder_mini.html draws it. A long list draws the same few again and again."""
    return _ladder_mini(ladder.count, ladder.left, ladder.right, ladder.label)


@lru_cache(maxsize=1024)
def _ladder_mini(count: int, left: int, right: int, label: str) -> SafeString:
    ladder = SimpleNamespace(count=count, left=left, right=right, label=label)
    return render_to_string("includes/_ladder_mini.html", {"ladder": ladder})


@register.filter
def ladder_marks(ladder: Any) -> dict[str, Any]:
    """Coordinates of the small ladder in its box of 28 × 48, from `ladder.count`, `.left` and `.right` (positions).

    Rungs are spread over the height however many there are; made are those that both sides have reached.
    """
    count = max(int(ladder.count or 1), 1)
    left, right = (place and min(place, count) for place in (ladder.left, ladder.right))
    made = min((place for place in (left, right) if place), default=0)
    gap = 34 / max(count - 1, 1)

    def height(position: int) -> float:
        return 44 - gap * (position - 1)

    steps = [{"y": _number(height(place)), "made": place <= made} for place in range(1, count + 1)]
    return {
        "steps": steps,
        "top": _number(height(made)) if made else "",
        "left": _number(height(left) - 4.4) if left else "",
        "right": _number(height(right) - 8.4) if right else "",
    }


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's control with our class. Django adds aria-invalid and aria-describedby for hint and error."""
    widget = field.field.widget
    if isinstance(widget, CheckboxInput | FileInput | RadioSelect | CheckboxSelectMultiple):
        return field.as_widget()
    attrs: dict[str, str | bool] = {"class": f"input {widget.attrs.get('class', '')}".strip()}
    if "placeholder" in widget.attrs:
        attrs["placeholder"] = ""  # allauth repeats the label there; ours stands above
    return field.as_widget(attrs=attrs)


@register.filter
def control_kind(field: BoundField) -> str:
    """How the field is laid out: "switch", "choices", "select", "textarea" or "input"."""
    widget = field.field.widget
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (CheckboxInput, "switch"),
        ((RadioSelect, CheckboxSelectMultiple), "choices"),
        (Select, "select"),
        (Textarea, "textarea"),
    )
    return next((kind for types, kind in kinds if isinstance(widget, types)), "input")


@register.filter
def unbroken(text: str) -> str:
    """A dose stays on one line: `3 × 8–12` with spaces and a dash that do not break."""
    return text.replace(" × ", "\u00a0×\u00a0").replace("–", "\u2060–\u2060")
