"""A Python client made from the document, offline: it is whole, and it reads today's session."""

import importlib
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from django.core import signals
from django.db import close_old_connections
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser.errors import GeneratorError

from accounts.models import User
from accounts.tokens import make_token
from clients.models import Client
from config.api.schema import document
from config.wsgi import application
from tests.api import opened


def made(folder: Path) -> list[GeneratorError]:
    """The package `kickstand` in `folder`, as docs/api-guide.md says to make it. Returns what could not be made."""
    source = folder / "schema.json"
    source.write_text(json.dumps(document()))
    wishes = ConfigFile(
        post_hooks=[],
        literal_enums=True,
        content_type_overrides={"text/csv": "application/octet-stream", "application/zip": "application/octet-stream"},
    )
    config = Config.from_sources(
        config_file=wishes,
        meta_type=MetaType.NONE,
        document_source=source,
        file_encoding="utf-8",
        overwrite=False,
        output_path=folder / "kickstand",
    )
    return list(generate(config=config))


@pytest.fixture
def in_process() -> Iterator[httpx.WSGITransport]:
    """The app as a server would run it, on this test's own connection, which it must leave open."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield httpx.WSGITransport(application)
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


def test_a_client_made_from_the_document_reads_todays_session(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    client_user: User,
    client_row: Client,
    in_process: httpx.WSGITransport,
) -> None:
    item = opened(client_row)
    token = make_token(client_user, name="generated", scopes=["read"], days=1)

    assert made(tmp_path) == []
    monkeypatch.syspath_prepend(tmp_path)
    kickstand = importlib.import_module("kickstand")
    sessions = importlib.import_module("kickstand.api.sessions.sessions_list")
    with kickstand.AuthenticatedClient("http://testserver", token, httpx_args={"transport": in_process}) as client:
        page = sessions.sync(client=client, status="open", limit=1)

    [session] = page.results
    assert session.id == item.session_id
    asked = [(str(target.side), target.sets, target.reps, target.load) for target in session.items[0].targets]
    assert asked == [("left", 3, [8, 8, 8], "22.50"), ("right", 3, [8, 8, 8], "22.50")]
