"""Personal tokens: what a tool signs in with. Kept as a hash; shown once, when made."""

import datetime as dt
import secrets
from collections.abc import Collection
from typing import Any

from allauth.idp.oidc.models import Client as TokenClient
from allauth.idp.oidc.models import Token
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User

READ, LOG, COACH, ADMIN = "read", "log", "coach", "admin"
SCOPES = {READ: "Read what its user may see", LOG: "Log sets"}
LONGEST = 366  # days
CLIENT_ID = "personal"
PREFIX = "kickstand_"
USED_EVERY = dt.timedelta(minutes=5)  # so often at most the row of a token in use is written


@transaction.atomic
def make_token(user: User, *, name: str, scopes: Collection[str], days: int) -> str:
    """A new token of `user`, good for `days`. Returns its text, which is kept nowhere.

    Raises ValidationError for a disabled user, an empty name, an unknown scope or a time beyond a year.
    """
    if not user.is_active:
        raise ValidationError("This user is disabled.")
    if not 1 <= len(name.strip()) <= 80:
        raise ValidationError("Give the token a name of 1 to 80 characters.")
    if not scopes or set(scopes) - {*SCOPES, COACH, ADMIN}:
        raise ValidationError(f"Scopes are {' and '.join(SCOPES)}; name at least one.")
    if not 1 <= days <= LONGEST:
        raise ValidationError(f"A token is good for 1 to {LONGEST} days.")
    value = PREFIX + secrets.token_urlsafe(32)
    token = Token(
        type=Token.Type.ACCESS_TOKEN,
        client=_personal(),
        user=user,
        expires_at=timezone.now() + dt.timedelta(days=days),
        data={"name": name.strip()},
    )
    token.set_scopes([scope for scope in (READ, LOG, COACH, ADMIN) if scope in scopes])
    token.set_value(value)
    token.save()
    return value


def find_token(value: str) -> Token | None:
    """The live token of this text with its user, or None: unknown, expired, revoked, or of a disabled user."""
    live = Token.objects.valid().by_value(value).filter(type=Token.Type.ACCESS_TOKEN, user__is_active=True)
    found: Token | None = live.select_related("user").first()
    return found


def tokens_of(user: Any) -> QuerySet[Token]:
    """The gate of personal tokens: a user's own that are good still, the newest first."""
    own: QuerySet[Token] = Token.objects.valid().filter(type=Token.Type.ACCESS_TOKEN, client_id=CLIENT_ID, user=user.pk)
    return own.order_by("-created_at", "-pk")


def revoke(token: Token) -> None:
    """The next call with it is a 401, wherever it comes from."""
    token.delete()


def note_use(token: Token, *, now: dt.datetime | None = None) -> None:
    """Remember when a token was used, to within five minutes: a call that reads should hardly ever write."""
    now = now or timezone.now()
    last = last_used(token)
    if last is None or now - last >= USED_EVERY:
        token.data = {**(token.data or {}), "last_used": now.isoformat()}
        token.save(update_fields=["data"])


def last_used(token: Token) -> dt.datetime | None:
    said = (token.data or {}).get("last_used")
    return dt.datetime.fromisoformat(said) if said else None


def _personal() -> TokenClient:
    """What all personal tokens hang on. It can ask for no token by itself: no grants, no addresses."""
    client, _ = TokenClient.objects.get_or_create(
        id=CLIENT_ID,
        defaults={
            "name": "Personal tokens",
            "type": TokenClient.Type.CONFIDENTIAL,
            "scopes": "\n".join(SCOPES),
            "grant_types": "",
            "response_types": "",
        },
    )
    return client
