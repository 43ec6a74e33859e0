"""Fields of text that hold rows and ranges. They stay text until they are cleaned, so that typing is never lost."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from exercises.lines import text_as_list, text_as_muscles, text_as_rows

MAX_LENGTH = 12000
DASH = re.compile(r"\s*(?:-|–|−|to)\s*")
SPAN = re.compile(r"([0-9]{1,4})(?:–([0-9]{1,4}))?", re.ASCII)


class RowsField(forms.CharField):
    """A row a line. `section` is one of the written sections."""

    def __init__(self, section: str, *, rows: int = 3, **kwargs: Any) -> None:
        self.section = section
        widget = forms.Textarea(attrs={"rows": rows, "spellcheck": "true"})
        super().__init__(**{"required": False, "max_length": MAX_LENGTH, "widget": widget, **kwargs})

    def to_python(self, value: Any) -> Any:
        return str(super().to_python(value)).replace("\r\n", "\n")

    def clean(self, value: Any) -> Any:
        return self.parsed(super().clean(value))

    def parsed(self, text: str) -> Any:
        return text_as_rows(self.section, text)


class MusclesField(RowsField):
    def parsed(self, text: str) -> Any:
        return text_as_muscles(text)


class ListField(RowsField):
    """One entry a line, so many at most and so long at most."""

    def __init__(self, *, most: int, longest: int, rows: int = 2, **kwargs: Any) -> None:
        self.most, self.longest = most, longest
        super().__init__("", rows=rows, **kwargs)

    def parsed(self, text: str) -> Any:
        return text_as_list(text, most=self.most, longest=self.longest)


class LinkField(forms.URLField):
    """An address; `HTTPS://` in capitals is the same address."""

    def to_python(self, value: Any) -> Any:
        scheme, colon, rest = str(super().to_python(value)).partition(":")
        return f"{scheme.lower()}{colon}{rest}"


class NamesField(forms.CharField):
    """Names with commas between them."""

    def clean(self, value: Any) -> Any:
        names = list(dict.fromkeys(name.strip() for name in re.split(r"[,\n]", super().clean(value)) if name.strip()))
        if len(names) > 10 or any(len(name) > 80 for name in names):
            raise ValidationError(gettext("10 names at most, of 80 characters each."))
        return names


class SpanField(forms.CharField):
    """`3`, `3–4` or `3 to 4`: [low, high], or None where nothing is typed."""

    def __init__(self, *, most: int, what: Any, unit: str = "", **kwargs: Any) -> None:
        self.most, self.what, self.unit = most, what, unit
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(**{"required": False, "max_length": 20, "widget": widget, **kwargs})

    def to_python(self, value: Any) -> Any:
        return DASH.sub("–", str(super().to_python(value))).removesuffix(self.unit).strip()

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = SPAN.fullmatch(text)
        low, high = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= low <= high <= self.most:
            raise ValidationError(
                gettext("%(what)s: one figure or a range from 1 to %(most)s, such as 3–4.")
                % {"what": self.what, "most": self.most}
            )
        return [low, high]


def span_text(span: Any) -> str:
    """[3, 4] as `3–4`, [3, 3] as `3`, nothing as nothing."""
    if not span or span[0] is None:
        return ""
    low, high = span
    return f"{low}" if low == high else f"{low}–{high}"
