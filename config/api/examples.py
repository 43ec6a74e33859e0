"""Examples of operations, for the docs: a body that is sent, an answer that comes back."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer

Kind = TypeVar("Kind", bound=type[Any])


def sent(name: str, value: Any) -> OpenApiExample:
    return OpenApiExample(name, value=value, request_only=True)


def answered(name: str, value: Any) -> OpenApiExample:
    return OpenApiExample(name, value=value, response_only=True)


def shown_in(file: Path) -> Callable[[Kind], Kind]:
    """Every operation that answers with this serializer shows the row that the file has under its name."""
    rows: dict[str, Any] = json.loads(file.read_text())

    def decorate(kind: Kind) -> Kind:
        decorated: Kind = extend_schema_serializer(examples=[answered("A row", rows[kind.__name__])])(kind)
        return decorated

    return decorate


def row_of(kind: Any) -> OpenApiExample:
    """The row of `shown_in`, for an operation that names an example of its body: that would stand alone."""
    example: OpenApiExample = kind._spectacular_annotation["examples"][0]
    return example
