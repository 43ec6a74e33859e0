"""Deleting a client for good: what goes, the export first, the name typed."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.access import coach_required
from clients.leaving import delete_client
from clients.models import Attachment, Client, Session, SetLog


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def client_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Client.objects.for_coach(request.user), pk=pk)
    typed, problem = request.POST.get("name", "").replace("\x00", "")[:200], ""
    if request.method == "POST":
        try:
            delete_client(row, typed=typed)
            messages.success(request, gettext("%(name)s is deleted for good.") % {"name": row.name})
            return redirect("coach:clients")
        except ValidationError as error:
            problem = " ".join(error.messages)
    context = {
        "client": row,
        "sessions": Session.objects.for_coach(request.user).filter(client=row).count(),
        "clips": Attachment.objects.for_coach(request.user).filter(client=row).count(),
        "sets": SetLog.objects.for_coach(request.user).filter(client=row).count(),
        "typed": typed,
        "problem": problem,
    }
    return render(request, "coach/clients/delete.html", context, status=422 if problem else 200)
