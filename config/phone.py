"""The app on a phone: its manifest, its service worker, and the page for what it does not keep. Imports no app."""

import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

# The canvas of css/tokens.css, which a manifest and a meta element cannot name.
LIGHT, DARK = "#f6f3ef", "#13110f"
IN_WORKER = ("js/outbox.js", "js/push-worker.js")  # run in the worker, too: what waits is sent, a reminder is shown
PAGES = ("base.html", "offline.html", "client", "library", "includes")  # the templates that a phone's pages are made of
NAMED = re.compile(r"""\{%\s*static\s+["']([^"']+)["']""")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What the phone is told when the app is put on its home screen."""
    today = reverse("me:today")
    sizes = (("icon-192", 192, "any"), ("icon-512", 512, "any"), ("maskable-512", 512, "maskable"))
    content = {
        "id": today,
        "name": "Kickstand",
        "short_name": "Kickstand",
        "description": _("Today’s workout, left and right, also without signal."),
        "lang": get_language(),
        "start_url": today,
        "scope": "/",
        "display": "standalone",
        "theme_color": LIGHT,
        "background_color": LIGHT,
        "icons": [
            {"src": static(f"icons/{name}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for name, size, purpose in sizes
        ],
        "shortcuts": [
            {"name": _("Today"), "url": today, "icons": [{"src": static("icons/icon-192.png"), "sizes": "192x192"}]},
            {"name": _("History"), "url": reverse("me:history")},
        ],
    }
    response = JsonResponse(content, content_type="application/manifest+json")
    response["Cache-Control"] = "max-age=3600"
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: which version this is, and the scripts that it is made of. It must lie at the root."""
    about = {
        "version": version(),
        "fixed": isinstance(staticfiles_storage, ManifestFilesMixin),
        "static": settings.STATIC_URL,
        "offline": reverse("offline"),
        "start": reverse("me:today"),
        "list": reverse("me:offline"),
    }
    scripts = [static(name) for name in ("js/worker.js", *IN_WORKER) if exists(name)]
    text = f"self.KICKSTAND = {json.dumps(about)};\nimportScripts({', '.join(json.dumps(each) for each in scripts)});\n"
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response


@never_cache
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What the phone shows in the place of a page that it does not keep. Nothing of anybody stands in it."""
    return render(request, "offline.html")


# --- The version ----------------------------------------------------------------------------------------------


def version() -> str:
    """Changes when a file changes that a phone's pages or the worker are made of."""
    return _version_now() if settings.DEBUG else _version_once()


@lru_cache(maxsize=1)
def _version_once() -> str:
    return _version_now()


def _version_now() -> str:
    found = hashlib.sha256()
    for name in named_files():
        found.update(static(name).encode())
        if path := finders.find(name):
            found.update(Path(path).read_bytes())
    return found.hexdigest()[:12]


def named_files() -> list[str]:
    """Every static file that a template of a phone's pages names, the words of each language, and the worker's own."""
    folder = settings.BASE_DIR / "templates"
    pages = [path for name in PAGES for path in _templates(folder / name)]
    names = {name for path in pages for name in NAMED.findall(path.read_text())}
    words = {f"js/{path.name}" for path in (settings.BASE_DIR / "static" / "js").glob("words.*.js")}
    return sorted(each for each in names | words | {"js/worker.js", "sprite.svg", *IN_WORKER} if exists(each))


def _templates(place: Path) -> list[Path]:
    return sorted(place.rglob("*.html")) if place.is_dir() else [place]


def exists(name: str) -> Any:
    return finders.find(name)
