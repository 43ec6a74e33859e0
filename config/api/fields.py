"""Fields that take exactly what they say: no digits of other scripts, no numbers as text where a number is meant."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

LOAD = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?", re.ASCII)
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9:]{5,8}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})", re.ASCII)
CANONICAL = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2100


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses what it does not know, by name."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        errors = {name: [ErrorDetail("This field is not known here.", code="unknown")] for name in unknown}
        try:
            value = super().to_internal_value(data)
        except ValidationError as error:
            if isinstance(error.detail, dict):
                raise ValidationError({**error.detail, **errors}) from error
            raise
        if errors:
            raise ValidationError(errors)
        return value


class WholeNumber(serializers.IntegerField):
    """A JSON number without a fraction; never text, never true or false."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int | Decimal) or not -(10**9) < data < 10**9 or data % 1:
            self.fail("invalid")
        return int(data)


@extend_schema_field(
    {
        "oneOf": [
            {"type": "number", "minimum": 0, "maximum": 1000},
            {"type": "string", "pattern": r"^[0-9]{1,4}(\.[0-9]{1,2})?$"},
        ],
        "examples": [42.5, "42.50"],
    }
)
class LoadIn(serializers.DecimalField):
    """A load as it comes in: a number, or a number as text in ASCII digits with a point; 0 to 1,000, two decimals."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=6, decimal_places=2, min_value=Decimal(0), max_value=Decimal(1000), **kwargs)

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, bool) or not isinstance(data, int | Decimal | str):
            self.fail("invalid")
        if isinstance(data, str) and not LOAD.fullmatch(data):
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field(OpenApiTypes.DATETIME)
class Instant(serializers.Field[dt.datetime, Any, str, Any]):
    """A moment with its offset from UTC, from 2000 to 2100: `2026-03-02T18:04:00+01:00`."""

    default_error_messages = {
        "invalid": "Give date, time and offset, such as 2026-03-02T18:04:00+01:00.",
        "year": f"The year is outside {FIRST_YEAR} to {LAST_YEAR}.",
    }

    def to_internal_value(self, data: Any) -> dt.datetime:
        if not isinstance(data, str) or not INSTANT.fullmatch(data):
            self.fail("invalid")
        try:
            moment = dt.datetime.fromisoformat(data.upper())
        except ValueError:
            self.fail("invalid")
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            self.fail("year")
        return moment.astimezone(dt.UTC)

    def to_representation(self, value: dt.datetime) -> str:
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


class CanonicalUUID(serializers.UUIDField):
    """A UUID as text with hyphens."""

    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str) or not CANONICAL.fullmatch(data):
            self.fail("invalid", value=data)
        return UUID(data)


class OptionalChoice(serializers.ChoiceField):
    """One of the words, or null where there is none."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices, **{"allow_null": True, **kwargs})

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) or None


class TempoSerializer(serializers.Serializer[Any]):
    """How long each part of a rep lasts, in seconds."""

    eccentric_s = serializers.IntegerField(min_value=0, max_value=9, help_text="Lowering.")
    bottom_pause_s = serializers.IntegerField(min_value=0, max_value=9)
    concentric_s = serializers.IntegerField(min_value=0, max_value=9, help_text="Lifting.")
    top_pause_s = serializers.IntegerField(min_value=0, max_value=9)


@extend_schema_field(TempoSerializer)
class Tempo(serializers.Field[str, Any, dict[str, int], Any]):
    """Four digits, as phases with names."""

    def to_representation(self, value: str) -> dict[str, int]:
        return dict(zip(("eccentric_s", "bottom_pause_s", "concentric_s", "top_pause_s"), map(int, value), strict=True))


@extend_schema_field(TempoSerializer(allow_null=True))
class OptionalTempo(Tempo):
    """The same; null where no tempo is asked."""

    def to_representation(self, value: str) -> dict[str, int] | None:  # type: ignore[override]
        return super().to_representation(value) if value else None
