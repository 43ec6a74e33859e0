"""Somebody saved a newer version meanwhile: three ways on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accounts.access import coach_required
from programs.drafting import discard
from programs.editor import as_uuid
from programs.models import Draft, Progression
from programs.versions import Conflict, keep_both, keep_mine, read
from programs.views.pages import after_saving, conflict_page, editor_page
from programs.working import work_on


@require_POST
@coach_required
def progression_conflict(request: HttpRequest, family: UUID) -> HttpResponse:
    """keep: mine (over the version that was shown), theirs (after it is asked once more), both."""
    user: Any = request.user
    work = work_on(user, family)
    if work is None or work.draft is None or work.newest is None:
        raise Http404
    keep, over = request.POST.get("keep", ""), as_uuid(request.POST.get("over", ""))
    if keep == "theirs":
        return _take_theirs(request, work.draft, work.newest)
    if not read(work.content, by=user).is_valid:
        return editor_page(request, work, status=422)
    if keep == "both":
        return after_saving(request, keep_both(work.draft, by=user))
    if keep != "mine" or over != work.newest.pk:
        return conflict_page(request, work.draft, work.newest)
    try:
        return after_saving(request, keep_mine(work.draft, over=over, by=user))
    except Conflict as conflict:
        return conflict_page(request, work.draft, conflict.theirs)


def _take_theirs(request: HttpRequest, draft: Draft, theirs: Progression) -> HttpResponse:
    if "sure" not in request.POST:
        return conflict_page(request, draft, theirs, sure=False)
    discard(draft)
    messages.success(
        request, gettext("Version %(version)s stays. Your draft is discarded.") % {"version": theirs.version}
    )
    return redirect("coach:progression", slug=theirs.slug)
