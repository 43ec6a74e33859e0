"""What the clients' operations have in common: who calls, and whom a body is about."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from rest_framework.request import Request

from accounts.access import is_coach
from accounts.models import User
from clients.models import Client


def me(request: Request) -> User:
    """Who calls."""
    user: Any = request.user
    return user


def client_named(request: Request, pk: UUID | None) -> Client:
    """The client that a body names; for a client's own token themselves, named or not.

    One that is not the caller's is as unknown as one that never was.
    """
    rows = Client.objects.for_user(request.user).select_related("coach", "user")
    if pk is None and is_coach(request.user):
        raise ValidationError({"client": ValidationError("Name the client.", code="required")})
    found: Client | None = rows.filter(pk=pk).first() if pk else rows.first()
    if found is None:
        raise ValidationError({"client": ValidationError("There is no such client.", code="unknown")})
    return found


def renamed(error: ValidationError, names: dict[str, str], *, otherwise: str = "__all__") -> ValidationError:
    """A service's refusal, at the fields as the API calls them."""
    if not hasattr(error, "error_dict"):
        return ValidationError({otherwise: error.error_list})
    return ValidationError({names.get(name, name): found for name, found in error.error_dict.items()})
