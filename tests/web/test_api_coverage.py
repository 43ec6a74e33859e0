"""docs/api-coverage.md names every page with the operations that do the same, and nothing that is not there."""

import re
from pathlib import Path

from clients.urls import coach_patterns as client_pages
from config.api.schema import document
from exercises.urls import coach_patterns as exercise_pages
from exercises.urls import library_patterns
from programs.urls import coach_patterns as program_pages

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api-coverage.md").read_text()
ALONE = "page alone: "


def rows() -> list[tuple[str, str]]:
    return re.findall(r"^\| `([\w:-]+)` \| .+ \| (.+) \|$", PAGE, re.MULTILINE)


def pages() -> set[str]:
    """The names of the addresses that are walked here."""
    of_programs = [page for page in client_pages if str(page.pattern).startswith(("progressions/", "programs/"))]
    desk = {f"coach:{page.name}" for page in (*exercise_pages, *program_pages, *of_programs)}
    return desk | {f"library:{page.name}" for page in library_patterns}


def test_every_page_has_a_row_and_every_row_a_page():
    named = [name for name, _ in rows()]
    assert len(named) == len(set(named))
    assert set(named) == pages()


def test_every_row_names_operations_that_are_there_or_says_why_none_is():
    known = {told["operationId"] for methods in document()["paths"].values() for told in methods.values()}
    for name, operations in rows():
        if operations.startswith(ALONE):
            assert len(operations) > len(ALONE) + 10, name
            continue
        found = re.findall(r"`(\w+_\w+)`", operations)
        assert found, name
        assert set(found) <= known, name


def test_every_operation_on_the_library_progressions_and_programs_stands_in_a_row():
    nouns = ("exercises_", "variations_", "progressions_", "programs_")
    known = {told["operationId"] for methods in document()["paths"].values() for told in methods.values()}
    told = set(re.findall(r"`(\w+_\w+)`", PAGE))
    assert {name for name in known if name.startswith(nouns)} <= told
