"""Who calls: a tool with a personal token, or a page of ours with its session."""

from typing import Any

from allauth.idp.oidc.models import Token
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.access import membership_of
from accounts.models import User
from accounts.tenancy import enter_practice
from accounts.tokens import LOG, READ, find_token, note_use


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer …`. A token that is unknown, expired or revoked, or whose user is disabled, is a 401.

    Reads the header alone: never the query string, the body or the session.
    """

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        words = authentication.get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        if len(words) != 2:
            raise AuthenticationFailed("Send the token as: Authorization: Bearer <token>.")
        token = find_token(words[1].decode("latin-1"))
        if token is None:
            raise AuthenticationFailed("This token is unknown, expired or revoked.")
        enter_practice_of(token.user)
        note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="kickstand"'


class SessionAuthentication(authentication.SessionAuthentication):
    """A page's own session. Writes need the CSRF token; reads do not."""


def enter_practice_of(user: User) -> None:
    """Point the request's scope at the practice of a user who became known inside the view.

    The user's own memberships are the one thing visible before, and the practice itself only after.
    """
    enter_practice(None, user.pk)
    practice_id = user.memberships.order_by("-created_at").values_list("practice_id", flat=True).first()
    enter_practice(practice_id, user.pk)
    membership_of(user)


class TokenScope(BasePermission):
    """A token does what its scopes say. A session may do whatever its user may."""

    message = "This token lacks the scope for it."

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, Token):
            return True
        needed = READ if request.method in SAFE_METHODS else LOG
        return needed in request.auth.get_scopes()
