"""What clients change of their own day: another exercise, another date; and a warning sign, which stops it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import client_required
from clients.forms.own_day import OwnMoveForm, SignForm, SwapForm
from clients.models import Client, SessionItem
from clients.own_days import move_own, own_move
from clients.own_swap import alternatives, items_to_swap, swap_for_today, take_back
from clients.signs import tell_sign
from clients.skipping import skip_rest
from clients.swap_ahead import cards_instead
from clients.today import client_of, first_name, long_date
from clients.views.client import card_words


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@client_required
def item_swap(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another exercise in the place of one of today's. 422 with the list where nothing of it was chosen."""
    user: Any = request.user
    item = _item(user, pk)
    offered = alternatives(item) if item.may_be_swapped else []
    form = SwapForm(request.POST if request.method == "POST" else None, choices=offered)
    if request.method == "POST" and form.is_valid():
        try:
            swap_for_today(item, key=form.cleaned_data["key"], by=user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Swapped for today. Your coach sees it."))
            return redirect("me:today")
    context = {"item": item, "offered": offered, "form": form, "may_swap": item.may_be_swapped}
    context |= {"cards": cards_instead(item, offered, user), **card_words()}
    return render(request, "client/clients/swap.html", context, status=422 if form.is_bound else 200)


@require_POST
@client_required
def item_swap_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The coach's exercise again, as long as nothing of the other one is logged."""
    try:
        take_back(_item(request.user, pk))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Back to what your coach set."))
    return redirect("me:today")


@require_POST
@client_required
def item_skip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sets of an exercise that are still to do are skipped, with one reason. The day goes on."""
    try:
        skip_rest(_item(request.user, pk), reason=request.POST.get("skip_reason", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("me:today")


def _item(user: Any, pk: UUID) -> SessionItem:
    found: SessionItem = get_object_or_404(items_to_swap(user), pk=pk)
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@client_required
def moved_days(request: HttpRequest) -> HttpResponse:
    """The next session on another day: today, or one of the free days before the session after it."""
    user: Any = request.user
    client = _client(user)
    move = own_move(client, client.today())
    form = OwnMoveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _moved(form, client, user):
        to = form.cleaned_data["to"]
        messages.success(request, _("Moved to %(day)s. Your coach sees it.") % {"day": long_date(to)})
        return redirect("me:today")
    context = {"client": client, "move": move, "form": form, "today": client.today()}
    return render(request, "client/clients/move.html", context, status=422 if form.is_bound else 200)


def _moved(form: Form, client: Client, user: Any) -> bool:
    try:
        move_own(client, day=form.cleaned_data["day"], to=form.cleaned_data["to"], by=user)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@client_required
def signs(request: HttpRequest) -> HttpResponse:
    """Warning signs in plain words, and a way to say that one is there: it stops training and tells the coach."""
    user: Any = request.user
    client, form = client_of(user), SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and client is not None and form.is_valid():
        ended = tell_sign(client, by=user, words=form.cleaned_data["words"]).ended
        said = _("%(coach)s is told. Training waits until they have looked.")
        messages.success(request, said % {"coach": first_name(client.coach.name)})
        return redirect("me:done", pk=ended.pk) if ended else redirect("me:today")
    context = {"client": client, "form": form}
    return render(request, "client/clients/signs.html", context, status=422 if form.is_bound else 200)


def _client(user: Any) -> Client:
    client = client_of(user)
    if client is None:
        raise Http404
    return client
