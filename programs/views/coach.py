"""Progressions to read, with their versions; programs of several exercises, which are not here yet."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts.access import coach_required
from programs.models import Progression, Rung
from programs.prescribing import gate_in_words
from programs.shelf import others_drafting, shelf_of, versions_of
from programs.showing import dose, gate_words, implements_words, rx, short_name, span_words
from programs.working import own_progressions, work_on


@require_safe
@coach_required
def progressions(request: HttpRequest) -> HttpResponse:
    return render(request, "coach/programs/progressions.html", {"shelf": shelf_of(request.user)})


@require_safe
@coach_required
def progression(request: HttpRequest, slug: str) -> HttpResponse:
    """A practice's own progression comes before the built-in one of the same name. Own ones stay when archived."""
    found = (
        Progression.objects.for_user(request.user)
        .current()
        .filter(Q(archived_at=None) | Q(practice__isnull=False), slug=slug)
        .with_rungs()
        .order_by("practice")
        .first()
    )
    if found is None:
        raise Http404
    return _page(request, found)


@require_safe
@coach_required
def progression_version(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Any version of the practice's own, as it was saved."""
    found = own_progressions(request.user).filter(pk=pk).with_rungs().first()
    if found is None:
        raise Http404
    return _page(request, found)


def _page(request: HttpRequest, found: Progression) -> HttpResponse:
    rungs = list(found.rungs.all())
    rows = [_row(rung, last=rung.pk == rungs[-1].pk) for rung in reversed(rungs)]
    versions = list(versions_of(request.user, found.family))
    work = work_on(request.user, found.family) if found.practice_id else None
    context = {
        "progression": found,
        "ladder": {"rows": rows, "label": gettext("Ladder of %(rungs)s rungs") % {"rungs": len(rungs)}},
        "gate": gate_in_words(found, rungs),
        "versions": versions,
        "followers": sum(version.followers for version in versions),
        "draft": work.draft if work else None,
        "others": others_drafting(request.user).get(found.family, []),
    }
    return render(request, "coach/programs/progression.html", context)


def _row(rung: Rung, *, last: bool) -> dict[str, Any]:
    return {
        "position": rung.position,
        "name": short_name(rung),
        "note": f"{implements_words(rung)} · {dose(rung)}",
        "foot": rung.variation.foot_code,
        "state": "ahead",
        "sides": [],
        "gate": [],
        "rx": rx(rung=rung),
        "implements": implements_words(rung),
        "span": span_words(rung),
        "opens": "" if last else gate_words(rung),
        "rule": rung.get_rule_display(),
        "exercise": rung.variation.exercise,
    }
