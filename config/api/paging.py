"""Pages that stay whole while rows arrive: `?cursor=…&limit=100&ordering=-created_at`.

A cursor is the place of a row in its ordering, not a number of rows: what comes in before it moves nothing, and no row
that was there is told twice or left out. It is signed, so that nobody makes one up.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import F, Model, Q
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from config.api.errors import BadQuery

WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
LONGEST_CURSOR = 2000
MOST = 200
USUAL = 50
Orderings = Sequence[str] | Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of an ordering. Rows without a value come last, whichever way it goes."""

    path: str
    down: bool

    @classmethod
    def of(cls, name: str) -> "Column":
        return cls(path=name.removeprefix("-"), down=name.startswith("-"))

    def order(self, *, backwards: bool) -> Any:
        if self.down == backwards:
            return F(self.path).asc(nulls_first=True) if backwards else F(self.path).asc(nulls_last=True)
        return F(self.path).desc(nulls_first=True) if backwards else F(self.path).desc(nulls_last=True)

    def beyond(self, value: Any, *, backwards: bool) -> Q:
        """Rows that come after `value` in this column (before it, when going backwards)."""
        if value is None:
            return Q(**{f"{self.path}__isnull": False}) if backwards else Q(pk__in=[])
        side = Q(**{f"{self.path}__{'lt' if self.down != backwards else 'gt'}": value})
        return side if backwards else side | Q(**{f"{self.path}__isnull": True})

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})

    def value(self, row: Any) -> Any:
        """As text, exact to the last digit; None stays."""
        for name in self.path.split("__"):
            row = getattr(row, name) if row is not None else None
        return None if row is None else str(row)


def columns_of(orderings: Orderings, name: str) -> list[Column]:
    """The columns of a named ordering, made unique by the row's id."""
    names = orderings[name] if isinstance(orderings, Mapping) else [name]
    columns = [Column.of(one) for one in names]
    if not any(column.path in ("id", "pk") for column in columns):
        columns.append(Column.of("-pk" if columns[0].down else "pk"))
    return columns


def limit_of(request: Request) -> int:
    """How many rows are asked for. Raises BadQuery for a number that cannot be."""
    asked = request.query_params.get("limit")
    if asked is None:
        return USUAL
    if not WHOLE.fullmatch(asked) or not 1 <= int(asked) <= MOST:
        raise BadQuery({"limit": [f"A whole number from 1 to {MOST}."]})
    return int(asked)


class CursorPagination(BasePagination):
    """The view's `orderings` are the ones there are, the first of them unless another is asked for."""

    display_page_controls = False

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.address = request.build_absolute_uri()
        self.ordering = self.get_ordering(request, view)
        self.columns = columns_of(view.orderings, self.ordering)
        limit, (backwards, place) = limit_of(request), self.read_cursor(request)
        if place is not None:
            queryset = queryset.filter(self.beyond(place, backwards=backwards))
        ordered = queryset.order_by(*(column.order(backwards=backwards) for column in self.columns))
        rows = list(ordered[: limit + 1])
        more, rows = len(rows) > limit, rows[:limit]
        if backwards:
            rows.reverse()
        self.has_next = bool(rows) and (backwards or more)
        self.has_previous = bool(rows) and (more if backwards else place is not None)
        self.ends = (rows[0], rows[-1]) if rows else None
        return rows

    def get_ordering(self, request: Request, view: Any) -> str:
        names = list(view.orderings)
        asked = request.query_params.get("ordering", names[0])
        if asked not in names:
            raise BadQuery({"ordering": [f"One of: {', '.join(names)}."]})
        return str(asked)

    def read_cursor(self, request: Request) -> tuple[bool, list[Any] | None]:
        """Which way it goes, and the place it stands for; None at the beginning."""
        asked = request.query_params.get("cursor")
        if asked is None:
            return False, None
        try:
            ordering, backwards, place = signing.loads(asked[:LONGEST_CURSOR], salt="api.cursor")
        except (signing.BadSignature, ValueError, UnicodeError) as error:
            raise BadQuery({"cursor": ["Take cursors from next and previous, as they are."]}) from error
        if ordering != self.ordering or len(place) != len(self.columns):
            raise BadQuery({"cursor": ["This cursor is of another ordering. Begin without one."]})
        return backwards, place

    def beyond(self, place: list[Any], *, backwards: bool) -> Q:
        """Rows after the place: beyond it in the first column, or level in that and beyond it in the next."""
        found, level = Q(pk__in=[]), Q()
        for column, value in zip(self.columns, place, strict=True):
            found |= level & column.beyond(value, backwards=backwards)
            level &= column.same(value)
        return found

    def link(self, row: Model, *, backwards: bool) -> str:
        place = [column.value(row) for column in self.columns]
        cursor = signing.dumps([self.ordering, backwards, place], salt="api.cursor")
        return str(replace_query_param(remove_query_param(self.address, "cursor"), "cursor", cursor))

    def get_next_link(self) -> str | None:
        return self.link(self.ends[1], backwards=False) if self.ends and self.has_next else None

    def get_previous_link(self) -> str | None:
        return self.link(self.ends[0], backwards=True) if self.ends and self.has_previous else None

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.get_next_link(), "previous": self.get_previous_link(), "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**address, "example": "https://kickstand.example/api/v1/…/?cursor=…"},
                "previous": {**address, "example": None},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        names = list(view.orderings)
        return [
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "description": "The place to go on from. Taken from `next` or `previous`, never made up.",
                "schema": {"type": "string", "maxLength": LONGEST_CURSOR},
            },
            {
                "name": "limit",
                "in": "query",
                "required": False,
                "description": f"Rows a page, {USUAL} unless you say.",
                "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
            },
            {
                "name": "ordering",
                "in": "query",
                "required": False,
                "description": "What the rows go by; `-` turns it round.",
                "schema": {"type": "string", "enum": names, "default": names[0]},
            },
        ]
