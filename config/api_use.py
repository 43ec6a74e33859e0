"""Counts calls of the API after they are answered, and says in each answer how many are left."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.api_use import Use, count


class ApiUseMiddleware:
    """Stands around the tenant's scope: a count inside of the call's transaction would make calls of one token wait
    for each other, and a call that broke would not be counted.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        use: Use | None = getattr(request, "api_use", None)
        if use is not None:
            if not use.exhausted:
                count(use)
            for name, value in use.headers.items():
                response[name] = value
        return response
