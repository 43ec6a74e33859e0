"""What can go wrong with a call, beyond what REST framework names."""

from typing import Any

from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError


class BadQuery(ValidationError):
    """A query parameter that is unknown or cannot be read."""


class BadHeader(BadQuery):
    """A header that cannot be read. It is named like a parameter."""


class KeyReused(APIException):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "key_reused"
    default_detail = "This Idempotency-Key came before, with another call. Make a new key for each."


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = "The body is larger than 1 MB."


class Conflict(APIException):
    """What was sent disagrees with what is held. Both go into the answer."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"

    def __init__(self, detail: str, *, held: Any, sent: Any) -> None:
        super().__init__(detail)
        self.members = {"held": held, "sent": sent}


class Gone(APIException):
    status_code = status.HTTP_410_GONE
    default_code = "gone"
    default_detail = "Changes since then are no longer known in full. Read the lists again, and begin without since."


class PreconditionRequired(APIException):
    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "precondition_required"
    default_detail = "Send the header If-Match with the ETag of what you read, so that nobody's change is lost."


class Changed(APIException):
    """Somebody else was quicker. What is kept now goes into the answer, with its ETag."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "changed"
    default_detail = "This was changed since you read it. current is how it stands."

    def __init__(self, *, current: Any, etag: str) -> None:
        super().__init__()
        self.members = {"current": current}
        self.headers = {"ETag": etag}


class BatchRefused(APIException):
    """All or none, and some cannot be. `results` has what is wrong with each of those."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "batch_refused"

    def __init__(self, refused: list[dict[str, Any]]) -> None:
        super().__init__(f"Nothing is kept: {len(refused)} of the items cannot be. results says why.")
        self.members = {"results": refused}
