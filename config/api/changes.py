"""`/api/v1/changes/?since=`: what a tool has to read again, or to take out of its copy."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core import signing
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.viewsets import ViewSetMixin

from accounts.changes import Place, here, read
from config.api.errors import BadQuery, Gone
from config.api.paging import LONGEST_CURSOR, MOST, USUAL, limit_of
from config.api.schema import some_of
from config.api.views import StrictView

# By their addresses: /api/v1/<kind>/<id>/ is the row.
KINDS = (
    "clients", "invitations", "notes", "body-masses", "assignments", "swaps", "sessions", "sets", "clips", "clip-notes",
    "proposals", "comments", "exercises", "variations", "progressions", "programs",
)  # fmt: skip
SALT = "api.changes"
PLACE = {"type": "string", "maxLength": LONGEST_CURSOR}
COUNT = {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
PARAMETERS = [
    OpenApiParameter("since", PLACE, description="A place that an answer named."),
    OpenApiParameter("kind", some_of(KINDS), description=f"Only these, with commas between: {', '.join(KINDS)}."),
    OpenApiParameter("limit", COUNT, description="At most so many."),
]


class ChangeSerializer(serializers.Serializer[Any]):
    """That a row is new or different, or that it is gone. What it now says is at `/api/v1/<kind>/<id>/`."""

    kind = serializers.ChoiceField(KINDS)
    id = serializers.UUIDField(source="row")
    deleted = serializers.BooleanField()
    changed_at = serializers.DateTimeField(source="at")


@extend_schema_serializer(many=False)
class ChangeFeedSerializer(serializers.Serializer[Any]):
    """Ask `next` again at once where there is `more`, else when you like: it is never null."""

    since = serializers.CharField(help_text="The place that is reached now; what `next` asks from.")
    next = serializers.URLField()
    more = serializers.BooleanField(help_text="Whether there are further changes already.")
    results = ChangeSerializer(many=True)


EXAMPLE = {
    "since": "WyI3NTc2MzA0NTg4NzE0MiIsMTIzNCw5LDE3Njc2NDAwMDBd:1vOd6u:Qe9",
    "next": "https://kickstand.example/api/v1/changes/?since=WyI3NTc2MzA0NTg4NzE0MiIsMTIzNCw5LDE3Njc2NDAwMDBd:1vOd6u:Qe9",
    "more": False,
    "results": [
        {
            "kind": "sets",
            "id": "0b6e2f0c-2f0d-4f5e-9c55-0a2d1b7c9e11",
            "deleted": False,
            "changed_at": "2026-01-05T18:02:01.337120Z",
        },
        {
            "kind": "comments",
            "id": "019b8e70-11d5-7b7e-a7d0-1f2f4bb3c0de",
            "deleted": True,
            "changed_at": "2026-01-05T18:03:44.120004Z",
        },
    ],
}


class ChangeViewSet(ViewSetMixin, StrictView):
    """What has changed since a place in time, deletions too, for tools that keep a copy."""

    serializer_class = ChangeSerializer

    def known_parameters(self) -> set[str]:
        return {"since", "kind", "limit"}

    @extend_schema(
        operation_id="changes_list",
        parameters=PARAMETERS,
        responses={200: ChangeFeedSerializer},
        examples=[OpenApiExample("Two changes", value=EXAMPLE, response_only=True)],
    )
    def list(self, request: Request) -> Response:
        """Rows that were made, changed or deleted after `since`, each as it was last. Nothing is lost between calls.

        Begin without `since`: the answer is empty and names the place of now. Then read the lists, and then ask from
        that place on. A place is good for 30 days; after that, and after the service moved to another database server,
        it is a 410: read the lists again. A change is told once all that began before it is done, as a rule at once.
        """
        kinds, limit = self.kinds(request), limit_of(request)
        asked = request.query_params.get("since")
        if asked is None:
            return self.answer(request, here(), more=False, changes=[])
        place = place_of(asked)
        if place.is_gone:
            raise Gone
        page = read(request.user, place, kinds=kinds, limit=limit)
        return self.answer(request, page.place, more=page.more, changes=page.changes)

    def kinds(self, request: Request) -> Sequence[str]:
        names = request.query_params.get("kind", ",".join(KINDS)).split(",")
        if set(names) - set(KINDS):
            raise BadQuery({"kind": [f"Names with commas between them, of: {', '.join(KINDS)}."]})
        return names

    def answer(self, request: Request, place: Place, *, more: bool, changes: Any) -> Response:
        since = text_of(place)
        following = replace_query_param(request.build_absolute_uri(), "since", since)
        shown = ChangeSerializer(changes, many=True).data
        return Response({"since": since, "next": following, "more": more, "results": shown})


def text_of(place: Place) -> str:
    return signing.dumps([place.server, place.transaction, place.change, int(place.made_at.timestamp())], salt=SALT)


def place_of(text: str) -> Place:
    try:
        server, transaction, change, made_at = signing.loads(text[:LONGEST_CURSOR], salt=SALT)
    except (signing.BadSignature, ValueError, UnicodeError) as error:
        raise BadQuery({"since": ["Take places from since or next, as they are."]}) from error
    at = dt.datetime.fromtimestamp(made_at, tz=dt.UTC)
    return Place(server=server, transaction=transaction, change=change, made_at=at)
