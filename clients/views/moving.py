"""Who follows an older version, what the newest would change for each, and moving those that the coach ticks."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import coach_required
from clients.moving import followers, move, preview_moves
from clients.moving_words import move_rows
from programs.models import Progression


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def progression_followers(request: HttpRequest, family: UUID) -> HttpResponse:
    """The page; POST moves the ticked ones. A version saved since it was opened is answered 409, with the page anew."""
    user: Any = request.user
    newest = (
        Progression.objects.for_user(user).current().filter(family=family).exclude(practice=None).with_rungs().first()
    )
    if newest is None:
        raise Http404
    if request.method == "POST" and request.POST.get("to") == str(newest.pk):
        return _moved(request, newest)
    moves = preview_moves(followers(user, newest), newest)
    context = {"progression": newest, "rows": move_rows(moves), "newer": request.method == "POST"}
    return render(request, "coach/programs/followers.html", context, status=409 if request.method == "POST" else 200)


def _moved(request: HttpRequest, newest: Progression) -> HttpResponse:
    user: Any = request.user
    ticked = set(request.POST.getlist("move"))
    chosen = [each for each in followers(user, newest) if str(each.pk) in ticked]
    count = move(chosen, newest, by=user)
    said = ngettext(
        "%(count)s client follows version %(version)s from now on.",
        "%(count)s clients follow version %(version)s from now on.",
        count,
    ) % {"count": count, "version": newest.version}
    messages.success(request, said if count else gettext("Nobody is moved."))
    return redirect("coach:progression", slug=newest.slug)
