"""Clips and photos on the client's side: sent, looked at with the coach's notes, deleted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import client_required
from clients.clip_page import clip_page_of, clips_for, listed, sets_to_show
from clients.clips import attach_clip, delete_clip
from clients.forms.clips import ClipForm
from clients.models import Session
from clients.serving import send_kept
from clients.summary import sessions_for
from clients.today import first_name
from clients.views.client import done_page
from clients.views.review import go
from config.http import wants_fragment
from config.uploads import was_too_large


@require_POST
@client_required
def clip_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Attach a clip or photo to a set. 422 with the form; the file has to be chosen again, as browsers have it."""
    user: Any = request.user
    session = get_object_or_404(sessions_for(user).exclude(status=Session.Status.OPEN), pk=pk)
    posted = (request.POST, request.FILES)
    form = ClipForm(*posted, sets=sets_to_show(user, session), too_large=was_too_large(request))
    if form.is_valid() and _attached(form, user):
        messages.success(request, _("%(coach)s can see it now.") % {"coach": first_name(session.client.coach.name)})
        return go(request, f"{reverse('me:done', args=[session.pk])}#form-check")
    if not wants_fragment(request):
        return done_page(request, session, clip_form=form)
    context = {"session": session, "clip_form": form, "clips": listed(user, session)}
    return render(request, "client/clients/_form_check.html", context, status=422)


def _attached(form: ClipForm, user: Any) -> bool:
    try:
        attach_clip(form.row, form.cleaned_data["file"], by=user)
    except ValidationError as error:
        for name, errors in error.message_dict.items():
            form.add_error(name if name in form.fields else None, errors)
        return False
    return True


@never_cache
@require_safe
@client_required
def clip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The clip with what the coach noted on it."""
    row = get_object_or_404(clips_for(request.user), pk=pk)
    page = clip_page_of(row, request.user, at=request.GET.get("at", ""))
    return render(request, "client/clients/clip.html", {"page": page, "file": reverse("me:clip-file", args=[pk])})


@require_safe
@client_required
def clip_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(clips_for(request.user), pk=pk)
    return send_kept(request, row.file, content_type=row.content_type, tag=row.pk.hex)


@require_POST
@client_required
def clip_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(clips_for(request.user), pk=pk)
    session_id = row.session_id
    delete_clip(row)
    messages.success(request, _("The clip is deleted.") if row.is_video else _("The photo is deleted."))
    return redirect("me:done", pk=session_id)
