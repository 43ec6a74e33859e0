"""Examples of operations, for the docs: a body that is sent, an answer that comes back."""

from typing import Any

from drf_spectacular.utils import OpenApiExample


def sent(name: str, value: Any) -> OpenApiExample:
    return OpenApiExample(name, value=value, request_only=True)


def answered(name: str, value: Any) -> OpenApiExample:
    return OpenApiExample(name, value=value, response_only=True)
