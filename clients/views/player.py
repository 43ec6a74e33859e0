"""Clips and photos on the coach's side: looked at frame by frame, noted on, judged."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import coach_required
from clients.clip_page import clip_page_of, clips_for
from clients.clips import note_on, open_clip
from clients.forms.clips import NoteForm
from clients.models import Attachment, AttachmentNote
from clients.serving import send_kept
from clients.views.technique import technique_forms
from config.http import is_looked_at

TEMPLATE = "coach/clients/clip.html"


@require_safe
@coach_required
def clip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The player. Opening it is seeing it; a page that the browser fetches ahead is not opened yet."""
    row = get_object_or_404(clips_for(request.user), pk=pk)
    if is_looked_at(request):
        open_clip(row)
    return _page(request, row, NoteForm())


@require_safe
@coach_required
def clip_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(clips_for(request.user), pk=pk)
    return send_kept(request, row.file, content_type=row.content_type, tag=row.pk.hex)


@require_POST
@coach_required
def clip_notes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A note at a moment. 422 with what was typed."""
    user: Any = request.user
    row = get_object_or_404(clips_for(user), pk=pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    note = note_on(row, at_ms=form.at_ms, text=form.cleaned_data["text"], by=user)
    messages.success(request, gettext("Kept. %(name)s reads it.") % {"name": row.session.client.first_name})
    return redirect(f"{reverse('coach:clip', args=[pk])}?at={note.at_ms}")


@require_POST
@coach_required
def clip_note_delete(request: HttpRequest, pk: UUID, note: UUID) -> HttpResponse:
    row = get_object_or_404(AttachmentNote.objects.for_coach(request.user).filter(attachment=pk), pk=note)
    row.delete()
    messages.success(request, gettext("The note is deleted."))
    return redirect("coach:clip", pk=pk)


def _page(request: HttpRequest, row: Attachment, form: NoteForm) -> HttpResponse:
    context = {
        "page": clip_page_of(row, request.user, at=request.GET.get("at", "")),
        "file": reverse("coach:clip-file", args=[row.pk]),
        "form": form,
        "session": row.session,
        "technique": technique_forms(request.user, row.session, item=row.set.item_id),
    }
    return render(request, TEMPLATE, context, status=422 if form.is_bound else 200)
