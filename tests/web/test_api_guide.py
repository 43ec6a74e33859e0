"""Every line of the guide is run, in order and against a server; and the pages of docs/ are pages of the app."""

import contextlib
import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client as Browser

from accounts.models import User
from accounts.tokens import make_token
from accounts.tools import register_tool
from clients.models import Client
from config.api.guides import FILES
from config.api.schema import document
from tests.api import FIRST_DAY
from tests.factories import AssignmentFactory
from tests.web.test_api_docs import call, shape

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCKS = re.findall(r"```(\w+)\n(.*?)\n```", (DOCS / "api-guide.md").read_text(), re.DOTALL)


def printed(code: str, names: dict[str, Any]) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "docs/api-guide.md", "exec"), names)
    return out.getvalue().strip()


def let_in(browser: Browser, address: str) -> str:
    """The person says yes. The code that they bring back to the tool."""
    where = urlsplit(address)
    page = browser.get(f"{where.path}?{where.query}")
    request = page.context["form"].initial["request"]
    back = browser.post(where.path, {"request": request, "action": "grant", "scopes": ["read", "log"]})
    return parse_qs(urlsplit(back["Location"]).query)["code"][0]


@pytest.mark.django_db(transaction=True)
@time_machine.travel("2026-01-05T18:02:00Z")
def test_every_snippet_does_what_the_guide_says(
    live_server: Any,
    monkeypatch: pytest.MonkeyPatch,
    owner: User,
    client_user: User,
    client_row: Client,
    as_client: Browser,
) -> None:
    AssignmentFactory(client=client_row, start_date=FIRST_DAY)
    tool = register_tool(owner, name="Tool", addresses=["https://tool.example/back"], scopes=["read", "log"])
    token = make_token(client_user, name="guide", scopes=["read", "log"], days=1)
    shell = {"KICKSTAND": live_server.url, "TOKEN": token, "CLIENT_ID": tool.pk}
    for name, value in shell.items():
        monkeypatch.setenv(name, value)
    names: dict[str, Any] = {}
    run = 0
    for (kind, code), (after, shown) in zip(BLOCKS, [*BLOCKS[1:], ("", "")], strict=True):
        if kind == "sh":
            assert shape(call(code, shell).json()) == shape(json.loads(shown)), code
        if kind == "python":
            assert printed(code, names) == (shown if after == "text" else ""), code
        if "address" in names and "code" not in names:
            names["code"] = let_in(as_client, names["address"])
        run += kind in ("sh", "python")
    assert run == len(BLOCKS) - sum(kind in ("text", "json") for kind, _ in BLOCKS) == 9


def test_the_pages_stand_in_the_app_and_lead_to_each_other(as_stranger: Browser) -> None:
    reference = as_stranger.get("/api/v1/docs/").text
    assert set(re.findall(r"\]\((\S+\.md)", (DOCS / "api-guide.md").read_text())) <= set(FILES.values())
    for name in FILES:
        page = as_stranger.get(f"/api/v1/docs/{name}/")
        assert page.status_code == 200
        assert f'href="/api/v1/docs/{name}/"' in reference
        links = set(re.findall(r'href="(/api/[^"#]*)[^"]*"', page.text))
        assert {link for link in links if as_stranger.get(link).status_code != 200} == set(), name
        ids = set(re.findall(r' id="([^"]+)"', page.text))
        assert set(re.findall(r'href="#([^"]+)"', page.text)) <= ids
    assert as_stranger.get("/api/v1/docs/nothing/").status_code == 404
    guide = as_stranger.get("/api/v1/docs/guide/").text
    assert "<h1>Ten minutes with the API</h1>" in guide
    assert "class=&quot;" not in guide
    assert "for client in call(&quot;clients/&quot;)[&quot;results&quot;]:" in guide


def test_whatever_is_deprecated_is_listed_with_the_day_on_which_it_ends() -> None:
    table = (DOCS / "api-changes.md").read_text().split("## Deprecated now")[1]
    listed = set(re.findall(r"^\| `(\w+)` \| \d{4}-\d\d-\d\d \| \d{4}-\d\d-\d\d \|", table, re.MULTILINE))
    operations = [told for methods in document()["paths"].values() for told in methods.values()]
    assert {told["operationId"] for told in operations if told.get("deprecated")} == listed


def test_no_page_was_left_half_merged() -> None:
    marked = re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE)
    assert [page.name for page in DOCS.rglob("*.md") if marked.search(page.read_text())] == []
