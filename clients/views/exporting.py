"""A client's data as a file."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.access import coach_required
from clients.exporting import export_zip, file_name
from clients.inbox import today_of
from clients.models import Client


@require_safe
@coach_required
def client_export(request: HttpRequest, pk: UUID) -> HttpResponse:
    user: Any = request.user
    client = get_object_or_404(Client.objects.for_coach(user), pk=pk)
    response = HttpResponse(export_zip(client, by=user), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{file_name(client, today_of(user))}"'
    response["Cache-Control"] = "private, no-store"
    return response
