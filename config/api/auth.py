"""Who calls: a tool with a token, or a page of ours with its session."""

from typing import Any

from allauth.idp.oidc.models import Token
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.access import ROLES
from accounts.models import Role, User
from accounts.tokens import ADMIN, COACH, READ, brought_by, note_use


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer …`. A token that is unknown, expired or revoked, or whose user is disabled, is a 401.

    Reads the header alone: never the query string, the body or the session. TenantMiddleware has looked it up by now,
    to open the scope for its user's practice.
    """

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        words = authentication.get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        if len(words) != 2:
            raise AuthenticationFailed("Send the token as: Authorization: Bearer <token>.")
        token = brought_by(request._request)
        if token is None:
            raise AuthenticationFailed("This token is unknown, expired or revoked.")
        note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="kickstand"'


class SessionAuthentication(authentication.SessionAuthentication):
    """A page's own session. Writes need the CSRF token; reads do not."""


class TokenScope(BasePermission):
    """A token does what its scopes say. A session may do whatever its user may."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, Token):
            return True
        needed = scope_of(view, request.method)
        self.message = f"This takes a token with the scope {needed}."
        return needed in request.auth.get_scopes()


class RoleMay(BasePermission):
    """An operation that is not for this person's role: told so, for that it is there is no secret."""

    def has_permission(self, request: Request, view: Any) -> bool:
        role = role_of(view, request.method)
        if role is None or ROLES[role](request.user):
            return True
        self.message = f"This is for {WHO[role]} alone."
        return False


WHO = {Role.OWNER: "the owners of the practice", Role.COACH: "the coaches of the practice", Role.CLIENT: "clients"}
FOR = {COACH: Role.COACH, ADMIN: Role.OWNER}


def scope_of(view: Any, method: str | None) -> str:
    """What a token needs: as the view names it for the action, else `read` to look and `coach` to change."""
    if getattr(view, "action", "") is None:  # no operation at all: a 405 for everyone
        return READ
    named: str | None = getattr(view, "scopes", {}).get(getattr(view, "action", None))
    return named or (READ if method in SAFE_METHODS else COACH)


def role_of(view: Any, method: str | None) -> Role | None:
    """Who alone may call: as the view names it for the action, else as the scope says; None is every member."""
    named: Role | None = getattr(view, "roles", {}).get(getattr(view, "action", None))
    return named or FOR.get(scope_of(view, method))
