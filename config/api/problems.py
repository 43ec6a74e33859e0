"""Every error of the API as problem details (RFC 9457): the same members, a stable `type`, a pointer to the field."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as DomainError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.views.defaults import bad_request as page_of_bad_request
from drf_standardized_errors.handler import ExceptionHandler
from rest_framework.exceptions import APIException, ErrorDetail, ParseError, ValidationError
from rest_framework.fields import get_error_detail
from rest_framework.response import Response

from accounts.models import uuid7
from config.api.errors import BadQuery, TooLarge

MEDIA_TYPE = "application/problem+json"
TYPES_AT = "/api/v1/docs/"
READS = ("GET", "HEAD")  # they have no body
WHOLE_DOCUMENT = {"__all__", "non_field_errors"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """`anchor` names it in `type` and on the reference page; `title` is short, `meaning` says what to do."""

    anchor: str
    title: str
    meaning: str


PROBLEMS = {
    400: Problem(
        anchor="invalid-request",
        title="The request is not right",
        meaning="A field, a parameter or the body cannot be taken. In errors, pointer names a field of the body and "
        "parameter one of the query.",
    ),
    401: Problem(
        anchor="not-signed-in",
        title="Not signed in",
        meaning="There is no token, or it is unknown, expired, revoked or of a disabled user.",
    ),
    403: Problem(
        anchor="not-allowed",
        title="Not allowed",
        meaning="The token lacks the scope, the operation is not for this role, the user belongs to no practice, or a "
        "session call lacks X-CSRFToken.",
    ),
    404: Problem(
        anchor="not-found",
        title="Not found",
        meaning="There is no such address or row, or the row is not yours to see. The two look the same.",
    ),
    405: Problem(
        anchor="method-not-allowed",
        title="Not a method of this address",
        meaning="The header Allow lists those it has.",
    ),
    406: Problem(anchor="not-acceptable", title="JSON only", meaning="Accept has to allow application/json."),
    409: Problem(
        anchor="conflict",
        title="Held with other content",
        meaning="The UUID, or the place in the session, is taken. held is what is kept, sent is what came.",
    ),
    412: Problem(
        anchor="changed",
        title="Changed meanwhile",
        meaning="If-Match names an ETag that no longer holds. current is what is kept now, and ETag stands for it.",
    ),
    410: Problem(
        anchor="gone",
        title="Too long ago",
        meaning="Changes are kept for a time, and this cursor is older. Read the lists again and begin anew.",
    ),
    413: Problem(
        anchor="too-large",
        title="Too large",
        meaning="A body is 1 MB at most; an import's is 20 MB, a clip's and a restore's 200 MB.",
    ),
    415: Problem(
        anchor="unsupported-media-type", title="JSON only", meaning="Send the header Content-Type: application/json."
    ),
    422: Problem(
        anchor="key-reused",
        title="The key came with another call",
        meaning="An Idempotency-Key stands for one call. Make a new one for each, and send it again only with the same "
        "address and body.",
    ),
    428: Problem(
        anchor="if-match-missing",
        title="If-Match is missing",
        meaning="More than one person changes this. Send the ETag of what you read as If-Match.",
    ),
    429: Problem(
        anchor="too-many-calls",
        title="Too many calls",
        meaning="This token has called too often within a minute. Retry-After says how many seconds to wait; RateLimit "
        "in each answer says how many calls are left.",
    ),
    500: Problem(
        anchor="server-error", title="Something broke here", meaning="The fault is ours. Tell us the request_id."
    ),
}


class ProblemHandler(ExceptionHandler):
    """Turns what a view raised into problem details. A domain ValidationError is the caller's 400, not our 500."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, DomainError):
            return ValidationError(get_error_detail(exc))
        if isinstance(exc, RequestDataTooBig):
            return TooLarge()
        if isinstance(exc, SuspiciousOperation | UnreadablePostError):
            return ParseError("The body could not be read.")
        return super().convert_known_exceptions(exc)

    def get_response(self, exc: APIException, data: dict[str, Any]) -> Response:
        request = self.context.get("request")
        response = super().get_response(exc, problem_of(exc, in_query=request is not None and request.method in READS))
        response.content_type = MEDIA_TYPE
        response["X-Request-Id"] = response.data["request_id"]
        for name, value in getattr(exc, "headers", {}).items():
            response[name] = value
        return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is refused before any view is found: a Host header that is none of ours, say. Pages keep their page."""
    if not request.path.startswith("/api/"):
        return page_of_bad_request(request, exception)
    problem = problem_of(ParseError("The call could not be read: its Host header names no server here, or is broken."))
    answer = JsonResponse(problem, status=problem["status"], content_type=MEDIA_TYPE)
    answer["X-Request-Id"] = problem["request_id"]
    return answer


def problem_of(exc: APIException, *, in_query: bool = False) -> dict[str, Any]:
    """The members: type, title, status, detail, errors, request_id, and what the exception adds.

    `in_query`: the call has no body, so what is named is a parameter.
    """
    problem = PROBLEMS.get(exc.status_code, PROBLEMS[500])
    in_query = in_query or isinstance(exc, BadQuery)
    errors = list(_errors(exc, in_query=in_query)) if isinstance(exc, ValidationError) else []
    members = {
        "type": f"{TYPES_AT}#{problem.anchor}",
        "title": problem.title,
        "status": exc.status_code,
        "detail": _summary(errors) if errors else str(exc.detail),
        "errors": errors,
        "request_id": str(uuid7()),
    }
    return members | getattr(exc, "members", {})


def _summary(errors: list[dict[str, Any]]) -> str:
    return str(errors[0]["detail"]) if len(errors) == 1 else f"{len(errors)} things are not right: see errors."


def _errors(exc: ValidationError, *, in_query: bool) -> Iterator[dict[str, Any]]:
    for path, detail in _flat(exc.detail, ()):
        yield {
            "pointer": None if in_query else pointer(path),
            "parameter": (".".join(path) or None) if in_query else None,
            "detail": str(detail),
            "code": detail.code,
        }


def _flat(detail: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], ErrorDetail]]:
    """Each message with the way to it, through objects and lists of objects."""
    if isinstance(detail, ErrorDetail):
        yield path, detail
    elif isinstance(detail, dict):
        for key, inner in detail.items():
            yield from _flat(inner, path if key in WHOLE_DOCUMENT else (*path, str(key)))
    else:
        for index, inner in enumerate(detail):
            yield from _flat(inner, path if isinstance(inner, ErrorDetail) else (*path, str(index)))


def pointer(path: tuple[str, ...]) -> str:
    """A JSON pointer as a URI fragment (RFC 6901): `#/reps`, `#` for the whole body."""
    return "#" + "".join("/" + quote(part.replace("~", "~0").replace("/", "~1"), safe="~") for part in path)
