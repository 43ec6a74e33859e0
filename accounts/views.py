"""A coach's own settings and the people of the practice."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import client_required, coach_required, owner_required
from accounts.forms import SettingsForm, TokenForm, ToolForm
from accounts.models import Membership, User
from accounts.services import update_user
from accounts.tokens import SCOPES, explained, last_used, make_token, revoke, tokens_of
from accounts.tools import access_of, lock_out, register_tool, remove_tool, tools_of
from config.language import say_saved


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def coach_settings(request: HttpRequest) -> HttpResponse:
    form = SettingsForm(request.POST if request.method == "POST" else None, user=_user(request))
    if request.method == "POST" and form.is_valid():
        update_user(_user(request), **form.cleaned_data)
        say_saved(request)
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
        {"token": token, "may": _in_words(token.get_scopes()), "last_used": last_used(token)}
        for token in tokens_of(user)
    ]
    let_in = [{"access": each, "may": _in_words(each.scopes)} for each in access_of(user)]
    context = {"form": form, "made": made, "held": held, "let_in": let_in, "scopes": explained(user)}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _revoke(request: HttpRequest, pk: int) -> None:
    token = get_object_or_404(tokens_of(request.user), pk=pk)
    revoke(token)
    messages.success(request, gettext("%(name)s can do nothing any more.") % {"name": token.data["name"]})


@require_POST
@coach_required
def access_revoke(request: HttpRequest, pk: str) -> HttpResponse:
    _lock_out(request, pk)
    return redirect("coach:tokens")


@require_POST
@client_required
def own_access_revoke(request: HttpRequest, pk: str) -> HttpResponse:
    _lock_out(request, pk)
    return redirect("me:tokens")


def _lock_out(request: HttpRequest, pk: str) -> None:
    tool = next((each.tool for each in access_of(request.user) if each.tool.pk == pk), None)
    if tool is None:
        raise Http404
    lock_out(request.user, tool)
    messages.success(request, gettext("%(name)s can do nothing any more.") % {"name": tool.name})


def _in_words(scopes: list[str]) -> list[Any]:
    return [SCOPES[scope] for scope in scopes]


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
def tools(request: HttpRequest) -> HttpResponse:
    """Tools of other people that may ask here, with what their makers need to know. 422 with what was typed."""
    form = ToolForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _registered(_user(request), form):
        messages.success(request, gettext("%(name)s is registered.") % {"name": form.cleaned_data["name"]})
        return redirect("coach:tools")
    held = [{"tool": tool, "may": _in_words(tool.get_scopes())} for tool in tools_of(request.user)]
    context = {"form": form, "held": held, "metadata": request.build_absolute_uri(reverse("oauth-metadata"))}
    return render(request, "coach/accounts/tools.html", context, status=422 if form.is_bound else 200)


def _registered(by: User, form: ToolForm) -> bool:
    """Whether the service took it; else its errors stand at the fields."""
    try:
        register_tool(by, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@require_POST
@owner_required
def tool_remove(request: HttpRequest, pk: str) -> HttpResponse:
    tool = get_object_or_404(tools_of(request.user), pk=pk)
    remove_tool(tool)
    messages.success(request, gettext("%(name)s is removed, with the access it had.") % {"name": tool.name})
    return redirect("coach:tools")


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the gates let nobody else in
    return request.user
