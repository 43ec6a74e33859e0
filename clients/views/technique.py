"""Technique of a session, as the coach saw it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.access import coach_required
from clients.forms.technique import TechniqueForm
from clients.models import Attachment, Session, SessionItem
from clients.technique import mark_technique

TEMPLATE = "coach/clients/technique.html"


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def technique(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sound or failed for each side, with a note. 422 with everything as it was typed.

    Judged beside a `clip`, only its exercise is, and the way leads back to it.
    """
    user: Any = request.user
    sessions = Session.objects.for_coach(user).exclude(status=Session.Status.SKIPPED).select_related("client")
    session = get_object_or_404(sessions, pk=pk)
    clip = _clip(request, session)
    forms = technique_forms(
        user, session, request.POST if request.method == "POST" else None, item=clip.set.item_id if clip else None
    )
    if request.method != "POST" or not all(form.is_valid() for form in forms):
        context = {"session": session, "forms": forms, "clip": clip}
        return render(request, TEMPLATE, context, status=422 if request.method == "POST" else 200)
    with transaction.atomic():
        for form in forms:
            for side, (sound, note) in form.verdicts.items():
                mark_technique(form.item, side=side, sound=sound, note=note, by=user)
    messages.success(
        request, gettext("Kept. %(name)s reads it with the session.") % {"name": session.client.first_name}
    )
    return redirect("coach:clip", pk=clip.pk) if clip else redirect("coach:review-item", pk=session.pk)


def _clip(request: HttpRequest, session: Session) -> Attachment | None:
    """The clip of this session that the address names. Raises Http404 for another."""
    named = request.GET.get("clip", "")
    if not named:
        return None
    try:
        pk = UUID(named)
    except ValueError as error:
        raise Http404 from error
    rows = Attachment.objects.for_coach(request.user).filter(session=session).select_related("set")
    return get_object_or_404(rows, pk=pk)


def technique_forms(
    user: Any, session: Session, posted: Any = None, *, item: UUID | None = None
) -> list[TechniqueForm]:
    """A form for each exercise of the session that was asked for; only for `item` where that is named."""
    items = SessionItem.objects.for_coach(user).filter(session=session).select_related("session")
    if item is not None:
        items = items.filter(pk=item)
    rows = items.prefetch_related("targets__variation__exercise", "technique")
    return [TechniqueForm(posted, item=item) for item in rows if item.targets.all()]
