"""What a drafted progression would do: the weeks ahead for one client, and the past of all of them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import coach_required
from clients.models import Client
from clients.outlook import outlook, typical_client
from clients.trying import related_ids, running_on, tried_on
from config.http import render_page
from programs.versions import read
from programs.working import Work, work_on


@require_safe
@coach_required
def progression_outlook(request: HttpRequest, family: UUID) -> HttpResponse:
    """The ladder as a client sees it, with the earliest weeks; to htmx only this part."""
    user: Any = request.user
    work = _work(user, family)
    said = read(work.content, by=user)
    clients = list(Client.objects.for_coach(user).current().order_by("name"))
    chosen = next((each for each in clients if str(each.pk) == request.GET.get("who")), None)
    today = chosen.today() if chosen else timezone.now().astimezone(user.zone).date()
    related = related_ids(user, family, _copied_from(work))
    running = running_on(user, chosen, related) if chosen else None
    context = {
        "work": work,
        "clients": clients,
        "chosen": chosen,
        "running": running,
        "outlook": outlook(said.rungs, chosen or typical_client(), running, today=today) if said.rungs else None,
        "left_out": len(work.content["order"]) - len(said.rungs),
    }
    return render_page(request, "coach/programs/outlook.html", context, partial="outlook")


@require_safe
@coach_required
def progression_tried(request: HttpRequest, family: UUID) -> HttpResponse:
    """The back-test over the roster. It plays every session of everybody, so it may take seconds."""
    user: Any = request.user
    work = _work(user, family)
    said = read(work.content, by=user)
    related = related_ids(user, family, _copied_from(work))
    rows = tried_on(user, said.rungs, related) if said.is_valid else []
    context = {
        "work": work,
        "rows": rows,
        "differ": sum(row.differs for row in rows),
        "errors": len(said.errors),
    }
    return render(request, "coach/programs/tried.html", context)


def _work(user: Any, family: UUID) -> Work:
    work = work_on(user, family)
    if work is None:
        raise Http404
    return work


def _copied_from(work: Work) -> Any:
    return work.newest.copied_from_id if work.newest else work.content.get("copied_from")
