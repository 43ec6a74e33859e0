"""Figures as people type them: only the digits 0 to 9, one dot or comma as decimal mark. Nothing is guessed."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

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
                f"{self.what}: a whole number from {self.low} to {self.high:,}, in the figures 0 to 9."
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
            raise ValidationError(f"{self.what}: a number such as 40 or 42.5, in the figures 0 to 9.")
        if not self.low <= number <= self.high:
            raise ValidationError(f"{self.what}: between {self.low} and {self.high:,}.")
        if number != round(number, 2):
            raise ValidationError(f"{self.what}: at most two decimals, such as 42.25.")
        return number
