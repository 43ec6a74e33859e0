"""English sentences that can be said in another language: each keeps its pattern and what fills it.

Which language, and how the patterns are looked up, is not known here: `programs/line_words.py`.
"""

from typing import Any, Self


class Saying(str):
    """A sentence in English. `pattern` has its facts as `%(name)s`; a fact may be a saying itself."""

    pattern: str
    facts: dict[str, Any]

    def __new__(cls, pattern: str, facts: dict[str, Any]) -> Self:
        said = super().__new__(cls, pattern % facts if facts else pattern)
        said.pattern, said.facts = pattern, facts
        return said


def say(pattern: str, /, **facts: Any) -> Saying:
    return Saying(pattern, facts)


def mark(pattern: str) -> str:
    """A pattern that is filled elsewhere; `make messages` finds it here."""
    return pattern
