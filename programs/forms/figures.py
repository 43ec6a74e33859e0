"""Figures as people type them: only the digits 0 to 9, one dot or comma as decimal mark. Nothing is guessed."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from exercises.words import whole_words

WHOLE = re.compile(r"[0-9]{1,9}")
DECIMAL = re.compile(r"[0-9]{1,9}([.,][0-9]{1,9})?")


def decimal_of(text: str) -> Decimal | None:
    """The number that was typed, "82,5" or "82.5"; None when it is none."""
    return Decimal(text.replace(",", ".")) if DECIMAL.fullmatch(text) else None


class WholeField(forms.CharField):
    """A whole number from `low` to `high`. Empty is None unless the field is required."""

    def __init__(self, *, low: int, high: int, what: Any, **kwargs: Any) -> None:
        self.low, self.high, self.what = low, high, what
        super().__init__(**kwargs)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        if not WHOLE.fullmatch(text) or not self.low <= int(text) <= self.high:
            raise ValidationError(
                _("%(what)s: a whole number from %(low)s to %(high)s, in the figures 0 to 9.")
                % {"what": self.what, "low": self.low, "high": whole_words(self.high)}
            )
        return int(text)


class DecimalField(forms.CharField):
    """A number from `low` to `high` with at most two decimals. Empty is None unless the field is required."""

    def __init__(self, *, low: int, high: int, what: Any, **kwargs: Any) -> None:
        self.low, self.high, self.what = low, high, what
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        number = decimal_of(text)
        if number is None:
            raise ValidationError(
                _("%(what)s: a number such as 40 or 42.5, in the figures 0 to 9.") % {"what": self.what}
            )
        if not self.low <= number <= self.high:
            raise ValidationError(
                _("%(what)s: between %(low)s and %(high)s.")
                % {"what": self.what, "low": self.low, "high": whole_words(self.high)}
            )
        if number != round(number, 2):
            raise ValidationError(_("%(what)s: at most two decimals, such as 42.25.") % {"what": self.what})
        return number
