"""Rows by the hundred: a serializer that reads a field with one plain function, in the place of three calls a value.

What comes out is what REST framework would give, as text where JSON has no kind of its own (tests/clients/
test_api_quick.py lays the two side by side). A field of a kind that is not known here goes its usual way.

Rows by the thousand, that lie in others: `read_shown` makes no models of them at all, and has the database write ids,
figures and moments as text.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from functools import cache, partial
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Func, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from rest_framework import serializers

from config.api.fields import OptionalChoice, Tempo

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
        if type(row) is dict:  # of `read_shown`
            return row
        return {name: read(row) for name, read in self._reads}


def read_shown(rows: QuerySet[Any], kind: Any, *, by: str) -> dict[str, list[dict[str, Any]]]:
    """What a quick serializer, `kind`, shows of the rows: by the text of an id that each of them has.

    Raises TypeError for a serializer with a field that is more than a column.
    """
    columns, turns = _plan(kind)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for key, *values in rows.values_list(Cast(by, TextField()), *columns.values()):
        shown = dict(zip(columns, values, strict=True))
        for name, turn in turns:
            shown[name] = turn(shown[name])
        found[key].append(shown)
    return found


class Among(Func):
    """`column__in=ids` with one parameter in the place of a hundred, each of which costs."""

    template, arg_joiner = "(%(expressions)s))", " = ANY("
    output_field = BooleanField()

    def __init__(self, column: str, ids: list[UUID]) -> None:
        super().__init__(F(column), Value(ids, ArrayField(UUIDField())))


class _MomentText(Func):
    """A moment as the serializers write it, but for a second that is whole."""

    function = "to_char"
    template = """%(function)s(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    output_field = TextField()


@cache
def _plan(kind: Any) -> tuple[dict[str, Any], list[tuple[str, Read]]]:
    """By a field's name its column, or what the database makes of it; and what is left to do to some values."""
    columns: dict[str, Any] = {}
    turns: list[tuple[str, Read]] = []
    for name, field in kind().fields.items():
        columns[name], turn = _column(field)
        if turn is not None:
            turns.append((name, turn))
    return columns, turns


def _column(field: Any) -> tuple[Any, Read | None]:
    kind, source = type(field), field.source
    if kind is serializers.PrimaryKeyRelatedField and field.pk_field is None:
        return Cast(f"{source}_id", TextField()), None
    if kind is serializers.UUIDField:
        return Cast(source, TextField()), None
    if kind is serializers.DecimalField and field.decimal_places == _places(field):
        return Cast(source, TextField()), None
    if kind is serializers.DateTimeField:
        return _MomentText(source), _whole_second
    if kind is OptionalChoice:
        return source, _nothing_is_none
    if kind in (*AS_THEY_ARE, serializers.ChoiceField, serializers.ListField):
        return source, None
    if isinstance(field, Tempo):
        return source, field.to_representation
    raise TypeError(f"{field.parent}: {field.source} is more than a column.")


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


def _places(field: Any) -> int | None:
    """How many decimals the database keeps."""
    column = field.parent.Meta.model._meta.get_field(field.source)
    return getattr(getattr(column, "output_field", column), "decimal_places", None)


def _whole_second(text: str | None) -> str | None:
    return text and text.replace(".000000Z", "Z")


def _nothing_is_none(text: str) -> str | None:
    return text or None
