"""A push reaches its phone alone, signed and sealed; and no address makes this server knock where it should not."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from threading import Event, Thread
from typing import Any

import http_ece
import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import call_command

from clients import push_service as pushing
from clients.checks import push_keys_are_a_pair
from clients.push_service import Address, Outcome, check_address, push
from config.outward import is_public
from config.push_keys import push_keys
from tests.pushing import KEYS, Phone, PushService, push_service

WORDS = {"title": "Today: Thrust", "body": "Your session is ready when you are.", "url": "/me/today/", "tag": "session"}


@pytest.fixture(autouse=True)
def keys(settings: Any) -> None:
    for name, value in KEYS.items():
        setattr(settings, name, value)
    settings.PUSH_TO_THIS_MACHINE = True


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as running:
        yield running


def test_a_push_is_signed_sealed_and_read_by_its_phone_alone(service: PushService) -> None:
    phone, other = Phone(service.url), Phone(service.url)
    assert push(phone.address, WORDS, ttl_s=7200, topic="session").outcome == Outcome.SENT
    assert service.told(phone) == [WORDS]
    (_, headers, body) = service.pushes[0]
    assert (headers["ttl"], headers["topic"], headers["content-encoding"]) == ("7200", "session", "aes128gcm")
    assert "cookie" not in headers
    assert b"Thrust" not in body
    with pytest.raises(http_ece.ECEException):
        other.read(body)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.SENT),
        (301, Outcome.REFUSED),
        (307, Outcome.REFUSED),
        (400, Outcome.REFUSED),
        (403, Outcome.REFUSED),
        (404, Outcome.GONE),
        (410, Outcome.GONE),
        (413, Outcome.REFUSED),
        (429, Outcome.LATER),
        (503, Outcome.LATER),
    ],
)
def test_what_an_answer_means(service: PushService, status: int, outcome: Outcome) -> None:
    with push_service() as elsewhere:
        service.answers, service.headers = [status], {"Location": f"{elsewhere.url}/x"}
        assert push(Phone(service.url).address, WORDS, ttl_s=60, topic="test").outcome == outcome
        assert elsewhere.pushes == []  # no redirect is followed


@pytest.mark.parametrize(("named", "waits"), [("90", 90), ("999999", 3600), ("Fri, 27 Nov 2026 08:00:00 GMT", 0)])
def test_a_service_says_how_long_to_wait(service: PushService, named: str, waits: int) -> None:
    service.answers, service.headers = [429], {"Retry-After": named}
    assert push(Phone(service.url).address, WORDS, ttl_s=60, topic="test").wait_s == waits


def test_nobody_listening_is_tried_later() -> None:
    assert push(Phone("http://127.0.0.1:1").address, WORDS, ttl_s=60, topic="test").outcome == Outcome.LATER


def test_a_service_that_never_ends_its_answer_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte every now and then: each is in time, all of them never are."""
    monkeypatch.setattr(pushing, "PATIENCE_S", 0.3)
    left = Event()

    def drip(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection, suppress(OSError):
            connection.sendall(b"HTTP/1.1 201 Created\r\nX: ")
            while not left.wait(0.02):
                connection.sendall(b"x")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=drip, args=[listening])
        thread.start()
        answer = push(Phone(f"http://127.0.0.1:{listening.getsockname()[1]}").address, WORDS, ttl_s=60, topic="test")
        left.set()
        thread.join()
    assert answer.outcome == Outcome.LATER


# --- Addresses ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
        "https://web.push.apple.com/QGu",
        "https://sg2p.notify.windows.com/w/?token=BQ%3d",
        "https://push.example.org:8443/up",
    ],
)
def test_push_services_are_taken(endpoint: str, settings: Any) -> None:
    settings.PUSH_TO_THIS_MACHINE = False
    check_address(Address(endpoint=endpoint, p256dh=Phone("x").address.p256dh, auth=Phone("x").address.auth))


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://fcm.googleapis.com/x",
        "ftp://fcm.googleapis.com/x",
        "javascript:alert(1)",
        "https://localhost/x",
        "https://intranet/x",
        "https://127.0.0.1/x",
        "https://127.1/x",
        "https://2130706433/x",
        "https://0x7f000001/x",
        "https://10.0.0.8/x",
        "https://192.168.1.1/x",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/x",
        "https://[fe80::1]/x",
        "https://[::ffff:127.0.0.1]/x",
        "https://[64:ff9b::7f00:1]/x",
        "https://user:word@fcm.googleapis.com/x",
        "https://fcm.googleapis.com:99999/x",
        "https://fcm.googleapis.com/x y",
        "https://fcm.googleapis.com/\x00",
        "https://fcm。googleapis。com/x",
        "https:///x",
        f"https://fcm.googleapis.com/{'x' * 1000}",
        f"https://{'x' * 64}.example.org/",
        "https://..example.org/",
    ],
)
def test_what_is_no_public_push_service_is_refused(endpoint: str, settings: Any) -> None:
    settings.PUSH_TO_THIS_MACHINE = False
    address = Address(endpoint=endpoint, p256dh=Phone("x").address.p256dh, auth=Phone("x").address.auth)
    with pytest.raises(ValidationError, match="cannot be written to"):
        check_address(address)
    assert push(address, WORDS, ttl_s=60, topic="test").outcome == Outcome.REFUSED


@pytest.mark.parametrize("field", ["p256dh", "auth"])
@pytest.mark.parametrize("value", ["", "AAAA", "B" * 87, "not base64 at all", "ключ"])
def test_keys_that_nothing_can_be_sealed_with_are_refused(field: str, value: str) -> None:
    values = {"endpoint": "https://fcm.googleapis.com/x", "p256dh": Phone("x").address.p256dh, "auth": "A" * 22}
    with pytest.raises(ValidationError, match="cannot be written to"):
        check_address(Address(**values | {field: value}))


def test_a_public_name_that_leads_inside_is_not_connected_to(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is looked up by the system; here it is told what a rebinding name server would say."""
    with push_service() as inside:
        port = int(inside.url.rpartition(":")[2])
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **more: found)
        phone = Phone(f"https://push.example.org:{port}")
        settings.PUSH_TO_THIS_MACHINE = False
        assert push(phone.address, WORDS, ttl_s=60, topic="test").outcome == Outcome.LATER
        assert inside.pushes == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("1.1.1.1", True),
        ("2606:4700::1111", True),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("168.63.129.16", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("::127.0.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("fd00::1", False),
        ("2002:7f00:1::", False),
        ("2002:101:101::", True),
        ("64:ff9b::a00:1", False),
        ("fe80::1%eth0", False),
        ("192.0.0.192", False),
        ("192.88.99.1", False),
        ("::ffff:0:7f00:1", False),
        ("64:ff9b:1::7f00:1", False),
        ("fec0::1", False),
        ("5f00::1", False),
        ("3fff::1", False),
        ("::ffff:8.8.8.8", True),
        ("nonsense", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


# --- Keys -----------------------------------------------------------------------------------------------------


def test_the_command_prints_a_pair_that_works(capsys: pytest.CaptureFixture[str], tmp_path: Any, settings: Any) -> None:
    call_command("vapid_keys", contact="mailto:me@example.org")
    lines = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())
    assert lines["VAPID_CONTACT"] == "mailto:me@example.org"
    assert pushing.key_problem(*lines.values()) == ""
    assert push_keys(lines, None) == lines
    written = tmp_path / "data" / "vapid.env"
    call_command("vapid_keys", into=written)
    assert written.stat().st_mode & 0o777 == 0o600
    kept = written.read_text()
    call_command("vapid_keys", into=written)
    assert written.read_text() == kept  # those that phones know stay
    assert push_keys({}, written)["VAPID_PRIVATE_KEY"] in kept
    assert push_keys(lines, written) == lines


def test_keys_that_are_incomplete_or_no_pair_are_told() -> None:
    assert set(push_keys({}, None).values()) == {""}
    with pytest.raises(ImproperlyConfigured, match="VAPID_CONTACT"):
        push_keys({name: KEYS[name] for name in KEYS if name != "VAPID_CONTACT"}, None)
    private, public, contact = KEYS.values()
    assert "no pair" in pushing.key_problem(private, Phone("x").address.p256dh, contact)
    assert "cannot be read" in pushing.key_problem("nonsense", public, contact)
    assert "VAPID_CONTACT" in pushing.key_problem(private, public, "ops@example.org")


def test_the_check_before_a_release_looks_at_them(settings: Any) -> None:
    assert push_keys_are_a_pair() == []
    settings.VAPID_PUBLIC_KEY = Phone("x").address.p256dh
    assert [error.id for error in push_keys_are_a_pair()] == ["clients.E001"]
    settings.VAPID_PRIVATE_KEY = settings.VAPID_PUBLIC_KEY = ""
    assert push_keys_are_a_pair() == []
