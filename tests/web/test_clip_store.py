"""Clips in a bucket: what the environment sets, and a store that speaks S3 on this machine."""

import ast
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from config.clip_store import clip_store
from launcher.console import ROOT


class Store(BaseHTTPRequestHandler):
    """As much of S3 as an object needs: put, asked for, deleted."""

    objects: dict[str, tuple[str, bytes]] = {}

    def answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.objects[self.path] = (self.headers["Content-Type"], body)
        self.answer(200)

    def do_HEAD(self) -> None:
        self.answer(200 if self.path in self.objects else 404)

    def do_DELETE(self) -> None:
        self.objects.pop(self.path, None)
        self.answer(204)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    Store.objects.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Store) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_folder_without_a_bucket() -> None:
    storage, origin = clip_store({})
    assert (storage["BACKEND"], origin) == ("django.core.files.storage.FileSystemStorage", "")


@pytest.mark.parametrize("endpoint", ["", "s3.example.org", "ftp://s3.example.org"])
def test_a_bucket_needs_a_store(endpoint: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="CLIPS_S3_ENDPOINT"):
        clip_store({"CLIPS_S3_BUCKET": "clips", "CLIPS_S3_ENDPOINT": endpoint})


def test_the_content_policy_names_the_store_for_clips_and_photos_only() -> None:
    ask = "from config import settings; print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES'])"
    store = {"CLIPS_S3_BUCKET": "clips", "CLIPS_S3_ENDPOINT": "https://s3.example.org/x"}
    told = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, env={**os.environ, **store}, capture_output=True, text=True, timeout=60
    )
    policy = ast.literal_eval(told.stdout)
    assert {name for name, sources in policy.items() if "https://s3.example.org" in sources} == {"img-src", "media-src"}


def test_a_clip_is_put_linked_and_deleted(endpoint: str) -> None:
    environ = {
        "CLIPS_S3_BUCKET": "clips",
        "CLIPS_S3_ENDPOINT": f"{endpoint}/",
        "CLIPS_S3_KEY": "k",
        "CLIPS_S3_SECRET": "s",
    }
    made, origin = clip_store(environ)
    assert origin == endpoint
    storage = storages.create_storage(made)
    file = SimpleUploadedFile("clip", b"\0moving pictures", content_type="video/mp4")
    assert storage.save("ab/abc", file) == "ab/abc"
    assert Store.objects == {"/clips/ab/abc": ("video/mp4", b"\0moving pictures")}
    link = storage.url("ab/abc")
    assert link.startswith(f"{endpoint}/clips/ab/abc?")
    assert "X-Amz-Expires=300" in link
    storage.delete("ab/abc")
    assert Store.objects == {}
    storage.connection.meta.client.close()
