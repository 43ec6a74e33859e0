"""Tools of other people that act for somebody here (OAuth 2.1): who registered them, and who let them in.

A tool is for the people of the practice whose owner registered it. It is public: it holds no secret, so PKCE stands in
its place. Its tokens are those of accounts/tokens.py, with the tool's name instead of one's own.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from allauth.idp.oidc.models import Client as Tool
from allauth.idp.oidc.models import Token
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from accounts.access import is_owner, membership_of
from accounts.models import User, validate_one_line
from accounts.tokens import CLIENT_ID, COACH, LOG, READ, last_used, scopes_of

ASKABLE = (READ, LOG, COACH)  # what is the owner's alone is done with a token that the owner made
MOST_ADDRESSES, LONGEST_ADDRESS = 10, 500
SPENT = "sr"  # a kind of our own beside the library's, of Token: good for nothing, but known
LOOPBACK = {"127.0.0.1", "::1"}
GRANTS = (Tool.GrantType.AUTHORIZATION_CODE, Tool.GrantType.REFRESH_TOKEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A tool that a person let in, with what it may, and when it last asked for anything."""

    tool: Tool
    scopes: list[str]
    last_used: dt.datetime


@transaction.atomic
def register_tool(by: User, *, name: str, addresses: Collection[str], scopes: Collection[str]) -> Tool:
    """A tool that may ask the people of this practice, and send them back to one of `addresses`.

    Raises ValidationError keyed by field, for whoever owns no practice, too.
    """
    membership = membership_of(by)
    if membership is None or not is_owner(by):
        raise ValidationError(gettext("Tools are registered by an owner of the practice."))
    wrong: dict[str, Any] = {}
    if not 1 <= len(name.strip()) <= 80:
        wrong["name"] = gettext("Give the tool a name of 1 to 80 characters.")
    if not 1 <= len(addresses) <= MOST_ADDRESSES:
        wrong["addresses"] = gettext("Give 1 to %(most)s addresses.") % {"most": MOST_ADDRESSES}
    elif bad := [address for address in addresses if not is_return_address(address)]:
        wrong["addresses"] = gettext("A tool cannot be sent to %(address)s.") % {"address": bad[0][:80]}
    if not scopes or set(scopes) - set(ASKABLE):
        wrong["scopes"] = gettext("Choose at least one.")
    if wrong:
        raise ValidationError(wrong)
    validate_one_line(name)
    tool = Tool(name=name.strip(), type=Tool.Type.PUBLIC, data={"practice": str(membership.practice_id)})
    tool.set_redirect_uris(list(dict.fromkeys(addresses)))
    tool.set_scopes([scope for scope in ASKABLE if scope in scopes])
    tool.set_default_scopes([scope for scope in ASKABLE if scope in scopes][:1])
    tool.set_grant_types(list(GRANTS))
    tool.set_response_types([Tool.ResponseType.CODE])
    tool.save()
    return tool


def tools_of(user: Any) -> QuerySet[Tool]:
    """The gate of tools: those of the user's practice."""
    membership = membership_of(user)
    if membership is None:
        none: QuerySet[Tool] = Tool.objects.none()
        return none
    found: QuerySet[Tool] = Tool.objects.filter(data__practice=str(membership.practice_id))
    return found.order_by("name", "pk")


def remove_tool(tool: Tool) -> None:
    """It can ask nobody any more, and whoever let it in has locked it out."""
    tool.delete()


def is_return_address(address: str) -> bool:
    """Whether people can be sent back there with a code: https, this machine, or a scheme that an app made its own.

    An app's scheme has a dot (RFC 8252, 7.1): a browser acts on none of those itself, as it would on `javascript:`.
    """
    if len(address) > LONGEST_ADDRESS or not re.fullmatch(r"[\x21-\x7e]+", address) or "#" in address or "*" in address:
        return False
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  (asking for it is what finds it wrong)
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None:
        return False
    if parts.scheme == "https":
        return bool(parts.hostname)
    if parts.scheme == "http":
        return parts.hostname in {*LOOPBACK, "localhost"}
    return bool(re.fullmatch(r"[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+", parts.scheme))


def is_registered(tool: Tool, address: str) -> bool:
    """Sign for sign one of the tool's addresses. Only on this machine may the port differ: an app takes a free one."""
    registered = tool.get_redirect_uris()
    return address in registered or _portless(address) in {_portless(each) for each in registered} - {""}


def _portless(address: str) -> str:
    """An address of this machine without its port; empty for any other."""
    if not is_return_address(address):
        return ""
    parts = urlsplit(address)
    if parts.scheme != "http" or parts.hostname not in LOOPBACK:
        return ""
    return parts._replace(netloc=parts.netloc.removesuffix(f":{parts.port}")).geturl()


def grantable(user: Any, scopes: Iterable[str]) -> list[str]:
    """What of `scopes` this person can let a tool do."""
    return [scope for scope in ASKABLE if scope in scopes and scope in scopes_of(user)]


def access_of(user: Any) -> list[Access]:
    """The tools that this person let in, by name, each once however often it renewed its tokens."""
    kinds = (Token.Type.ACCESS_TOKEN, Token.Type.REFRESH_TOKEN)
    live = Token.objects.valid().filter(user=user.pk, type__in=kinds, client__isnull=False)
    found: dict[str, list[Token]] = {}
    for token in live.exclude(client_id=CLIENT_ID).select_related("client").order_by("client__name", "client_id", "pk"):
        found.setdefault(token.client_id, []).append(token)
    return [
        Access(
            tool=tokens[-1].client,
            scopes=[scope for scope in ASKABLE if any(scope in token.get_scopes() for token in tokens)],
            last_used=max(last_used(token) or token.created_at for token in tokens),
        )
        for tokens in found.values()
    ]


def lock_out(user: Any, tool: Tool) -> None:
    """Every token that this person gave the tool is unknown at its next call."""
    Token.objects.filter(user=user.pk, client=tool).delete()


def spend(token: Token, code: str = "") -> None:
    """Remember that a token for renewal was used, or the code that it came of, as long as it would have been good."""
    spent = Token(type=SPENT, hash=token.hash, client=token.client, user=token.user, expires_at=token.expires_at)
    if code:
        spent.set_value(code)
    spent.save()
