"""A client's data as a file."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.access import coach_required
from clients.export_files import export_zip, file_name
from clients.inbox import today_of
from clients.models import Client


@require_safe
@coach_required
def client_export(request: HttpRequest, pk: UUID) -> StreamingHttpResponse:
    user: Any = request.user
    client = get_object_or_404(Client.objects.for_coach(user), pk=pk)
    return zip_response(export_zip(client, by=user), file_name(client, today_of(user)))


def zip_response(blocks: Iterator[bytes], name: str) -> StreamingHttpResponse:
    """A file to keep, sent as it is made; no cache in between keeps it."""
    response = StreamingHttpResponse(blocks, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
