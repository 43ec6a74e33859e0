"""Who follows an older version of a program, what the newest changes for each, and pushing it to those ticked."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import coach_required
from clients.pushing import preview_pushes, program_followers, push
from programs.models import Program


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def followers(request: HttpRequest, family: UUID) -> HttpResponse:
    """The page; POST pushes to the ticked ones. A version saved since it was opened is answered 409, the page anew."""
    user: Any = request.user
    newest: Program = get_object_or_404(Program.objects.for_user(user).current(), family=family)
    late = request.method == "POST" and request.POST.get("to") != str(newest.pk)
    if request.method == "POST" and not late:
        return _pushed(request, newest)
    rows = preview_pushes(program_followers(user, newest), newest)
    context = {"program": newest, "rows": rows, "newer": late}
    return render(request, "coach/programs/program_followers.html", context, status=409 if late else 200)


def _pushed(request: HttpRequest, newest: Program) -> HttpResponse:
    user: Any = request.user
    ticked = set(request.POST.getlist("move"))
    chosen = [each for each in program_followers(user, newest) if str(each.pk) in ticked]
    count = push(chosen, newest, by=user)
    said = ngettext(
        "%(count)s client follows version %(version)s from now on.",
        "%(count)s clients follow version %(version)s from now on.",
        count,
    ) % {"count": count, "version": newest.version}
    messages.success(request, said if count else gettext("Nobody is moved."))
    return redirect("coach:program", family=newest.family)
