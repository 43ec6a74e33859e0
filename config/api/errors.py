"""What can go wrong with a call, beyond what REST framework names."""

from typing import Any

from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError


class BadQuery(ValidationError):
    """A query parameter that is unknown or cannot be read."""


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
