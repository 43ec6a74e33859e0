"""docs/api-coverage.md names every page with the operations that do the same, and nothing that is not there."""

import re
from pathlib import Path

from jsonschema import Draft202012Validator

from accounts.urls import client_patterns as own_settings_pages
from accounts.urls import coach_patterns as settings_pages
from clients.urls import client_patterns as phone_pages
from clients.urls import coach_patterns as client_pages
from config.api.schema import document
from exercises.urls import coach_patterns as exercise_pages
from exercises.urls import library_patterns
from hooks.urls import coach_patterns as webhook_pages
from programs.urls import coach_patterns as program_pages

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api-coverage.md").read_text()
ALONE = "page alone: "


def rows() -> list[tuple[str, str]]:
    return re.findall(r"^\| `([\w:-]+)` \| .+ \| (.+) \|$", PAGE, re.MULTILINE)


def pages() -> set[str]:
    """Every page of somebody who is signed in. (Invitations and the way out of mails are for who is not.)"""
    desk = {
        f"coach:{page.name}"
        for page in (*exercise_pages, *program_pages, *client_pages, *settings_pages, *webhook_pages)
    }
    own = {f"me:{page.name}" for page in (*phone_pages, *own_settings_pages)}
    return desk | own | {f"library:{page.name}" for page in library_patterns}


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


def test_every_operation_about_what_the_pages_show_stands_in_a_row():
    """But for reading one row of a list, and what only tools do."""
    known = {told["operationId"] for methods in document()["paths"].values() for told in methods.values()}
    told = set(re.findall(r"`(\w+_\w+)`", PAGE))
    mine = {name for name in known if not name.endswith("_retrieve")}
    assert mine - told == {"session_items_list", "changes_list"}


def test_what_the_document_shows_is_as_the_document_says():
    """Every body and every answer has an example, and its example fits its schema."""
    told = document()
    shapes = {"components": told["components"]}
    for methods in told["paths"].values():
        for operation in methods.values():
            answers = [answer for status, answer in operation["responses"].items() if status in ("200", "201", "202")]
            for part in (*answers, *filter(None, [operation.get("requestBody")])):
                content = part.get("content", {}).get("application/json")
                if content is None:  # the bytes of a file
                    continue
                assert content.get("examples"), operation["operationId"]
                for example in content["examples"].values():
                    found = Draft202012Validator(content["schema"] | shapes).iter_errors(example["value"])
                    assert [error.message for error in found] == [], operation["operationId"]
