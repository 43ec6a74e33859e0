"""Push services: which addresses are written to at all, and how a push is signed, encrypted and handed over.

The address of a device comes from its browser, so from outside: without care, a client could make this server knock at
doors of its own network. What is named must be https and public; where the name leads is looked at when connecting.
"""

import asyncio
import ipaddress
import json
import socket
import time
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from typing import Any
from urllib.parse import SplitResult, urlsplit

import aiohttp
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from py_vapid import Vapid02, VapidException
from py_vapid.utils import b64urldecode
from pywebpush import WebPusher

from clients.models.reminders import LONGEST_ENDPOINT

PATIENCE_S = 5  # for all of it: the name, the connection, the answer's head
SIGNED_FOR_S = 60 * 60
LONGEST_WAIT_S = 60 * 60


class Outcome(Enum):
    """What a push service made of a push. LATER: it may take it another time. GONE: the device is there no more."""

    SENT = "sent"
    GONE = "gone"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    outcome: Outcome
    wait_s: int = 0  # before the next try, where the service names it


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a device is reached, as its browser gave it."""

    endpoint: str
    p256dh: str
    auth: str


def is_offered() -> bool:
    """Whether this server can push at all: it has keys."""
    return bool(settings.VAPID_PRIVATE_KEY and settings.VAPID_PUBLIC_KEY)


# --- What an address may be ------------------------------------------------------------------------------------


def check_address(address: Address) -> None:
    """Raises ValidationError for an address that is no push service's, or keys that nothing can be encrypted with."""
    if not _is_allowed(address.endpoint) or not _are_keys(address):
        raise ValidationError(_("This browser gave an address that cannot be written to."))


def _is_allowed(endpoint: str) -> bool:
    if len(endpoint) > LONGEST_ENDPOINT or not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        return False
    try:
        parts = urlsplit(endpoint)
        host = parts.hostname or ""
        parts.port  # noqa: B018, raises for one that is none
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None or not host:
        return False
    return _is_ours(parts) or (parts.scheme == "https" and _is_public_name(host))


def _is_ours(parts: SplitResult) -> bool:
    return bool(settings.PUSH_TO_THIS_MACHINE) and parts.hostname == "127.0.0.1"


def _is_public_name(host: str) -> bool:
    """By the name alone. A name has a dot and does not end in a figure: what does is an address, however written."""
    if ":" in host or host.rstrip(".").rpartition(".")[2].isdigit() or host.rpartition(".")[2].startswith("0x"):
        return is_public(host)
    return "." in host.strip(".")


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the internet at large: not private, loopback, link-local, multicast, mapped."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if inner is not None and not (inner.is_global and not inner.is_multicast):
            return False
        if ip in ipaddress.IPv6Network("64:ff9b::/96"):  # an IPv4 address behind a translator
            return is_public(str(ipaddress.IPv4Address(ip.packed[-4:])))
    return ip.is_global and not ip.is_multicast


def _are_keys(address: Address) -> bool:
    try:
        point = urlsafe_b64decode(address.p256dh + "=" * (-len(address.p256dh) % 4))
        secret = urlsafe_b64decode(address.auth + "=" * (-len(address.auth) % 4))
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return False
    return len(point) == 65 and len(secret) == 16


# --- Sending ---------------------------------------------------------------------------------------------------


def push(address: Address, words: Mapping[str, Any], *, ttl_s: int, topic: str) -> Answer:
    """Sign, encrypt and hand over one push. A newer one of the same topic takes the place of one that still waits.

    Never raises for what the other side does. Takes no longer than PATIENCE_S.
    """
    if not _is_allowed(address.endpoint):
        return Answer(outcome=Outcome.REFUSED)
    keys = {"p256dh": address.p256dh, "auth": address.auth}
    body = WebPusher({"endpoint": address.endpoint, "keys": keys}).encode(json.dumps(dict(words)).encode())["body"]
    headers = {
        **_signature(address.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(ttl_s),
        "Topic": topic,
        "Urgency": "normal",
    }
    try:
        with ThreadPoolExecutor(1) as beside:  # whoever calls may have an event loop of their own
            return beside.submit(asyncio.run, _hand_over(address.endpoint, body, headers)).result()
    except (aiohttp.ClientError, OSError, TimeoutError):
        return Answer(outcome=Outcome.LATER)


def _signature(endpoint: str) -> dict[str, str]:
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "sub": settings.VAPID_CONTACT,
        "exp": int(time.time()) + SIGNED_FOR_S,
    }
    return dict(Vapid02.from_string(settings.VAPID_PRIVATE_KEY).sign(claims))


async def _hand_over(endpoint: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """No proxy, no cookies, no redirect followed, and nothing read of the answer but its head."""
    connector = aiohttp.TCPConnector(socket_factory=_public_socket, force_close=True)
    timeout = aiohttp.ClientTimeout(total=PATIENCE_S)
    async with (
        aiohttp.ClientSession(connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session,
        session.post(endpoint, data=body, headers=headers, allow_redirects=False) as response,
    ):
        return _answer(response.status, response.headers.get("Retry-After", ""))


def _public_socket(address: tuple[Any, ...]) -> socket.socket:
    """The socket of a connection that is about to be made. Raises OSError for one into a network that is not public."""
    family, kind, protocol, _name, place = address
    if not (is_public(str(place[0])) or (settings.PUSH_TO_THIS_MACHINE and place[0] == "127.0.0.1")):
        raise OSError("This name leads to no public address.")
    return socket.socket(family, kind, protocol)


def _answer(status: int, retry_after: str) -> Answer:
    if status in (200, 201, 202, 204):
        return Answer(outcome=Outcome.SENT)
    if status in (404, 410):
        return Answer(outcome=Outcome.GONE)
    if status == 429 or status >= 500:
        wait = int(retry_after) if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 10 else 0
        return Answer(outcome=Outcome.LATER, wait_s=min(wait, LONGEST_WAIT_S))
    return Answer(outcome=Outcome.REFUSED)


# --- The server's own keys -------------------------------------------------------------------------------------


def key_problem(private: str, public: str, contact: str) -> str:
    """Why nothing signed with these keys would be believed; "" when they are a pair, or there are none."""
    if not private and not public:
        return ""
    try:
        signer = Vapid02.from_string(private)
        held = signer.public_key
        named = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b64urldecode(public.encode()))
    except Exception:  # base64, numbers and curves each fail in their own way
        return "VAPID_PRIVATE_KEY or VAPID_PUBLIC_KEY cannot be read. `manage.py vapid_keys` prints a pair."
    try:
        signer.sign({"aud": "https://push.example.org", "sub": contact})
    except VapidException:
        return "VAPID_CONTACT is no address of yours: mailto:ops@example.org, or a page that begins with https."
    return "" if held == named else "VAPID_PRIVATE_KEY and VAPID_PUBLIC_KEY are no pair."
