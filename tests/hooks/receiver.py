"""Another tool on 127.0.0.1 that is told things: it may fail, hang and recover, and remembers all that came."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event as Flag
from threading import Thread
from typing import Any

from accounts.models import Practice
from hooks.models import Endpoint, Event
from hooks.services import add_endpoint

HANG = 0


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def told(self) -> dict[str, Any]:
        return dict(json.loads(self.body))


@dataclass
class Receiver:
    """`answers`: statuses for the next calls (HANG: none at all), then 200. `says`: the body of each answer."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    says: bytes = b"ok"
    calls: list[Call] = field(default_factory=list)
    over: Flag = field(default_factory=Flag)


@contextmanager
def receiver() -> Iterator[Receiver]:
    other = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            other.calls.append(Call({name.lower(): value for name, value in self.headers.items()}, body))
            status = other.answers.pop(0) if other.answers else 200
            if status == HANG:
                other.over.wait(10)
                return
            self.send_response(status)
            for name, value in other.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(other.says)))
            self.end_headers()
            self.wfile.write(other.says)

        def log_message(self, *words: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    other.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield other
    finally:
        other.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def endpoint_at(practice: Practice, url: str = "https://tool.example.org/hook", **facts: Any) -> Endpoint:
    """An endpoint that wants every event."""
    return add_endpoint(practice.pk, **{"name": "Sheet", "url": url, "events": list(Event.values)} | facts)
