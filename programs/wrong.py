"""What is wrong in nested values: messages by the way to where they belong."""

from collections.abc import Mapping
from typing import Any

Path = tuple[str, ...]


class Wrong(Exception):
    """`problems`: messages by path, such as ("rungs", "2", "gate", "window"). An empty path is the whole."""

    def __init__(self, problems: Mapping[Path, list[str]]) -> None:
        super().__init__("; ".join(f"{'.'.join(path)}: {' '.join(words)}" for path, words in problems.items()))
        self.problems = problems

    @property
    def nested(self) -> dict[str, Any]:
        """The same as objects within objects; messages about a whole object stand under `non_field_errors`."""
        found: dict[str, Any] = {}
        for path, words in self.problems.items():
            place = found
            for part in path[:-1]:
                place = _object(place, part)
            last = path[-1] if path else "non_field_errors"
            if isinstance(place.get(last), dict):
                place[last]["non_field_errors"] = words
            else:
                place[last] = words
        return found


def _object(place: dict[str, Any], part: str) -> dict[str, Any]:
    held = place.get(part)
    if not isinstance(held, dict):
        held = place[part] = {} if held is None else {"non_field_errors": held}
    return held
