"""Filters, read as strictly as bodies. By themselves they leave out what they cannot read: a slip would list all."""

from collections.abc import Callable, Mapping
from typing import Any

from django_filters import rest_framework as filters

from config.api.fields import CANONICAL, DAY, FIRST_YEAR, LAST_YEAR

WORDS: tuple[tuple[type[filters.Filter], Callable[[str], Any], str], ...] = (
    (filters.UUIDFilter, CANONICAL.fullmatch, "A UUID as text with hyphens."),
    (filters.BooleanFilter, {"true", "false"}.__contains__, "true or false."),
    (
        filters.DateFilter,
        lambda text: DAY.fullmatch(text) and FIRST_YEAR <= int(text[:4]) <= LAST_YEAR,
        f"A day such as 2026-03-02, from {FIRST_YEAR} to {LAST_YEAR}.",
    ),
)
EMPTY = "Give a value, or leave this out."


def slips(filterset: Any, asked: Mapping[str, str]) -> dict[str, list[str]]:
    """What cannot be meant, by parameter. Nothing to look for (`search=`) finds all, as on a page."""
    wrong = {}
    for name in filterset.base_filters.keys() & asked.keys() - {"search"}:
        if said := _slip(filterset.base_filters[name], asked[name]):
            wrong[name] = [said]
    return wrong


def _slip(kind: filters.Filter, text: str) -> str:
    if not text:
        return EMPTY
    return next((words for of, reads, words in WORDS if isinstance(kind, of) and not reads(text)), "")
