"""A coach's own settings and the people of the practice."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import client_required, coach_required
from accounts.forms import SettingsForm, TokenForm
from accounts.models import Membership, User
from accounts.services import update_user
from accounts.tokens import SCOPES, explained, last_used, make_token, revoke, tokens_of


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def coach_settings(request: HttpRequest) -> HttpResponse:
    form = SettingsForm(request.POST if request.method == "POST" else None, user=_user(request))
    if request.method == "POST" and form.is_valid():
        update_user(_user(request), **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("coach:settings")
    people = Membership.objects.for_user(request.user).coaches().select_related("user").order_by("created_at")
    context = {"form": form, "people": people}
    return render(request, "coach/accounts/settings.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def tokens(request: HttpRequest) -> HttpResponse:
    return _tokens_page(request, "coach/accounts/tokens.html")


@require_POST
@coach_required
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    _revoke(request, pk)
    return redirect("coach:tokens")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@client_required
def own_tokens(request: HttpRequest) -> HttpResponse:
    return _tokens_page(request, "client/accounts/tokens.html")


@require_POST
@client_required
def own_token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    _revoke(request, pk)
    return redirect("me:tokens")


def _tokens_page(request: HttpRequest, template: str) -> HttpResponse:
    """What tools of this person sign in with. A new one is shown on the answer to its form, and never again."""
    user, made = _user(request), ""
    form = TokenForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        made = make_token(user, **form.cleaned_data)
        form = TokenForm(user=user)
    held = [
        {"token": token, "may": [SCOPES[scope] for scope in token.get_scopes()], "last_used": last_used(token)}
        for token in tokens_of(user)
    ]
    context = {"form": form, "made": made, "held": held, "scopes": explained(user)}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _revoke(request: HttpRequest, pk: int) -> None:
    token = get_object_or_404(tokens_of(request.user), pk=pk)
    revoke(token)
    messages.success(request, gettext("%(name)s can do nothing any more.") % {"name": token.data["name"]})


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the gates let nobody else in
    return request.user
