"""Progressions to read and assign; programs of several exercises, which are not here yet."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import coach_required
from programs.models import Progression, Rung
from programs.prescribing import gate_in_words
from programs.showing import dose, gate_words, implements_words, rx, short_name, span_words


@require_safe
@coach_required
def progressions(request: HttpRequest) -> HttpResponse:
    found = Progression.objects.for_user(request.user).offered().with_rungs()
    cards = [
        {"progression": each, "ladder": EmptyLadder(len(each.rungs.all())), "span": _span(list(each.rungs.all()))}
        for each in found
    ]
    return render(request, "coach/programs/progressions.html", {"cards": cards})


@require_safe
@coach_required
def progression(request: HttpRequest, slug: str) -> HttpResponse:
    """A practice's own progression comes before the built-in one of the same name."""
    found = (
        Progression.objects.for_user(request.user)
        .filter(archived_at=None, slug=slug)
        .with_rungs()
        .order_by("practice")
        .first()
    )
    if found is None:
        raise Http404
    rungs = list(found.rungs.all())
    rows = [_row(rung, last=rung.pk == rungs[-1].pk) for rung in reversed(rungs)]
    context = {
        "progression": found,
        "ladder": {"rows": rows, "label": f"Ladder of {len(rungs)} rungs"},
        "gate": gate_in_words(found, rungs),
    }
    return render(request, "coach/programs/progression.html", context)


@require_safe
@coach_required
def programs(request: HttpRequest) -> HttpResponse:
    return render(request, "coach/programs/programs.html")


@dataclass(frozen=True, slots=True)
class EmptyLadder:
    """A small ladder that nobody stands on."""

    count: int
    left: int = 0
    right: int = 0

    @property
    def label(self) -> str:
        return f"Ladder of {self.count} rungs"


def _span(rungs: list[Rung]) -> str:
    """`From hip thrust, both feet to single leg, dumbbell`."""
    first, last = short_name(rungs[0]), short_name(rungs[-1])
    return f"From {first[:1].lower()}{first[1:]} to {last[:1].lower()}{last[1:]}"


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
