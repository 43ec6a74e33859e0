"""A push service for tests, on 127.0.0.1: it takes what is pushed, checks who signed it, and reads it as a browser."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from uuid import uuid4

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from py_vapid.utils import b64urldecode

from clients.management.commands.vapid_keys import make_keys
from clients.models import Client, PushSubscription
from clients.push_service import Address

KEYS = make_keys("mailto:ops@kickstand.test")


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


class Phone:
    """A browser that has turned reminders on: its address, and the key that only it knows."""

    def __init__(self, service: str, *, key: ec.EllipticCurvePrivateKey | None = None) -> None:
        self.key = key or ec.generate_private_key(ec.SECP256R1())
        self.secret = uuid4().bytes
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.address = Address(endpoint=f"{service}/{uuid4().hex}", p256dh=text(point), auth=text(self.secret))

    def posts(self) -> dict[str, str]:
        """What its script posts."""
        return {"endpoint": self.address.endpoint, "p256dh": self.address.p256dh, "auth": self.address.auth}

    def read(self, body: bytes) -> dict[str, str]:
        plain = http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        return dict(json.loads(plain))


@dataclass
class PushService:
    """`answers`: statuses for the next pushes, then 201. `pushes`: path, headers and body of each."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    pushes: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def told(self, phone: Phone) -> list[dict[str, str]]:
        """What this phone has been pushed, each signed by this server and for this service."""
        mine = [each for each in self.pushes if phone.address.endpoint == self.url + each[0]]
        for _, headers, _ in mine:
            self._check_signature(headers["authorization"])
        return [phone.read(body) for _, _, body in mine]

    def _check_signature(self, authorization: str) -> None:
        assert Vapid02.verify(authorization)
        parts = dict(part.split("=", 1) for part in authorization.removeprefix("vapid ").split(","))
        assert parts["k"] == KEYS["VAPID_PUBLIC_KEY"]
        claims = json.loads(b64urldecode(parts["t"].split(".")[1].encode()))
        assert (claims["aud"], claims["sub"]) == (self.url, KEYS["VAPID_CONTACT"])


@contextmanager
def push_service() -> Iterator[PushService]:
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.pushes.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(service.answers.pop(0) if service.answers else 201)
            for name, value in service.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *words: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def device_of(client: Client, phone: Phone, **facts: Any) -> PushSubscription:
    """The row of a phone, turned on long ago."""
    values = {"endpoint": phone.address.endpoint, "p256dh": phone.address.p256dh, "auth": phone.address.auth} | facts
    return PushSubscription.objects.create(practice=client.practice, client=client, user=client.user, **values)
