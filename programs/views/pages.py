"""Pages that several views of the editor answer with."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from programs.editor import errors_listed, library_for, others_editing, rules, rung_fields
from programs.models import Draft, Progression
from programs.rung_pairs import SAME, side_by_side
from programs.shelf import first_name, is_followed_elsewhere, others_drafting
from programs.versions import MOST_RUNGS, read
from programs.working import Work

EDITOR = "coach/programs/editor.html"


def after_saving(request: HttpRequest, saved: Progression) -> HttpResponse:
    """On to those who follow an older version, or the original of a copy, where there are any."""
    messages.success(
        request,
        gettext("Saved as version %(version)s.") % {"version": saved.version}
        if saved.version > 1
        else gettext("%(name)s is saved.") % {"name": saved.name},
    )
    if is_followed_elsewhere(request.user, saved):
        return redirect("coach:progression-followers", family=saved.family)
    return redirect("coach:progression", slug=saved.slug)


def editor_page(
    request: HttpRequest, work: Work, *, typed: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    content = typed or work.content
    said = read(content, by=request.user)
    library = library_for(request.user, content)
    others = [] if work.newest is None else others_drafting(request.user).get(work.family, [])
    context = {
        "work": work,
        "content": content,
        "errors": {name: " ".join(words) for name, words in said.errors.items()},
        "listed": errors_listed(content, said) if status == 422 else [],
        "stale": typed is not None,
        "rungs": rung_fields(content, said, library),
        "rules": rules(),
        "others": others_editing(others),
        "newer": work.newest is not None and work.draft is not None and work.base != work.newest.pk,
        "full": len(content["order"]) >= MOST_RUNGS,
    }
    return render(request, EDITOR, context, status=status)


def conflict_page(request: HttpRequest, draft: Draft, theirs: Progression, *, sure: bool = True) -> HttpResponse:
    """`sure` False asks once more before the draft is thrown away."""
    said = read(draft.content, by=request.user)
    pairs = side_by_side(said.rungs, list(theirs.rungs.as_ladder()))
    context: dict[str, Any] = {
        "family": draft.family,
        "theirs": theirs,
        "author": first_name(theirs.saved_by) if theirs.saved_by else gettext("Somebody"),
        "mine": said,
        "pairs": pairs,
        "differ": sum(pair.state != SAME for pair in pairs),
        "ask": not sure,
    }
    return render(request, "coach/programs/conflict.html", context, status=409)
