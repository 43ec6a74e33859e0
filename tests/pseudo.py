"""A language for tests: every translated word stands in brackets, so that one that was never marked stands out.

What fills a place of a sentence is in no bracket of the sentence's: a code or an English name there stands out, too.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import trans_real

OPEN, CLOSE = "⟦", "⟧"
SPOKEN = ("aria-label", "aria-description", "aria-valuetext", "title", "alt", "placeholder", "label")
TOLD_TO_SCRIPTS = ("words", "text", "label", "bar")
SILENT = {"script", "style"}
PLACE = re.compile(r"(%\([a-z_]+\)s)")
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Pseudo:
    """German with brackets around whatever the catalogue knows."""

    def __init__(self, real: Any) -> None:
        self.real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def gettext(self, message: str) -> str:
        return self._marked(self.real.gettext(message)) if message in self.real._catalog else self.real.gettext(message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self._marked(self.real.ngettext(one, many, count))

    @staticmethod
    def _marked(text: str) -> str:
        return "".join(part if PLACE.fullmatch(part) else f"{OPEN}{part}{CLOSE}" for part in PLACE.split(text) if part)


@contextmanager
def bracketed(monkeypatch: Any) -> Iterator[None]:
    """German is bracketed inside the block."""
    with monkeypatch.context() as patch:
        patch.setitem(trans_real._translations, "de", Pseudo(trans_real.translation("de")))
        yield


class _Reader(HTMLParser):
    """Every text that a person sees or hears and that stands in no bracket, with the element that it is in."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.inside: list[str] = []
        self.depth = 0  # brackets that are open: a translated sentence may have elements in it

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        for name, value in attrs:
            ends = name.rsplit("-", 1)[-1]
            if (name in SPOKEN or (name.startswith("data-") and ends in TOLD_TO_SCRIPTS)) and tag != "meta":
                self.found.append((f"{tag} {name}", outside(value or "")[0]))
        if tag == "input" and facts.get("type") in ("submit", "button", "reset"):
            self.found.append((f"{tag} value", outside(facts.get("value") or "")[0]))
        if tag not in VOID:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if not SILENT & set(self.inside):
            text, self.depth = outside(data, self.depth)
            self.found.append((" ".join(self.inside[-2:]), text))


def outside(text: str, depth: int = 0) -> tuple[str, int]:
    """What stands in no bracket, and how many are open at the end."""
    kept = []
    for sign in text:
        depth += (sign == OPEN) - (sign == CLOSE)
        kept.append(" " if depth or sign == CLOSE else sign)
    return "".join(kept), depth


def unmarked(html: str, known: set[str]) -> list[str]:
    """Words of a page that stand in no bracket and are not `known`: names, what people wrote, units."""
    reader = _Reader()
    reader.feed(html)
    said = sorted((text for text in known if text), key=len, reverse=True)
    found = []
    for where, text in reader.found:
        rest = text
        for each in said:
            rest = rest.replace(each, " ")
        if re.search(r"[^\W\d_]{2,}", rest):
            found.append(f"{where}: {' '.join(text.split())[:120]}")
    return found
