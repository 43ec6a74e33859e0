"""What every page needs from HTTP: pages or fragments, and sign-in that htmx understands. Imports no app."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails


def wants_fragment(request: HttpRequest) -> bool:
    """True when htmx asked for a part of a page, not for a boosted or restored whole one."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, partial: str, status: int = 200
) -> HttpResponse:
    """Render `template`, or only its `partial` when htmx asked for a fragment."""
    name = f"{template}#{partial}" if wants_fragment(request) else template
    response = render(request, name, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def is_looked_at(request: HttpRequest) -> bool:
    """Whether somebody reads the answer. A browser that fetches ahead, our own worker that keeps a page for a day
    without signal (it may not set the browser's header), and HEAD have shown nobody anything.
    """
    if request.method == "HEAD" or request.headers.get("Kickstand-Purpose") == "keep":
        return False
    return "prefetch" not in request.headers.get("Sec-Purpose", "")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long or cookies are off: say what to do. What was typed stays in the browser."""
    return render(request, "403_csrf.html", status=403)


class GZipPagesMiddleware(GZipMiddleware):
    """Compresses pages, not clips, photos and exports: they are packed already, and clips are asked for by the byte."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith(("video/", "image/", "application/zip")):
            return response
        return super().process_response(request, response)


class HtmxSignInMiddleware:
    """A redirect to the sign-in page inside an htmx request becomes a move of the whole page, and comes back after."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        htmx: HtmxDetails | None = getattr(request, "htmx", None)
        if not htmx or response.status_code != 302:
            return response
        if urlsplit(response["Location"]).path != settings.LOGIN_URL:
            return response
        back = htmx.current_url_abs_path or "/"
        moved = HttpResponse(status=200)
        moved["HX-Redirect"] = f"{settings.LOGIN_URL}?{urlencode({'next': back})}"
        return moved


THEMES = ("system", "light", "dark")
THEME_COOKIE = "theme"


def theme(request: HttpRequest) -> dict[str, str]:
    """`theme`: light or dark where the person chose one, so that the page arrives in it; else the system decides."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return {"theme": chosen if chosen in THEMES[1:] else ""}
