"""What two people edit: GET answers an ETag, and who writes says with If-Match which state they saw."""

import hashlib
from typing import Any

from django.utils.http import parse_etags
from rest_framework.permissions import SAFE_METHODS
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from config.api.errors import Changed, PreconditionRequired
from config.api.views import ReadViewSet

MUST = {"PUT", "PATCH", "DELETE"}


class Versioned(ReadViewSet):
    """Goes in front of the viewset's base. `get_object` then is the row as the sender saw it, locked, or a refusal.

    Answers made by `self.answer(row)` carry the ETag. A POST to the row's own verbs may send If-Match, and need not.
    """

    def etag_from(self, row: Any) -> str:
        """What changes when anything that is shown of `row` does."""
        return hashlib.sha256(JSONRenderer().render(self.whole(row))).hexdigest()[:32]

    def tag(self, row: Any) -> str:
        return f'"{self.etag_from(row)}"'

    def get_object(self) -> Any:
        row = super().get_object()
        asked = self.request.headers.get("If-Match")
        if self.request.method in SAFE_METHODS or (asked is None and self.request.method not in MUST):
            return row
        if asked is None:
            raise PreconditionRequired
        # Whoever comes second waits here, and then sees what the first one wrote.
        type(row)._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).values_list("pk").first()
        row = super().get_object()
        tag = self.tag(row)
        if not {tag, "*"} & set(parse_etags(asked)):
            raise Changed(current=self.whole(row), etag=tag)
        return row

    def answer(self, row: Any, **options: Any) -> Response:
        response = super().answer(row, **options)
        response["ETag"] = self.tag(row)
        return response
