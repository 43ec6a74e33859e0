"""OAuth 2.1 for other people's tools, on the provider of the sign-in library: codes with PKCE and nothing else.

The library does the protocol. What is stricter here: addresses are compared sign for sign, a challenge is S256, a code
and a token for renewal are good once even when sent twice at a time, and nothing is granted without the page.
"""

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.core.internal.httpkit import add_query_params, del_query_params
from allauth.idp.oidc import views as provider
from allauth.idp.oidc.models import Client as Tool
from allauth.idp.oidc.models import Token
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.tokens import MEANINGS, SCOPES
from accounts.tools import ASKABLE, GRANTS, SPENT, grantable, is_registered, lock_out, spend, tools_of

ONCE_FOR_ALL = ("code", "refresh_token")
READABLE = re.compile(r"[\x20-\x7e]{0,2000}")  # RFC 6749, appendix A: nothing in a request is anything else
SHORT = re.compile(r"[\x21-\x7e]{0,100}")
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # a SHA-256 in base64url


class Refused(Exception):
    """The person is told on our own page: nobody is sent to an address that was not registered."""


@method_decorator(never_cache, name="dispatch")
class AuthorizationView(provider.AuthorizationView):
    """Asks the person whether a tool may act for them. Whoever is not signed in signs in first and comes back here."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if "prompt" in request.GET:  # of OpenID Connect; here the page is always shown
            return redirect(del_query_params(request.get_full_path(), "prompt"))
        try:
            answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        except Refused as refusal:
            return render(request, "idp/oidc/error.html", {"reason": str(refusal)}, status=400)
        if answer.status_code == 200 and not isinstance(answer, TemplateResponse):
            answer.status_code = 400  # the library's own refusals
        return answer

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        tool = self.tool_of(request.GET)
        if fault := _fault(request, tool):
            return _sent_back(request.GET, error=fault)
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer

    def tool_of(self, asked: Any) -> Tool:
        """The tool that asks, known here and with an address of its own. Raises Refused."""
        if not _readable(asked):
            raise Refused(gettext("This request cannot be read."))
        tool = tools_of(self.request.user).filter(pk=asked.get("client_id") or "").first()
        if tool is None:
            raise Refused(gettext("Your practice knows no such tool. An owner registers tools under Settings, Tools."))
        if not is_registered(tool, asked.get("redirect_uri") or ""):
            raise Refused(gettext("The tool asks to be answered at an address that is not registered for it."))
        return tool

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return kwargs | {"requested_scopes": grantable(self.request.user, self._scopes)}

    def form_valid(self, form: Any) -> HttpResponse:
        self.tool_of(self._request_info)  # as it is now: it may have been removed, or somebody else signed in
        answer: HttpResponse = super().form_valid(form)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        self.tool_of(self._request_info)
        answer: HttpResponse = super().form_invalid(form)
        answer.status_code = 422
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = self._request_info["redirect_uri"]
        asked = grantable(self.request.user, self._scopes)
        ticked = kwargs["form"]["scopes"].value() if "form" in kwargs else asked
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "scopes": [
                {"name": scope, "words": SCOPES[scope], "meaning": MEANINGS[scope], "on": scope in ticked}
                for scope in asked
            ],
            "back": back,
            "host": urlsplit(back).hostname or back,
        }

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Browsers hold the form to where its answer leads, too: that is the tool's address."""
        answer: HttpResponse = super().render_to_response(context, **kwargs)
        vars(answer)["_csp_update"] = {"form-action": [_source(context["back"])]}
        return answer


class TokenView(provider.TokenView):
    """A code, or a token for renewal, becomes tokens: once.

    What comes again was stolen, then or now, and nobody can tell which of the two it is that calls: all access that the
    person gave the tool ends (RFC 6749, 4.1.2, for a code; RFC 9700, 4.14.2, for a token for renewal).
    """

    def post(self, request: HttpRequest) -> HttpResponse:
        short = all(SHORT.fullmatch(request.POST.get(name, "")) for name in ("client_id", "code"))
        if not _readable(request.POST) or not short:  # the library looks both up in the cache, under a key of them
            return JsonResponse({"error": "invalid_request"}, status=400)
        with connection.cursor() as cursor:
            for name in ONCE_FOR_ALL:
                if value := request.POST.get(name):
                    key = hashlib.sha256(value.encode()).digest()[:8]
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key, "big", signed=True)])
        sent = _sent(request.POST)
        try:
            answer: HttpResponse = super().post(request)
        except ValidationError:  # of the resources that it names
            return JsonResponse({"error": "invalid_target"}, status=400)
        if sent is not None and sent.type == SPENT:
            lock_out(sent.user, sent.client)
        elif sent is not None and answer.status_code == 200:
            spend(sent)
        elif answer.status_code == 200:
            made = json.loads(answer.content)["refresh_token"]
            spend(Token.objects.by_value(made).get(type=Token.Type.REFRESH_TOKEN), request.POST["code"])
        return answer


class RevocationView(provider.RevokeView):
    """A tool gives its access back: with one of its tokens, all that this person gave it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _readable(request.POST):
            return JsonResponse({"error": "invalid_request"}, status=400)
        mine = Token.objects.by_value(request.POST.get("token", "")).filter(client=request.POST.get("client_id", ""))
        token = mine.select_related("client").first()
        answer: HttpResponse = super().post(request, *args, **kwargs)
        if token is not None and answer.status_code == 200:
            lock_out(token.user, token.client)
        return answer


@require_safe
def metadata(request: HttpRequest) -> HttpResponse:
    """What a tool has to know of this server, RFC 8414."""
    at: Callable[[str], str] = lambda name: request.build_absolute_uri(reverse(name))  # noqa: E731
    return JsonResponse(
        {
            "issuer": request.build_absolute_uri("/").rstrip("/"),
            "authorization_endpoint": at("idp:oidc:authorization"),
            "token_endpoint": at("idp:oidc:token"),
            "revocation_endpoint": at("idp:oidc:revoke"),
            "response_types_supported": ["code"],
            "grant_types_supported": [str(grant.value) for grant in GRANTS],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "revocation_endpoint_auth_methods_supported": ["none"],
            "scopes_supported": list(ASKABLE),
            "service_documentation": at("api:docs"),
        }
    )


def _fault(request: HttpRequest, tool: Tool) -> str:
    """What the tool is told at its own address, where the library would be milder; empty where nothing is wrong."""
    asked = request.GET
    if asked.get("code_challenge_method") != "S256" or not CHALLENGE.fullmatch(asked.get("code_challenge", "")):
        return "invalid_request"
    wanted = asked.get("scope", "").split() or tool.get_default_scopes()
    if not set(wanted) <= set(tool.get_scopes()) or not grantable(request.user, wanted):
        return "invalid_scope"
    return ""


def _sent(asked: QueryDict) -> Token | None:
    """The tool's token for renewal that is sent, be it good or spent, or what is known of a code that is spent."""
    name = {"refresh_token": "refresh_token", "authorization_code": "code"}.get(asked.get("grant_type", ""), "")
    of_tool = Token.objects.by_value(asked.get(name, "")).filter(client=asked.get("client_id", ""))
    found = of_tool.filter(type__in=(Token.Type.REFRESH_TOKEN, SPENT))
    token: Token | None = found.select_related("client", "user").first()
    return token


def _sent_back(asked: QueryDict, *, error: str) -> HttpResponse:
    answer = HttpResponse(status=302)  # not Django's own: it knows no schemes of apps
    state = {"state": asked["state"]} if asked.get("state") else {}
    answer["Location"] = add_query_params(asked["redirect_uri"], {"error": error} | state)
    return answer


def _readable(values: Any) -> bool:
    """Each parameter once (several resources may be named, RFC 8707) and in signs that the protocol has.

    The library trips over others.
    """
    if not isinstance(values, QueryDict):
        return True  # what was read before, and signed
    lists = dict(values.lists())
    once = all(len(found) == 1 for name, found in lists.items() if name != "resource")
    plain = all(READABLE.fullmatch(text) for name, found in lists.items() for text in (name, *found))
    return once and plain and all(map(_parses, lists.get("resource", [])))


def _parses(address: str) -> bool:
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True


def _source(address: str) -> str:
    """An address as the content security policy names it: its origin, or the scheme of an app."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") else f"{parts.scheme}:"
