"""Who may enter: the role gates. Which rows they see is the querysets' job."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.permissions import BasePermission

from accounts.models import Membership, Role

View = Callable[..., HttpResponseBase]


def membership_of(user: Any) -> Membership | None:
    """The membership the user acts under (the newest, if there are several), or None. Asked once per user object."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return None
    if not hasattr(user, "_membership"):
        newest_first = Membership.objects.filter(user_id=user.pk).select_related("practice").order_by("-created_at")
        user._membership = newest_first.first()
    return user._membership


def is_coach(user: Any) -> bool:
    membership = membership_of(user)
    return bool(membership and membership.is_coach)


def is_owner(user: Any) -> bool:
    membership = membership_of(user)
    return bool(membership and membership.role == Role.OWNER)


def is_client(user: Any) -> bool:
    membership = membership_of(user)
    return bool(membership and not membership.is_coach)


def language_of(membership: Membership) -> str:
    """The language of what is written to a person who is not here to be asked."""
    return membership.user.language or settings.LANGUAGE_CODE


def _gate(allowed: Callable[[Any], bool]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not allowed(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return wrapper

    return decorate


coach_required = _gate(is_coach)
owner_required = _gate(is_owner)
client_required = _gate(is_client)
member_required = _gate(lambda user: membership_of(user) is not None)


def kept_on_phone(view: View) -> View:
    """A client's page that their phone may keep for where there is no signal, and whose it is (static/js/worker.js)."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and is_client(request.user):
            response["X-Offline"] = "keep"
            response["Kickstand-User"] = str(request.user.pk)
        return response

    return wrapper


ROLES: dict[Role, Callable[[Any], bool]] = {Role.OWNER: is_owner, Role.COACH: is_coach, Role.CLIENT: is_client}


class IsMember(BasePermission):
    """Whoever belongs to a practice."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return membership_of(request.user) is not None
