"""The list of clients: narrowed, sorted, tagged."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import coach_required
from accounts.models import Membership
from clients.models import Client
from clients.narrowing import STATUSES, Narrowing
from clients.roster import read_page
from clients.tagging import LONGEST, chosen_ids, known_tags, tag_clients
from config.http import render_page


@require_safe
@coach_required
def clients(request: HttpRequest) -> HttpResponse:
    """Search as one types: the page, or its rows to htmx."""
    return _list(request, Narrowing.read(request.GET), number=request.GET.get("page"))


def _list(
    request: HttpRequest, wanted: Narrowing, *, number: str | None = None, status: int = 200, **typed: Any
) -> HttpResponse:
    page, rows = read_page(request.user, wanted, number)
    coaches = Membership.objects.for_user(request.user).coaches().select_related("user").order_by("created_at")
    context = {
        "wanted": wanted,
        "rows": rows,
        "page": page,
        "statuses": STATUSES,
        "tags": known_tags(request.user),
        "longest_tag": LONGEST,
        "coaches": [each.user for each in coaches],
        **typed,
    }
    return render_page(request, "coach/clients/list.html", context, partial="rows", status=status)


@require_POST
@coach_required
def client_tags(request: HttpRequest) -> HttpResponse:
    """Add a tag to the chosen clients, or take it away, and go on with the list as it was."""
    wanted = Narrowing.read(QueryDict(request.POST.get("list", "")[:500]))
    ids = chosen_ids(request.POST.getlist("client"))
    chosen = list(Client.objects.for_coach(request.user).filter(pk__in=ids).order_by("name"))
    if len(chosen) < len(set(ids)):
        raise Http404
    tag, remove = request.POST.get("tag", "").replace("\x00", ""), request.POST.get("way") == "remove"
    try:
        if not chosen:
            raise ValidationError(gettext("Choose clients first: tick the boxes before their names."))
        changed = tag_clients(chosen, tag=tag, known=known_tags(request.user), remove=remove)
    except ValidationError as error:
        typed = {"tag_typed": tag, "tag_problem": " ".join(error.messages), "chosen": {each.pk for each in chosen}}
        return _list(request, wanted, number=request.POST.get("page"), status=422, **typed)
    if remove:
        said = ngettext("Tag taken from %(count)s client.", "Tag taken from %(count)s clients.", changed)
    else:
        said = ngettext("Tag added to %(count)s client.", "Tag added to %(count)s clients.", changed)
    messages.success(request, said % {"count": changed})
    return redirect(f"{reverse('coach:clients')}?{wanted.query}".rstrip("?"))
