"""Pages: `?page=2&limit=100`."""

import re
from typing import Any

from rest_framework.exceptions import NotFound
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

from config.api.errors import BadQuery

WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)


class PagePagination(PageNumberPagination):
    """Numbered pages. A size that cannot be is refused, never quietly replaced."""

    page_size_query_param = "limit"
    page_size_query_description = "Rows a page, 1 to 200."
    max_page_size = 200
    last_page_strings = ()

    def get_page_size(self, request: Request) -> int:
        asked = request.query_params.get(self.page_size_query_param)
        if asked is None:
            return int(self.page_size or 50)
        if not WHOLE.fullmatch(asked) or not 1 <= int(asked) <= self.max_page_size:
            raise BadQuery({self.page_size_query_param: [f"A whole number from 1 to {self.max_page_size}."]})
        return int(asked)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "Rows on all pages."},
                "next": address,
                "previous": address,
                "results": schema,
            },
        }

    def get_page_number(self, request: Request, paginator: object) -> int:
        asked = request.query_params.get(self.page_query_param, "1")
        if not WHOLE.fullmatch(asked):
            raise BadQuery({self.page_query_param: ["A whole number from 1."]})
        if int(asked) < 1:
            raise NotFound("There is no such page.")
        return int(asked)
