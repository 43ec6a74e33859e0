"""Rows by the hundred: a serializer that reads a field with one plain function, in the place of three calls a value.

What comes out is what REST framework would give, as text where JSON has no kind of its own (tests/clients/
test_api_quick.py lays the two side by side). A field of a kind that is not known here goes its usual way.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.utils.functional import cached_property
from rest_framework import serializers

from config.api.fields import OptionalChoice

Read = Callable[[Any], Any]
AS_THEY_ARE = (serializers.IntegerField, serializers.CharField, serializers.BooleanField, serializers.JSONField)


class Quick(serializers.BaseSerializer[Any]):
    """Goes in front of the serializer's base."""

    fields: Any

    @cached_property
    def _reads(self) -> list[tuple[str, Read]]:
        """Made when the first row is read: until then fields come and go (`?fields=`, `?expand=`)."""
        return [(name, read_of(field)) for name, field in self.fields.items() if not field.write_only]

    def to_representation(self, row: Any) -> dict[str, Any]:
        return {name: read(row) for name, read in self._reads}


def read_of(field: Any) -> Read:
    kind = type(field)
    if kind is serializers.PrimaryKeyRelatedField and field.pk_field is None:
        return partial(_text, attrgetter(f"{field.source}_id"))
    get = attrgetter(field.source) if field.source != "*" else None
    if get is None or kind in (serializers.SerializerMethodField, serializers.ReadOnlyField):
        return partial(_usual, field)
    if kind is serializers.UUIDField:
        return partial(_text, get)
    if kind is OptionalChoice:
        return partial(_or_none, get)
    if kind is serializers.DateField:
        return partial(_day, get)
    if kind is serializers.DateTimeField:
        return partial(_moment, get)
    if kind is serializers.DecimalField and field.decimal_places is not None:
        return partial(_figure, get, f".{field.decimal_places}f")
    if kind is serializers.ListField and type(field.child) is serializers.IntegerField:
        return partial(_list, get)
    return get if kind in (*AS_THEY_ARE, serializers.ChoiceField) else partial(_usual, field)


def _usual(field: Any, row: Any) -> Any:
    value = field.get_attribute(row)
    return None if value is None else field.to_representation(value)


def _text(get: Read, row: Any) -> str | None:
    value: UUID | None = get(row)
    return None if value is None else str(value)


def _or_none(get: Read, row: Any) -> Any:
    return get(row) or None


def _day(get: Read, row: Any) -> str | None:
    value: dt.date | None = get(row)
    return None if value is None else value.isoformat()


def _moment(get: Read, row: Any) -> str | None:
    value: dt.datetime | None = get(row)
    return None if value is None else value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _figure(get: Read, places: str, row: Any) -> str | None:
    value: Decimal | None = get(row)
    return None if value is None else format(value, places)


def _list(get: Read, row: Any) -> list[Any]:
    return list(get(row))
