"""Tools that run in a browser, on pages of their own, may call the API and fetch their tokens.

Any page may, for none may with cookies: what a call sees and does goes by the token that it brings, and a page without
one learns what any stranger does.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

OPEN = ("/api/v1/", "/oauth/token/", "/oauth/revocation/", "/.well-known/oauth-authorization-server")
ANSWER = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Content-Disposition, ETag, Idempotency-Replayed, Location,"
        " RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"
    ),
}
ASKED_BEFORE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, If-Match",
    "Access-Control-Max-Age": "86400",
}


class CorsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(OPEN):
            return self.get_response(request)
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return HttpResponse(status=204, headers=ASKED_BEFORE)
        response = self.get_response(request)
        for name, value in ANSWER.items():
            response[name] = value
        return response
