"""Role by operation: every operation of the document, called by every kind of token, against the table."""

import time_machine
from django.db import transaction
from django.test import Client as Browser

from config.api.schema import document
from tests.web import api_roles as roles
from tests.web.api_roles import WHO
from tests.web.api_roles_world import ANOTHERS, OURS, World, callers, world


def operations() -> set[str]:
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in document()["paths"].items()
        for method in methods
    }


def test_every_operation_has_a_line() -> None:
    assert roles.table().keys() == operations()
    assert {len(answers) for answers in roles.table().values()} == {len(WHO)}
    assert roles.CALLS.keys() <= operations()


def test_the_document_says_who_may_what() -> None:
    """The scope that an operation names is the one that opens it, for the owner or for the client."""
    tokens = {"read": ("read", "c.read"), "log": ("log", "c.log"), "coach": ("coach",), "admin": ("admin",)}
    wrong = []
    for operation, answers in roles.table().items():
        method, path = operation.split()
        told = document()["paths"][f"/api/v1{path}"][method.lower()]
        row = dict(zip(WHO, answers, strict=True))
        opens = {scope for scope, callers in tokens.items() if any(row[who] != "403" for who in callers)}
        if opens != set(told["security"][0]["token"]):
            wrong.append((operation, opens, told["security"]))
        alone = "for clients alone" in told["responses"]["403"]["description"]
        if alone != (
            row["assistant"] == "403" and {"c.read", "c.log"} & {who for who in WHO if row[who] != "403"} != set()
        ):
            wrong.append((operation, told["responses"]["403"]["description"]))
    assert wrong == []


def test_who_may_what(db: None) -> None:
    wrong = []
    with time_machine.travel("2026-01-06T08:00:00Z", tick=False):
        here = world()
        browsers = callers(here)
        for operation, meant in roles.table().items():
            found = tuple(answer(browsers[who], who, operation, here) for who in WHO)
            if found != meant:
                wrong.append(f"{operation}: found {' '.join(found)}, meant {' '.join(meant)}")
    assert wrong == [], "\n".join(wrong)


def answer(browser: Browser, who: str, operation: str, here: World) -> str:
    """The status; and no name of those whom this caller does not know."""
    with transaction.atomic():
        response = roles.ask(browser, operation, here)
        transaction.set_rollback(True)
    hidden = {"none": [OURS, ANOTHERS], "rival": [OURS, ANOTHERS], "c.read": [ANOTHERS], "c.log": [ANOTHERS]}
    text = response.getvalue().decode(errors="replace")
    assert not any(name in text for name in hidden.get(who, [])), (who, operation, text)
    return str(response.status_code)
