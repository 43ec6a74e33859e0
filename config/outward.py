"""Calls from this server to addresses that somebody else chose: a browser's push service, the endpoint of a webhook.

Without care, whoever names an address could make this server knock at doors of its own network. What is named must be
https and public by its name; where the name leads is looked at when connecting, on the very address that is connected
to, so that a name server cannot say one thing first and another after. Imports no app.
"""

import asyncio
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import aiohttp

THIS_MACHINE = "127.0.0.1"
# Public by its number, and yet the inside of a cloud: it gives secrets to whoever asks from there.
INSIDE_OF_CLOUDS = frozenset({ipaddress.ip_address("168.63.129.16")})
# What Python takes for public and nobody's server is at: kept for protocols (a cloud's metadata is at 192.0.0.192), and
# for the relays of 6to4, which are no more.
NOBODYS = tuple(map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")))
# The part of IPv6 that is given out; elsewhere are site-local, translated and other addresses of somebody's network.
GIVEN_OUT, DOCUMENTS = ipaddress.IPv6Network("2000::/3"), ipaddress.IPv6Network("3fff::/20")
LONGEST_NAME, LONGEST_LABEL = 253, 63
LONGEST_WAIT_S = 24 * 60 * 60

TIMED_OUT, NOT_PUBLIC, NOT_TRUSTED, NOT_REACHED = "timed_out", "not_public", "not_trusted", "not_reached"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came of a call: a status, or the problem that came before one. `start` is how the answer's body begins."""

    status: int | None = None
    problem: str = ""
    start: bytes = b""
    wait_s: int = 0  # before the next call, where the other side names it
    took_ms: int = 0


# --- What an address may be ------------------------------------------------------------------------------------


def is_allowed(url: str, *, longest: int, this_machine: bool = False) -> bool:
    """Whether an address may be called at all, by how it is written. `this_machine`: 127.0.0.1 may, without https."""
    if len(url) > longest or not url.isascii() or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        parts.port  # noqa: B018, raises for one that is none
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None or not host:
        return False
    if this_machine and host == THIS_MACHINE:
        return parts.scheme in ("http", "https")
    return parts.scheme == "https" and _is_public_name(host)


def _is_public_name(host: str) -> bool:
    """By the name alone. A name has a dot and does not end in a figure: what does is an address, however written."""
    if ":" in host or host.rstrip(".").rpartition(".")[2].isdigit() or host.rpartition(".")[2].startswith("0x"):
        return is_public(host)
    labels = host.rstrip(".").split(".")
    return len(labels) > 1 and len(host) <= LONGEST_NAME and all(0 < len(label) <= LONGEST_LABEL for label in labels)


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the internet at large: not private, loopback, link-local, multicast, mapped."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if inner is not None and not is_public(str(inner)):
            return False
        # An IPv4 address behind a translator, or written into an IPv6 one as it was done long ago.
        if ip in ipaddress.IPv6Network("64:ff9b::/96") or ip in ipaddress.IPv6Network("::/96"):
            return is_public(str(ipaddress.IPv4Address(ip.packed[-4:])))
        if ip.ipv4_mapped is None and (ip not in GIVEN_OUT or ip in DOCUMENTS):
            return False
    elif any(ip in network for network in NOBODYS):
        return False
    return ip.is_global and not ip.is_multicast and ip not in INSIDE_OF_CLOUDS


# --- Calling ---------------------------------------------------------------------------------------------------


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    patience_s: float,
    connect_s: float | None = None,
    this_machine: bool = False,
    read_bytes: int = 0,
) -> Reply:
    """One POST. Never raises for what the other side does, and takes no longer than `patience_s` for all of it,
    `connect_s` until it is connected.

    No proxy, no cookies, no redirect followed, nothing unpacked, and nothing read of the body but its first bytes.
    """
    began = time.monotonic()
    timeout = aiohttp.ClientTimeout(total=patience_s, sock_connect=connect_s)
    call = partial(_post, url, body, headers, timeout, this_machine, read_bytes)
    with ThreadPoolExecutor(1) as beside:  # whoever calls may have an event loop of their own
        reply = beside.submit(lambda: asyncio.run(call())).result()
    return replace(reply, took_ms=round((time.monotonic() - began) * 1000))


async def _post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    timeout: aiohttp.ClientTimeout,
    this_machine: bool,
    read_bytes: int,
) -> Reply:
    refused: list[str] = []
    connector = aiohttp.TCPConnector(socket_factory=partial(_socket, this_machine, refused), force_close=True)
    jar = aiohttp.DummyCookieJar()
    try:
        async with (
            aiohttp.ClientSession(
                connector=connector, timeout=timeout, cookie_jar=jar, auto_decompress=False
            ) as session,
            session.post(url, data=body, headers=headers, allow_redirects=False) as response,
        ):
            start = await _start_of(response, read_bytes) if read_bytes else b""
            wait = _seconds(response.headers.get("Retry-After", ""))
            return Reply(status=response.status, start=start, wait_s=wait)
    except TimeoutError:
        return Reply(problem=TIMED_OUT)
    except (aiohttp.ClientSSLError, ssl.SSLError):
        return Reply(problem=NOT_TRUSTED)
    except (aiohttp.ClientError, OSError, ValueError):
        return Reply(problem=NOT_PUBLIC if refused else NOT_REACHED)


async def _start_of(response: aiohttp.ClientResponse, most: int) -> bytes:
    """How the body begins. An answer whose head is here counts, whatever becomes of its body."""
    try:
        return await response.content.read(most)
    except (TimeoutError, aiohttp.ClientError, OSError):
        return b""


def _socket(this_machine: bool, refused: list[str], address: tuple[Any, ...]) -> socket.socket:
    """The socket of a connection that is about to be made. Raises OSError for one into a network that is not public."""
    family, kind, protocol, _name, place = address
    if not (is_public(str(place[0])) or (this_machine and place[0] == THIS_MACHINE)):
        refused.append(str(place[0]))
        raise OSError("This name leads to no public address.")
    return socket.socket(family, kind, protocol)


def _seconds(retry_after: str) -> int:
    """Only a number of seconds is read; a date is not worth the trouble."""
    plain = retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 10
    return min(int(retry_after), LONGEST_WAIT_S) if plain else 0
