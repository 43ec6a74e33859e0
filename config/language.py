"""Which language a page speaks: the choice of who reads it. Imports no app but the ground."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

# Support's admin and the API are English, and so are Django's own words there: half a page in German helps nobody.
ENGLISH_ONLY = ("/api/", "/admin/", "/healthz", "/readyz")


def language_for(request: HttpRequest) -> str:
    """Who signed in: the language of their settings; else the one chosen on this device; else the browser's."""
    if request.path.startswith(ENGLISH_ONLY):
        return settings.LANGUAGE_CODE
    return getattr(request.user, "language", "") or get_language_from_request(request)


def say_saved(request: HttpRequest) -> None:
    """The next page says so, in the language that was just chosen."""
    with translation.override(language_for(request)):
        messages.success(request, translation.gettext("Saved."))


class LanguageMiddleware:
    """Speaks one language from the first middleware behind it to the last, error pages too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(language_for(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        if not request.path.startswith(ENGLISH_ONLY):
            patch_vary_headers(response, ["Accept-Language"])
        return response


def language(request: HttpRequest) -> dict[str, Any]:
    """`words_script` and `desk_script`: this page's words for other scripts, which `make messages` writes, empty where
    they say what stands in them; `languages`: code and own name of each.
    """
    spoken = translation.get_language() or settings.LANGUAGE_CODE
    translated = spoken != settings.LANGUAGE_CODE
    return {
        "words_script": f"js/words.{spoken}.js" if translated else "",
        "desk_script": f"js/desk-words.{spoken}.js" if translated else "",
        "languages": settings.LANGUAGES,
    }
