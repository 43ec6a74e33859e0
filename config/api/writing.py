"""Fields of request bodies: text that is text, figures that are figures, tempo by its phases."""

import re
from decimal import Decimal
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework import serializers
from rest_framework.fields import empty

from config.api.fields import StrictSerializer, WholeNumber

FIGURE = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)
PHASES = ("eccentric_s", "bottom_pause_s", "concentric_s", "top_pause_s")


class Text(serializers.CharField):
    """Text, and nothing that only looks like it: a number is a number."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    """true or false; never 1, "yes" or text."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Changing:
    """In front of a serializer of a whole row: nothing has to be said, and what is left out is not there.

    (`partial=True` would do the same to the rows within the row.)
    """

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()  # type: ignore[misc]
        for field in fields.values():
            field.required, field.default = False, empty
        return fields


class Figure(serializers.DecimalField):
    """A number, or a number as text in ASCII digits with a point. Its bounds are always given."""

    def __init__(self, *, low: str, high: str, places: int, **kwargs: Any) -> None:
        super().__init__(
            max_digits=9 + places,
            decimal_places=places,
            min_value=Decimal(low),
            max_value=Decimal(high),
            **kwargs,
        )

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, bool) or not isinstance(data, int | Decimal | str):
            self.fail("invalid")
        if isinstance(data, str) and not FIGURE.fullmatch(data):
            self.fail("invalid")
        return super().to_internal_value(data)


class FigureSchema(OpenApiSerializerFieldExtension):
    target_class = Figure

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        bounds = {"minimum": float(self.target.min_value), "maximum": float(self.target.max_value)}
        places = self.target.decimal_places
        pattern = rf"^-?[0-9]{{1,9}}(\.[0-9]{{1,{places}}})?$"
        return {"oneOf": [{"type": "number", **bounds}, {"type": "string", "pattern": pattern}]}


class Chosen(serializers.ListField):
    """Several of a list of words, each of them once; their order is kept."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(child=serializers.ChoiceField(choices), **{"max_length": len(choices), **kwargs})

    def to_internal_value(self, data: Any) -> list[Any]:
        return list(dict.fromkeys(super().to_internal_value(data)))


def rows_of(kind: type[StrictSerializer], *, most: int, least: int = 0, **kwargs: Any) -> serializers.ListField:
    """Rows within a row, so many of them."""
    return serializers.ListField(child=kind(), min_length=least, max_length=most, **kwargs)


class WriteTempoSerializer(StrictSerializer):
    """How long each part of a rep lasts, in seconds. Kept as four digits."""

    eccentric_s = WholeNumber(min_value=0, max_value=9, help_text="Lowering.")
    bottom_pause_s = WholeNumber(min_value=0, max_value=9)
    concentric_s = WholeNumber(min_value=0, max_value=9, help_text="Lifting; 0 is as fast as it goes.")
    top_pause_s = WholeNumber(min_value=0, max_value=9)

    def to_internal_value(self, data: Any) -> Any:
        phases = super().to_internal_value(data)
        return "".join(str(phases[name]) for name in PHASES)
