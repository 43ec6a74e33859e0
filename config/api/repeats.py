"""A POST with an Idempotency-Key is done once, however often it is sent, and answered the same each time."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import membership_of
from accounts.models import KeptAnswer
from accounts.repeats import claim, keep
from accounts.tokens import caller_of
from config.api.errors import BadHeader, KeyReused
from config.api.problems import MEDIA_TYPE, ProblemHandler

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEY = re.compile(r"[\x21-\x7e]{1,255}", re.ASCII)
KEPT_HEADERS = ("Location", "ETag", "X-Request-Id")


def key_of(request: Request) -> str | None:
    """The key that came with the call, or None. Raises BadHeader for one that cannot be."""
    key = request.headers.get(HEADER)
    if key is not None and not KEY.fullmatch(key):
        raise BadHeader({HEADER: ["1 to 255 visible ASCII characters, such as a UUID."]})
    return key


def once(view: Any, key: str, work: Callable[..., Response]) -> Callable[..., HttpResponseBase]:
    """`work` as a handler that is done once for `key`. What broke on our side (5xx) is not kept."""

    def handler(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        digest = digest_of(request)
        membership = membership_of(request.user)
        assert membership  # the permission of every view
        caller = caller_of(request.user, request.auth)
        held, new = claim(request.user, membership.practice_id, caller=caller, key=key, digest=digest)
        if held.digest != digest:
            raise KeyReused
        if not new:
            return replayed(held)
        response = answered(view, work, request, *args, **kwargs)
        headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        body = "" if response.data is None else JSONRenderer().render(response.data).decode()
        keep(held, status=response.status_code, headers=headers, body=body)
        return response

    return handler


def answered(view: Any, work: Callable[..., Response], request: Request, *args: Any, **kwargs: Any) -> Response:
    """The answer, a refusal too, with nothing left written of what was refused. Raises what is our own fault."""
    try:
        with transaction.atomic():
            return work(request, *args, **kwargs)
    except Exception as error:
        known = ProblemHandler(error, {}).convert_known_exceptions(error)  # type: ignore[typeddict-item]
        if not isinstance(known, APIException) or known.status_code >= 500:
            raise
        refusal: Response = view.handle_exception(error)
        return refusal


def replayed(held: KeptAnswer) -> HttpResponse:
    assert held.status  # whoever is still at it holds the row: the claim waited for the end
    kind = MEDIA_TYPE if held.status >= 400 else "application/json"
    headers = {**held.headers, REPLAYED: "true"}
    return HttpResponse(held.body, status=held.status, content_type=kind, headers=headers)


def digest_of(request: Request) -> str:
    """Stands for the method, the address and what was sent; the order of keys and white space do not count."""
    found = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    for part in _parts(request.data):
        found.update(part)
    return found.hexdigest()


def _parts(data: Any) -> Iterator[bytes]:
    if not hasattr(data, "lists"):  # JSON
        yield json.dumps(data, sort_keys=True, default=str).encode()
        return
    for name, values in data.lists():  # a form, with files
        for value in values:
            yield f"\n{name}\n".encode()
            if isinstance(value, UploadedFile):
                yield from value.chunks()
                value.seek(0)
            else:
                yield str(value).encode()
