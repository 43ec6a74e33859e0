"""The progression editor: a draft that keeps every change, and saving it as the next version."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import coach_required
from programs.drafting import StaleDraft, discard
from programs.editing import blank, posted
from programs.editor import Library, answer, library_for, rules, rung_fields
from programs.models import Progression
from programs.versions import Conflict, bring_back, put_away, read, save_version
from programs.views.pages import EDITOR, after_saving, conflict_page, editor_page
from programs.working import Work, changed, copy_of, new_draft, own_progressions, work_on


@require_POST
@coach_required
def progression_new(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    draft = new_draft(blank(library_for(user, {}).rows), by=user)
    return redirect("coach:progression-edit", family=draft.family)


@require_POST
@coach_required
def progression_copies(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A copy to edit, of a built-in progression or of any version of the practice's own."""
    user: Any = request.user
    original = Progression.objects.for_user(user).filter(pk=pk).with_rungs().first()
    if original is None:
        raise Http404
    return redirect("coach:progression-edit", family=copy_of(original, by=user).family)


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def progression_edit(request: HttpRequest, family: UUID) -> HttpResponse:
    """The page. POST keeps what the form says, right or wrong, and does what its button says.

    To a script that saves by itself: JSON, 409 where another window was quicker. Else the page again, at that rung.
    """
    user: Any = request.user
    work = _work(request, family)
    if request.method != "POST":
        return editor_page(request, work)
    library = library_for(user, work.content)
    try:
        work, focus = changed(work, request.POST, by=user, library=library)
    except StaleDraft as stale:
        return _stale(request, work, stale)
    if _by_script(request):
        return _saved(request, work, focus, library)
    place = f"#rung-{focus}" if focus else ""
    return redirect(reverse("coach:progression-edit", args=[family]) + place)


@require_POST
@coach_required
def progression_versions(request: HttpRequest, family: UUID) -> HttpResponse:
    """Save: the draft becomes the next version. 422 with what is wrong, 409 where a colleague was quicker."""
    user: Any = request.user
    work = _work(request, family)
    try:
        work, _ = changed(work, request.POST, by=user, library=library_for(user, work.content))
    except StaleDraft as stale:
        return _stale(request, work, stale)
    if work.draft is None:
        messages.info(request, gettext("Nothing has changed."))
        return redirect("coach:progression", slug=work.newest.slug) if work.newest else redirect("coach:progressions")
    if not read(work.content, by=user).is_valid:
        return editor_page(request, work, status=422)
    try:
        saved = save_version(work.draft, by=user)
    except Conflict as conflict:
        return conflict_page(request, work.draft, conflict.theirs)
    return after_saving(request, saved)


@require_POST
@coach_required
def progression_discard(request: HttpRequest, family: UUID) -> HttpResponse:
    work = _work(request, family)
    if work.draft is not None:
        discard(work.draft)
        messages.success(request, gettext("Your draft is discarded."))
    return redirect("coach:progression", slug=work.newest.slug) if work.newest else redirect("coach:progressions")


@require_POST
@coach_required
def progression_archive(request: HttpRequest, family: UUID) -> HttpResponse:
    found = _own(request, family)
    put_away(found)
    messages.success(request, gettext("%(name)s is archived. Who follows it goes on.") % {"name": found.name})
    return redirect("coach:progressions")


@require_POST
@coach_required
def progression_restore(request: HttpRequest, family: UUID) -> HttpResponse:
    found = _own(request, family)
    bring_back(found)
    messages.success(request, gettext("%(name)s can be assigned again.") % {"name": found.name})
    return redirect("coach:progressions")


def _own(request: HttpRequest, family: UUID) -> Progression:
    found: Progression | None = own_progressions(request.user).current().filter(family=family).first()
    if found is None:
        raise Http404
    return found


def _work(request: HttpRequest, family: UUID) -> Work:
    work = work_on(request.user, family)
    if work is None:
        raise Http404
    return work


def _by_script(request: HttpRequest) -> bool:
    return request.accepts("application/json") and not request.accepts("text/html")


def _saved(request: HttpRequest, work: Work, focus: str, library: Library) -> HttpResponse:
    """What the window does not know yet; the rungs anew where a button changed them."""
    said = read(work.content, by=request.user)
    told = {**answer(work.content, said), "revision": work.revision, "focus": focus}
    told["undo"] = bool(work.draft and work.draft.past)
    if request.POST.get("do"):
        context = {"rungs": rung_fields(work.content, said, library), "rules": rules()}
        told["html"] = render(request, f"{EDITOR}#rungs", context).content.decode()
    response = JsonResponse(told)
    patch_vary_headers(response, ["Accept"])
    return response


def _stale(request: HttpRequest, work: Work, stale: StaleDraft) -> HttpResponse:
    """Nothing is replaced: the window goes on with what was typed there, and may keep it over the other's."""
    if _by_script(request):
        return JsonResponse({"stale": True, "revision": stale.draft.revision}, status=409)
    typed = posted(request.POST, stale.draft.content)
    return editor_page(request, work, typed=typed, status=409)
