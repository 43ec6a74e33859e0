"""Equipment as people type it: "1.25×2, 2.5×2" and "2–40 by 2". The coach's form and the client's own read it alike."""

import re
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clients.standing import figure
from programs.forms.figures import decimal_of


class EquipmentText:
    """Reads the equipment fields of a form; each tells what is wrong at itself."""

    cleaned_data: dict[str, Any]

    def clean_plates(self) -> list[list[int | float]]:
        return parse_plates(self.cleaned_data["plates"])

    def clean_dumbbells(self) -> list[int | float]:
        return parse_loads(self.cleaned_data["dumbbells"])

    def clean_kettlebells(self) -> list[int | float]:
        return parse_loads(self.cleaned_data["kettlebells"])

    def clean_bands(self) -> list[int | float]:
        return parse_loads(self.cleaned_data["bands"])


def parse_loads(text: str) -> list[int | float]:
    """`2, 4, 6`, `2–40 by 2`, or both, separated by commas, as sorted numbers. Raises ValidationError."""
    found: set[Decimal] = set()
    for part in _parts(text):
        span = re.fullmatch(r"([\d.]+)\s*(?:–|-|to|bis)\s*([\d.]+)\s*(?:by|je)\s*([\d.]+)", part)
        if span:
            found.update(_steps(*(_figure(each, part) for each in span.groups()), part=part))
        else:
            found.add(_figure(part, part))
    return [plain_number(each) for each in sorted(found)]


def parse_plates(text: str) -> list[list[int | float]]:
    """`1.25×2, 2.5×2` as [[1.25, 2], [2.5, 2]]; a size without a number is one pair. Raises ValidationError."""
    found = []
    for part in _parts(text):
        pair = re.fullmatch(r"([\d.]+)\s*(?:[×x*]\s*([0-9]{1,3}))?", part)
        if not pair:
            raise ValidationError(_("“%(part)s” is not a plate. Write 1.25×2, 2.5×2.") % {"part": part})
        found.append([plain_number(_figure(pair[1], part)), int(pair[2] or 2)])
    return sorted(found)


def loads_text(loads: list[Any]) -> str:
    """Back to words: evenly spaced loads as `2–40 by 2`, others one by one."""
    values = [Decimal(str(each)) for each in loads]
    steps = {after - before for before, after in pairwise(values)}
    if len(values) > 3 and len(steps) == 1:
        words = {"low": figure(values[0]), "high": figure(values[-1]), "step": figure(steps.pop())}
        return _("%(low)s–%(high)s by %(step)s") % words
    return ", ".join(figure(each) for each in values)


def plates_text(plates: list[Any]) -> str:
    return ", ".join(f"{figure(Decimal(str(weight)))}×{count}" for weight, count in plates)


def _parts(text: str) -> list[str]:
    """A comma between two digits is a decimal mark; between two weights a space follows it."""
    text = re.sub(r"(?<=[0-9]),(?=[0-9])", ".", text)
    return [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]


def _figure(text: str, part: str) -> Decimal:
    number = decimal_of(text)
    if number is None:
        raise ValidationError(_("“%(part)s” is not a weight. Write 2, 4, 6 or 2–40 by 2.") % {"part": part[:20]})
    return number


def _steps(low: Decimal, high: Decimal, step: Decimal, *, part: str) -> list[Decimal]:
    if step <= 0 or high < low or (high - low) / step > 100:
        raise ValidationError(
            _("“%(part)s” is not a range. Write the lightest, the heaviest and the step: 2–40 by 2.") % {"part": part}
        )
    return [low + step * n for n in range(int((high - low) / step) + 1)]


def plain_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
