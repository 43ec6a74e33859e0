"""Every example of docs/api.md is called, and answers in the shape that the page shows."""

import datetime as dt
import io
import json
import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client as Browser

from config.api_urls import router
from tests.api import opened

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text()
EXAMPLES = re.findall(r"```sh\n(curl .*?)\n```\n```json\n(.*?)\n```", PAGE, re.DOTALL)
FILTERS = {
    name: viewset.filterset_class
    for name, viewset, _ in router.registry
    if re.search(rf"^\| `{name}/` \|", PAGE, re.MULTILINE)
}


def call(command: str, values: dict[str, str]) -> HttpResponse:
    """What the curl command would ask, asked of the test server."""
    for name, value in values.items():
        command = command.replace(f"${name}", value)
    assert "$" not in command, command
    words = shlex.split(command)
    options: dict[str, list[str]] = {}
    for flag, value in pairwise(words):
        options.setdefault(flag, []).append(value)
    headers = dict(line.split(": ", 1) for line in options["-H"])
    where = urlsplit(next(word for word in words if word.startswith("http")))
    asked = f"{where.path}?{where.query}" if where.query else where.path
    kind = headers.pop("Content-Type", "")
    browser = Browser(headers=headers)
    if "-X" in options:
        return browser.generic(options["-X"][0], asked, options["-d"][0], content_type=kind)
    return browser.get(asked)


def shape(value: Any) -> Any:
    """Keys and kinds of values; of a list, the shape of its first item."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items() if key != "figures"}
    if isinstance(value, list):
        return [shape(inner) for inner in value[:1]]
    return type(value).__name__


@pytest.fixture
def values(owner, client_row) -> dict[str, str]:
    """What the reader has in the shell when they come to the examples."""
    out = io.StringIO()
    making = re.search(r"manage\.py make_token (.*?)\)\n", PAGE)
    assert making
    call_command("make_token", owner.email, *shlex.split(making.group(1))[1:], stdout=out)
    item = opened(client_row, start_date=dt.date(2026, 1, 5))
    return {
        "TOKEN": out.getvalue().strip(),
        "CLIENT": str(client_row.pk),
        "SESSION": str(item.session_id),
        "ITEM": str(item.pk),
    }


def test_the_page_has_its_examples():
    assert len(EXAMPLES) == PAGE.count("```json") == 5


@pytest.mark.parametrize(("command", "answer"), EXAMPLES)
def test_example(command, answer, values, owner, practice, client_row):
    shown = json.loads(answer)
    if shown.get("next"):  # the page shows the first of several
        type(client_row).objects.create(practice=practice, coach=owner, name="Zoe Last")

    response = call(command, values)

    got = response.json()
    assert shape(got) == shape(shown)
    assert response.status_code == shown.get("status", 201 if "set_number" in shown else 200)
    if "errors" in shown:
        assert {**got, "request_id": None} == {**shown, "request_id": None}


@pytest.mark.parametrize("name", FILTERS)
def test_the_page_lists_the_filters(name):
    row = re.search(rf"^\| `{name}/` \|.*\|(.*)\|$", PAGE, re.MULTILINE)
    assert row
    filters = FILTERS[name]
    assert re.findall(r"`(\w+)`", row.group(1)) == list(filters.base_filters if filters else [])
