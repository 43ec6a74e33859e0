"""Whoever signs out of a device is not reminded on it any more: others may hold it next.

A cookie names the device among those of whoever turned reminders on; it is no secret and opens nothing.
"""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.access import membership_of
from accounts.models import uuid_in
from accounts.tenancy import practice_scope
from clients.models import PushSubscription

COOKIE = "reminders"
KEPT_S = 60 * 60 * 24 * 400
SIGN_OUT = "account_logout"


def this_device(request: HttpRequest) -> str:
    return request.COOKIES.get(COOKIE, "")


def remember_this_device(response: HttpResponse, device: PushSubscription) -> HttpResponse:
    response.set_cookie(
        COOKIE, str(device.pk), max_age=KEPT_S, httponly=True, samesite="Lax", secure=not settings.DEBUG
    )
    return response


def forget_this_device(response: HttpResponse, request: HttpRequest, pk: UUID) -> HttpResponse:
    if this_device(request) == str(pk):
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


class SignedOutMiddleware:
    """Beside sign-out, which is another app's: takes the device that is signed out off the list."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        leaves = request.method == "POST" and request.resolver_match and request.resolver_match.url_name == SIGN_OUT
        pk = uuid_in(this_device(request)) if leaves else None
        membership = membership_of(request.user) if pk else None
        if membership is None:
            return
        with practice_scope(membership.practice_id, request.user.pk):
            PushSubscription.objects.for_user(request.user).filter(pk=pk).delete()
