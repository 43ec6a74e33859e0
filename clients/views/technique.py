"""Technique of a session, as the coach saw it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import coach_required
from clients.forms.technique import TechniqueForm
from clients.models import Session, SessionItem
from clients.technique import mark_technique

TEMPLATE = "coach/clients/technique.html"


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def technique(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sound or failed for each side, with a note. 422 with everything as it was typed."""
    user: Any = request.user
    sessions = Session.objects.for_coach(user).exclude(status=Session.Status.SKIPPED).select_related("client")
    session = get_object_or_404(sessions, pk=pk)
    forms = technique_forms(user, session, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not all(form.is_valid() for form in forms):
        context = {"session": session, "forms": forms}
        return render(request, TEMPLATE, context, status=422 if request.method == "POST" else 200)
    with transaction.atomic():
        for form in forms:
            for side, (sound, note) in form.verdicts.items():
                mark_technique(form.item, side=side, sound=sound, note=note, by=user)
    messages.success(request, f"Kept. {session.client.first_name} reads it with the session.")
    return redirect("coach:review-item", pk=session.pk)


def technique_forms(user: Any, session: Session, posted: Any = None) -> list[TechniqueForm]:
    """A form for each exercise of the session that was asked for."""
    items = SessionItem.objects.for_coach(user).filter(session=session).select_related("session")
    rows = items.prefetch_related("targets__variation__exercise", "technique")
    return [TechniqueForm(posted, item=item) for item in rows if item.targets.all()]
