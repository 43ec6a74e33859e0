"""JSON, read strictly: what cannot be kept or compared exactly is refused at the door."""

import json
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from config.api.errors import TooLarge

MAX_BODY = 1024 * 1024
MAX_DEPTH = 32


class StrictJSONParser(BaseParser):
    """UTF-8 JSON of at most 1 MB and 32 levels. Numbers with a point come out as Decimal.

    Refused: NaN, Infinity, numbers beyond 1e308, a key twice in one object, NUL and lone surrogates in any text.
    """

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read(MAX_BODY + 1)
        if len(body) > MAX_BODY:
            raise TooLarge
        try:
            value = json.loads(
                body.decode("utf-8"), parse_float=_decimal, parse_constant=_no_constant, object_pairs_hook=_object
            )
        except RecursionError as error:
            raise ParseError(f"JSON of more than {MAX_DEPTH} levels.") from error
        except (ValueError, ArithmeticError) as error:
            raise ParseError(f"Not JSON that can be read: {error}.") from error
        _check_values(value)
        return value


def _decimal(digits: str) -> Decimal:
    if not math.isfinite(float(digits)):
        raise ValueError("a number is too large")
    return Decimal(digits)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _check_values(value: Any) -> None:
    """Walk without recursion. Raises ParseError for text that cannot be stored, and for too many levels."""
    waiting = [(value, 1)]
    while waiting:
        one, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise ParseError(f"JSON of more than {MAX_DEPTH} levels.")
        if isinstance(one, str):
            _check_text(one)
        elif isinstance(one, dict):
            waiting.extend((inner, depth + 1) for pair in one.items() for inner in pair)
        elif isinstance(one, list):
            waiting.extend((inner, depth + 1) for inner in one)


def _check_text(text: str) -> None:
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise ParseError("Text with a NUL or half a character (a lone surrogate) cannot be kept.")
