"""Who calls: a tool with a token, or a page of ours with its session."""

from typing import Any

from allauth.idp.oidc.models import Token
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.access import ROLES, membership_of
from accounts.models import Role, User
from accounts.tenancy import enter_practice
from accounts.tokens import ADMIN, COACH, READ, find_token, note_use, reaches


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
        if not reaches(token, membership_of(token.user)):
            raise AuthenticationFailed("This token is unknown, expired or revoked.")
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
