"""Several small files of a phone's pages in one: over a slow line each file more is a wait.

The files stay as they are, one a component or a concern; this only puts them behind one another, in the order that is
written here, without what is written for us: comments and indentation are a sixth of what would go over the wire.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from rjsmin import jsmin

BUNDLES = {
    "css/phone.css": (
        "layers", "tokens", "base", "layout",
        *(f"components/{name}" for name in (
            "account", "badge", "button", "calendar", "card", "chart", "dialog", "entry", "exercise-card", "figure",
            "foot-map", "form", "icon", "install", "ladder", "nav", "prescription", "set-row", "side-marker",
            "summary", "table", "timer", "today", "training",
        )),
        "utilities",
    ),
    "js/page.js": ("frame", "words", "outbox", "outbox-status", "outbox-forms", "steppers", "later"),
    "js/session.js": ("timer", "cards", "training", "today"),
    "js/session-later.js": ("sounds", "figure", "tempo"),
}  # fmt: skip


def names_in(bundle: str) -> list[str]:
    """The files of a bundle as a template would name them: `css/tokens.css`."""
    kind = bundle.partition("/")[0]
    return [f"{kind}/{name}.{kind}" for name in BUNDLES[bundle]]


def sources(bundle: str) -> list[Path]:
    return [settings.BASE_DIR / "static" / name for name in names_in(bundle)]


def bundled(bundle: str) -> str:
    """The one file's text."""
    lean = lean_css if bundle.endswith(".css") else jsmin
    return "".join(f"{lean(path.read_text())}\n" for path in sources(bundle))


_SPACES = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/|(\s+)""", re.DOTALL)
_AROUND = re.compile(r"""("[^"]*"|'[^']*')|\s*([{};,])\s*""")


def lean_css(text: str) -> str:
    """A stylesheet without comments and without the spaces that say nothing. What stands in quotes stays.

    A space before a colon says something (`.card :is(a)`): rcssmin takes it out, and with it what the rule means.
    """
    text = _SPACES.sub(lambda found: found[1] or (" " if found[2] else ""), text)
    return _AROUND.sub(lambda found: found[1] or found[2], text).strip()


class BundleFinder(BaseFinder):
    """Finds the bundles, each made anew when one of its sources is newer, or this way of making it."""

    storage = FileSystemStorage(location=settings.BASE_DIR / ".data" / "bundle")

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(self._made(path))] if path in BUNDLES else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in BUNDLES:
            self._made(name)
            yield name, self.storage

    def _made(self, bundle: str) -> Path:
        path = Path(self.storage.path(bundle))
        newest = max(source.stat().st_mtime_ns for source in (*sources(bundle), Path(__file__)))
        if not path.exists() or path.stat().st_mtime_ns < newest:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f"{path.name}.{os.getpid()}")  # another process may do the same
            fresh.write_text(bundled(bundle))
            fresh.replace(path)
        return path
