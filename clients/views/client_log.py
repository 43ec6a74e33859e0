"""The session log of a client."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import coach_required
from clients.models import Client
from clients.session_log import PER_PAGE, logged, logged_sessions


@require_safe
@coach_required
def client_sessions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every session, newest first, a page of them at a time."""
    client = get_object_or_404(Client.objects.for_coach(request.user), pk=pk)
    page = Paginator(logged_sessions(client, request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"client": client, "page": page, "log": [logged(session) for session in page]}
    return render(request, "coach/clients/sessions.html", context)
