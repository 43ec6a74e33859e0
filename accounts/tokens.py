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
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from accounts.access import membership_of
from accounts.models import Membership, Role, User

READ, LOG, COACH, ADMIN = "read", "log", "coach", "admin"
SCOPES = {
    READ: gettext_lazy("Read"),
    LOG: gettext_lazy("Log training"),
    COACH: gettext_lazy("Work as a coach"),
    ADMIN: gettext_lazy("Act as the owner"),
}
MEANINGS = {
    READ: gettext_lazy("See what you see here, and change nothing."),
    LOG: gettext_lazy(
        "Log and correct sets, open, skip and finish sessions, send readings, comments and clips, and change your own"
        " settings and reminders."
    ),
    COACH: gettext_lazy("Do what you do at the desk: invite and edit clients, assign, decide, write programs."),
    ADMIN: gettext_lazy("Do what is the owner’s alone: coaches, webhooks, whole exports and imports, deleting."),
}
GIVEN_BY = {  # nobody hands on more than they may do
    Role.CLIENT: (READ, LOG),
    Role.COACH: (READ, LOG, COACH),
    Role.OWNER: (READ, LOG, COACH, ADMIN),
}
LONGEST = 366  # days
CLIENT_ID = "personal"
PREFIX = "kickstand_"
USED_EVERY = dt.timedelta(minutes=5)  # so often at most the row of a token in use is written


@transaction.atomic
def make_token(user: User, *, name: str, scopes: Collection[str], days: int) -> str:
    """A new token of `user`, good for `days`. Returns its text, which is kept nowhere.

    Raises ValidationError for a disabled user, an empty name, a scope that this user cannot give, or a time beyond a
    year.
    """
    if not user.is_active:
        raise ValidationError(gettext("This user is disabled."))
    if not 1 <= len(name.strip()) <= 80:
        raise ValidationError(gettext("Give the token a name of 1 to 80 characters."))
    if not scopes or set(scopes) - set(scopes_of(user)):
        given = ", ".join(scopes_of(user))
        raise ValidationError(gettext("This user can give: %(scopes)s. Name at least one.") % {"scopes": given})
    if not 1 <= days <= LONGEST:
        raise ValidationError(gettext("A token is good for 1 to %(days)s days.") % {"days": LONGEST})
    value = PREFIX + secrets.token_urlsafe(32)
    token = Token(
        type=Token.Type.ACCESS_TOKEN,
        client=_personal(),
        user=user,
        expires_at=timezone.now() + dt.timedelta(days=days),
        data={"name": name.strip()},
    )
    token.set_scopes([scope for scope in SCOPES if scope in scopes])
    token.set_value(value)
    token.save()
    return value


def scopes_of(user: Any) -> tuple[str, ...]:
    """What a user can give to a tool, by their role. Whoever belongs to no practice gives what sees nothing."""
    membership = membership_of(user)
    return GIVEN_BY[Role(membership.role) if membership else Role.CLIENT]


def explained(user: Any) -> list[dict[str, Any]]:
    """The scopes that a user can give, for a table: their name, and what a tool may then do."""
    return [{"name": scope, "words": SCOPES[scope], "meaning": MEANINGS[scope]} for scope in scopes_of(user)]


def find_token(value: str) -> Token | None:
    """The live token of this text with its user, or None: unknown, expired, revoked, or of a disabled user."""
    live = Token.objects.valid().by_value(value).filter(type=Token.Type.ACCESS_TOKEN, user__is_active=True)
    found: Token | None = live.select_related("user", "client").first()
    return found


def reaches(token: Token, membership: Membership | None) -> bool:
    """Whether a token is for the practice that its user is in now. What somebody let a tool do was about that practice
    alone; a personal token goes along with its user.
    """
    if token.client_id == CLIENT_ID:
        return True
    here = membership and str(membership.practice_id)
    return token.client is not None and (token.client.data or {}).get("practice") == here


def brought_by(request: HttpRequest) -> Token | None:
    """The token in the header of a call, where it is good and for the practice that its user is in. Looked up once."""
    if not hasattr(request, "_token"):
        words = request.META.get("HTTP_AUTHORIZATION", "").encode("latin-1", "replace").split()
        is_bearer = len(words) == 2 and words[0].lower() == b"bearer"
        token = find_token(words[1].decode("latin-1")) if is_bearer else None
        good = token if token is not None and reaches(token, membership_of(token.user)) else None
        request._token = good  # type: ignore[attr-defined]
    found: Token | None = request._token  # type: ignore[attr-defined]
    return found


def tokens_of(user: Any) -> QuerySet[Token]:
    """The gate of personal tokens: a user's own that are good still, the newest first."""
    own: QuerySet[Token] = Token.objects.valid().filter(type=Token.Type.ACCESS_TOKEN, client_id=CLIENT_ID, user=user.pk)
    return own.order_by("-created_at", "-pk")


def revoke(token: Token) -> None:
    """The next call with it is a 401, wherever it comes from."""
    token.delete()


def caller_of(user: Any, token: Token | None) -> str:
    """Which of a user's tools calls. A personal token is one; an app's tokens follow one another and are one together.

    Without a token it is the user's own pages.
    """
    if token is None:
        return f"pages {user.pk}"
    return f"token {token.pk}" if token.client_id == CLIENT_ID else f"app {token.client_id} {user.pk}"


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
