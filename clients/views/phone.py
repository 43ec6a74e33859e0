"""What a client's phone asks for: the pages that it is to keep, and the sessions to come."""

import datetime as dt
import hashlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import client_required
from clients.ahead import read_ahead
from clients.kept import pages_to_keep
from clients.own_days import own_move
from clients.today import client_of, long_date
from clients.views.client import card_words, forms_here
from config.http import is_looked_at
from config.phone import version


@require_safe
@client_required
def kept(request: HttpRequest) -> HttpResponseBase:
    """The pages to keep, for the worker. 304 while none of them has changed."""
    pages = pages_to_keep(request.user, shell=f"{version()} {get_language()}")
    response = JsonResponse({"pages": pages})
    response["Cache-Control"] = "private, no-cache"
    response["Kickstand-User"] = str(request.user.pk)
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:20]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


@require_safe
@client_required
def ahead(request: HttpRequest, due_on: dt.date) -> HttpResponse:
    """A session to come, without opening it. On its day it is today's."""
    client = client_of(request.user)
    if client is None:
        raise Http404
    if due_on <= client.today() and is_looked_at(request):
        return redirect("me:today")
    found = read_ahead(request.user, client, due_on=due_on)
    if found is None:
        raise Http404
    today, move = client.today(), own_move(client, client.today())
    context = {
        "day": found,
        "client": client,
        "date_words": long_date(due_on),
        "today": today,
        "move": move,
        "may_do_today": move is not None and move.day == due_on and move.may_be_on(today),
        **forms_here(),
        **card_words(),
    }
    return render(request, "client/clients/ahead.html", context)
