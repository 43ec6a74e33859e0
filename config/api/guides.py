"""Pages of docs/ about the API, in the app: the same text as in the repository, so that there is one of it."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

FILES = {
    "guide": "api-guide.md",
    "about": "api.md",
    "webhooks": "webhooks.md",
    "export-format": "export-format.md",
    "changes": "api-changes.md",
    "assistants": "mcp.md",
}
AT = {file: f"/api/v1/docs/{name}/" for name, file in FILES.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    title: str
    parts: list[tuple[str, str]]
    html: SafeString


@require_safe
def guide(request: HttpRequest, name: str) -> HttpResponse:
    if name not in FILES:
        raise Http404
    return render(request, "api/guide.html", {"guide": read(name)})


@cache
def read(name: str) -> Guide:
    """The page as HTML. It changes with the code alone, so a process reads it once."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse((settings.BASE_DIR / "docs" / FILES[name]).read_text())
    title, parts = "", []
    for token, inside in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            title, inside.children = inside.content, []
        elif token.type == "heading_open" and token.tag == "h2":
            parts.append((slugify(inside.content), inside.content))
            token.attrSet("id", slugify(inside.content))
        inside.children = linked(inside.children) if inside.children else inside.children
    html = markdown.renderer.render([token for token in tokens if token.tag != "h1"], markdown.options, {})
    tables = '<div class="reference-table"><table class="table">'
    html = re.sub("<table>", tables, html).replace("</table>", "</table></div>")
    html = html.replace("<pre>", '<pre tabindex="0">')  # what is wider than the page is scrolled by keyboard, too
    return Guide(title=title, parts=parts, html=mark_safe(html))  # our own file, and it may hold no HTML


def linked(tokens: list[Token]) -> list[Token]:
    """With the addresses that links between pages of docs/ have in the app. A page that is not here is only named."""
    kept, dropped = [], False
    for token in tokens:
        if token.type == "link_open":
            address = address_of(str(token.attrGet("href")))
            dropped = address is None
            token.attrSet("href", address or "")
        if not (dropped and token.type in ("link_open", "link_close")):
            kept.append(token)
    return kept


def address_of(link: str) -> str | None:
    if "://" in link or link.startswith(("/", "#")):
        return link
    file, _, part = link.partition("#")
    return AT[file] + (f"#{part}" if part else "") if file in AT else None
