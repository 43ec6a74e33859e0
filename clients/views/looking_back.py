"""The client looks back: a month, how the sides went, every session; and up: the ladders they climb."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import client_required
from clients.history_month import month_of
from clients.own_charts import own_charts
from clients.own_ladder import stands_of
from clients.past import by_month, entry_of, past_sessions
from clients.services import active_assignment
from clients.talking import mark_seen
from clients.today import client_of
from config.http import is_looked_at, render_page, wants_fragment

PER_PAGE = 20
PAGE = "client/clients/history.html"


@never_cache
@require_safe
@client_required
def history(request: HttpRequest) -> HttpResponse:
    """The page; to htmx the calendar or the charts alone. From the second page of sessions on only those."""
    user: Any = request.user
    part = request.GET.get("part", "")
    if wants_fragment(request) and part in ("month", "sides"):
        return render_page(request, PAGE, _looking(request, part), partial=part)
    page = Paginator(past_sessions(user), PER_PAGE).get_page(request.GET.get("page"))
    entries = [entry_of(session) for session in page]
    if is_looked_at(request):
        mark_seen([comment for entry in entries for comment in entry.comments], by=user)
    context = {"page": page, "months": by_month(entries)}
    if page.number == 1:
        context |= _looking(request, "month") | _looking(request, "sides")
    return render(request, PAGE, context)


def _looking(request: HttpRequest, part: str) -> dict[str, Any]:
    """What one of the two parts shows, by what the address asks for."""
    user, query = request.user, request.GET
    client = client_of(user)
    if client is None:
        return {}
    if part == "month":
        return {"month": month_of(client, user, query.get("month", ""))}
    return {"charts": own_charts(client, user, track=query.get("track", ""), metric=query.get("chart", ""))}


@never_cache
@require_safe
@client_required
def ladder(request: HttpRequest) -> HttpResponse:
    """Where each side stands, what is missing for the next rung, and the whole ladder of each progression."""
    client = client_of(request.user)
    assignment = active_assignment(client) if client else None
    stands = stands_of(assignment, request.user) if assignment else []
    return render(request, "client/clients/ladder.html", {"assignment": assignment, "stands": stands})
