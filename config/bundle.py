"""The stylesheets of a phone's pages in one file: over a slow line each file more is a wait before the first picture.

The files stay as they are, one a component; this only puts them behind one another, in the order that is written here.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/phone.css"
STYLES = (
    "layers", "tokens", "base", "layout",
    *(f"components/{name}" for name in (
        "account", "badge", "button", "calendar", "card", "chart", "dialog", "entry", "exercise-card", "figure",
        "foot-map", "form", "icon", "install", "ladder", "nav", "prescription", "set-row", "side-marker", "summary",
        "table", "timer",
    )),
    "utilities",
)  # fmt: skip
SOURCES = tuple(settings.BASE_DIR / "static" / "css" / f"{name}.css" for name in STYLES)


def bundled() -> str:
    """The one file's text."""
    return "".join(path.read_text() for path in SOURCES)


class BundleFinder(BaseFinder):
    """Finds `css/phone.css`, made anew when one of its sources is newer."""

    storage = FileSystemStorage(location=settings.BASE_DIR / ".data" / "bundle")

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(self._made())] if path == NAME else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        self._made()
        yield NAME, self.storage

    def _made(self) -> Path:
        path = Path(self.storage.path(NAME))
        newest = max(source.stat().st_mtime_ns for source in SOURCES)
        if not path.exists() or path.stat().st_mtime_ns < newest:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f"{NAME.rpartition('/')[2]}.{os.getpid()}")  # another process may do the same
            fresh.write_text(bundled())
            fresh.replace(path)
        return path
