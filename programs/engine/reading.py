"""Reads single values out of parsed JSON; what cannot be read is a BadInput that names the field.

Each reader takes the object, the key and the JSON pointer of the object, and answers None for what is absent (null
means absent) unless told that it is required.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from programs.engine.numbers import to_decimal

MOST_DIGITS = 400
Fields = Mapping[str, Any]


class BadInput(ValueError):
    """What was asked cannot be decided. `pointer` is the JSON pointer of the field, `message` says what it must be."""

    def __init__(self, pointer: str, message: str) -> None:
        super().__init__(f"{pointer}: {message}" if pointer else message)
        self.pointer = pointer
        self.message = message

    def as_json(self) -> dict[str, dict[str, str]]:
        return {"error": {"pointer": self.pointer, "message": self.message}}


def load_json(text: str | bytes) -> object:
    """Parsed JSON. What is no JSON is a BadInput at the root; NaN and infinities are left for the field's reader."""
    try:
        return _loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text)
    except UnicodeDecodeError as error:
        raise BadInput("", "is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise BadInput("", f"is not JSON: {error.msg} at character {error.pos + 1}") from error
    except RecursionError as error:
        raise BadInput("", "is nested too deeply") from error


def _loads(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except ValueError:  # an integer of thousands of digits, which Python will not read
        return json.loads(text, parse_int=_int)


def pointer(at: str, key: object) -> str:
    """The pointer of a key or place inside the object or array at `at` (RFC 6901)."""
    return f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}"


def an_object(value: object, at: str, known: frozenset[str]) -> Fields:
    if not isinstance(value, (dict, Mapping)):
        raise BadInput(at, "must be an object")
    if not known.issuperset(value):
        unknown = next(key for key in value if key not in known)
        raise BadInput(pointer(at, unknown), "is not a known field")
    return value


def an_array(value: object, at: str) -> list[Any] | tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise BadInput(at, "must be a list")
    return value


def required(fields: Fields, key: str, at: str) -> Any:
    value = fields.get(key)
    if value is None:
        raise BadInput(pointer(at, key), "is required")
    return value


def whole(value: object, at: str, key: object, least: int, most: int | None = None) -> int:
    """A whole number; 8.0 is one, true and 8.5 are not. `at` and `key` say where it stands."""
    if type(value) is float and value.is_integer():
        value = int(value)
    if type(value) is int and value >= least and (most is None or value <= most):
        return value
    raise BadInput(pointer(at, key), f"must be a whole number {_bounds(least, most)}")


def number(value: object, at: str, key: object, least: int = 0, most: int | None = None) -> Decimal:
    """A finite number of at least `least`. `at` and `key` say where it stands."""
    if type(value) is int or type(value) is float:
        exact = to_decimal(value)
        if exact is not None and value >= least and (most is None or value <= most):
            return exact
    raise BadInput(pointer(at, key), f"must be a number {_bounds(least, most)}")


def whole_at(fields: Fields, key: str, at: str, least: int, most: int | None = None) -> int | None:
    value = fields.get(key)
    return None if value is None else whole(value, at, key, least, most)


def number_at(fields: Fields, key: str, at: str, least: int = 0, most: int | None = None) -> Decimal | None:
    value = fields.get(key)
    return None if value is None else number(value, at, key, least, most)


def flag_at(fields: Fields, key: str, at: str, *, absent: bool = False) -> bool:
    value = fields.get(key)
    if value is None:
        return absent
    if not isinstance(value, bool):
        raise BadInput(pointer(at, key), "must be true or false")
    return value


def _int(digits: str) -> int | float:
    """An integer of JSON; one with more digits than any load has counts as infinite, and is refused where it stands."""
    return int(digits) if len(digits) <= MOST_DIGITS else float(digits)


def _bounds(least: int, most: int | None) -> str:
    return f"of {least:,} or more" if most is None else f"from {least:,} to {most:,}"
