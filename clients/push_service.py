"""Push services: which addresses are written to at all, and how a push is signed, encrypted and handed over.

The address of a device comes from its browser, so from outside: config/outward.py sees to it that it leads to no door
of our own network.
"""

import json
import time
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from py_vapid import Vapid02, VapidException
from py_vapid.utils import b64urldecode
from pywebpush import WebPusher

from clients.models.reminders import LONGEST_ENDPOINT
from config import outward

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
    return outward.is_allowed(endpoint, longest=LONGEST_ENDPOINT, this_machine=settings.PUSH_TO_THIS_MACHINE)


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
    this_machine = settings.PUSH_TO_THIS_MACHINE
    return _answer(outward.post(address.endpoint, body, headers, patience_s=PATIENCE_S, this_machine=this_machine))


def _signature(endpoint: str) -> dict[str, str]:
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "sub": settings.VAPID_CONTACT,
        "exp": int(time.time()) + SIGNED_FOR_S,
    }
    return dict(Vapid02.from_string(settings.VAPID_PRIVATE_KEY).sign(claims))


def _answer(reply: outward.Reply) -> Answer:
    status = reply.status
    if status in (200, 201, 202, 204):
        return Answer(outcome=Outcome.SENT)
    if status in (404, 410):
        return Answer(outcome=Outcome.GONE)
    if status is None or status == 429 or status >= 500:
        return Answer(outcome=Outcome.LATER, wait_s=min(reply.wait_s, LONGEST_WAIT_S))
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
