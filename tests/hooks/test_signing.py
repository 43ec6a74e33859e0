"""Signatures: as the specification's own example, and as the guide tells the other side to check them."""

import base64
import re
from pathlib import Path
from typing import Any

import pytest

from hooks.signing import PREFIX, make_secret, sign, signed_headers

# The example that the specification's libraries are tested with.
SECRET, MESSAGE, MOMENT = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330
BODY, SIGNATURE = b'{"test": 2432232314}', "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "webhooks.md"


def guide() -> dict[str, Any]:
    """The Python of docs/webhooks.md, as somebody would copy it."""
    [code] = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    return names


def test_the_specifications_own_example() -> None:
    assert sign(SECRET, message_id=MESSAGE, timestamp=MOMENT, body=BODY) == SIGNATURE


def test_a_secret_is_random_and_long_enough() -> None:
    one, other = make_secret(), make_secret()
    assert one != other
    assert one.startswith(PREFIX)
    assert 24 <= len(base64.b64decode(one.removeprefix(PREFIX))) <= 64


def test_the_guides_receiver_takes_what_is_signed_and_refuses_the_rest() -> None:
    verify = guide()["verify"]
    old, new = make_secret(), make_secret()
    headers = signed_headers([new, old], message_id="msg_1", timestamp=MOMENT, body=BODY)
    assert headers.keys() == {"webhook-id", "webhook-timestamp", "webhook-signature"}
    for secret in (old, new):  # while a secret changes, either is enough
        assert verify(secret, headers, BODY, now=MOMENT + 60) == {"test": 2432232314}
    refused = [
        (make_secret(), headers, BODY, MOMENT),
        (new, headers, BODY + b" ", MOMENT),
        (new, headers | {"webhook-id": "msg_2"}, BODY, MOMENT),
        (new, headers | {"webhook-signature": ""}, BODY, MOMENT),
        (new, headers, BODY, MOMENT + 301),
        (new, headers, BODY, MOMENT - 301),
    ]
    for secret, given, body, now in refused:
        with pytest.raises(ValueError, match="webhook"):
            verify(secret, given, body, now=now)
