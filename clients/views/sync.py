"""Where a phone sends what it kept without signal. JSON in and out; nobody is sent to a sign-in page from here."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import is_client
from accounts.models import User
from clients.card import cards_of, items_for
from clients.forms.sync import MOST_BYTES, Batch, Unreadable, read_batch
from clients.syncing import Result, take, unread
from clients.today import client_of
from clients.views.client import TODAY, card_words


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sync(request: HttpRequest) -> HttpResponse:
    """Whose phone this is (GET: the user and a token to send with), or what became of each action (POST)."""
    if not request.user.is_authenticated:
        return _no(_("You are signed out. Sign in to send it; everything stays on this phone."), 401, "signed_out")
    if not is_client(request.user):
        raise Http404
    if request.method != "POST":
        return JsonResponse({"user": str(request.user.pk), "csrf": get_token(request)})
    try:
        batch = read_batch(_body(request), now=timezone.now())
    except Unreadable as error:
        return _no(error.words, error.status, error.code)
    if batch.user != str(request.user.pk):
        return _no(_("Somebody else logged this on this phone. It waits until they sign in."), 409, "other_user")
    return _taken(request, batch)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # nobody else came this far
    return request.user


def _body(request: HttpRequest) -> bytes:
    """Raises Unreadable before a body that is too large is read."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > MOST_BYTES:
        raise Unreadable(_("Too much at once."), status=413, code="too_large")
    return request.body


def _taken(request: HttpRequest, batch: Batch) -> HttpResponse:
    client = client_of(request.user)
    if client is None:
        raise Http404
    results: list[Result] = [*take(client, _user(request), batch.actions), *map(unread, batch.unread)]
    return JsonResponse({"results": [each.as_json() for each in results], "cards": _cards(request, batch.cards)})


def _cards(request: HttpRequest, wanted: list[UUID]) -> dict[str, str]:
    """The cards that the page at hand asks for, as they are now."""
    if not wanted:
        return {}
    items = items_for(request.user).filter(session__items__in=wanted).distinct().order_by("session", "position")
    by_session: dict[Any, list[Any]] = {}
    for item in items:
        by_session.setdefault(item.session_id, []).append(item)
    cards = [card for group in by_session.values() for card in cards_of(group) if card.item.pk in wanted]
    return {
        str(card.item.pk): render_to_string(f"{TODAY}#card", {"card": card, **card_words()}, request) for card in cards
    }


def _no(words: str, status: int, code: str) -> HttpResponse:
    return JsonResponse({"error": code, "why": words}, status=status)
