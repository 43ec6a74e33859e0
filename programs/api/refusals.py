"""How a refusal of nested values is told: each message at the field that it is about."""

from collections.abc import Iterator
from contextlib import contextmanager

from rest_framework.exceptions import ValidationError

from programs.wrong import Wrong


@contextmanager
def at_its_field() -> Iterator[None]:
    try:
        yield
    except Wrong as error:
        raise ValidationError(error.nested) from error
