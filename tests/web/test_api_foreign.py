"""Abuse 11: another practice's id at any place of a body is as unknown as one that nobody has."""

import copy
import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import time_machine
from django.db import transaction
from django.test import Client as Browser

from config.api.schema import document
from tests.api import tool
from tests.clients.programs import saved
from tests.web import api_roles as roles
from tests.web.api_roles import CALLS
from tests.web.api_roles_world import World, world

OWN: dict[str, set[tuple[str, ...]]] = {
    "POST /comments/": {("id",)},  # made by the sender: no row is meant
    "POST /sets/": {("id",)},
    "POST /sets/batch/": {("items", "[]", "id")},
    "POST /sessions/": {("id",)},  # worked out
    "POST /progressions/": {("rungs", "[]", "lineage")},  # a new one has none
    "POST /imports/": {("client",)},  # its body is a file: the query has it, and the rival of the roles asks
}
ELSEWHERE = {"POST /swaps/"}  # with a row that both practices have; see MORE
BY_CLIENTS = {"POST /clips/", "POST /sessions/{id}/stop/", "POST /session-items/{id}/swap/"}
DOSE = {"sets": 3, "reps_low": 8, "reps_high": 12}


def _rungs(here: World) -> list[dict[str, Any]]:
    lineage = here.progression.rungs.get().lineage
    rung = {"variation": str(here.variation.pk), **DOSE, "implements": ["barbell"], "gate": None}
    return [rung | {"lineage": str(lineage)}]


def _days(here: World) -> list[dict[str, Any]]:
    plain = {"label": "A1", "variation": str(here.variation.pk), **DOSE}
    ladder = {"label": "B1", "rung": str(here.progression.rungs.get().pk)}
    return [{"week": 1, "day": 1, "items": [plain]}, {"week": 1, "day": 2, "items": [ladder]}]


def _begun(here: World) -> dict[str, Any]:
    """A program that follows the practice's ladder, from a rung of it."""
    program = saved(here.owner, {"1.1": (f"follow {here.progression.name}",)})
    begins = {"progression": str(here.progression.pk), "rung": str(here.progression.rungs.get().pk)}
    return {"program": str(program.pk), "weekdays": [0, 3], "starts": [begins]}


def _each(here: World) -> dict[str, Any]:
    said = _begun(here)
    return said | {"clients": [{"client": str(here.newcomer.pk), "starts": said.pop("starts")}]}


MORE: dict[str, Callable[[World], Any]] = {
    "POST /assignments/ with a rung": lambda w: {
        "client": str(w.newcomer.pk),
        "progression": str(w.progression.pk),
        "start_rung": str(w.progression.rungs.get().pk),
        "weekdays": [0],
    },
    "POST /assignments/ of a program": lambda w: {
        "client": str(w.newcomer.pk),
        "program": str(w.program.pk),
        "weekdays": [0, 3],
    },
    "POST /assignments/ of a program with a ladder": lambda w: _begun(w) | {"client": str(w.newcomer.pk)},
    "POST /assignment-batches/ of a rung": lambda w: {
        "progression": str(w.progression.pk),
        "weekdays": [0],
        "clients": [{"client": str(w.newcomer.pk), "start_rung": str(w.progression.rungs.get().pk)}],
    },
    "POST /assignment-batches/ of a program with a ladder": _each,
    "POST /clients/ for a coach": lambda w: {"name": "Sam Park", "coach": str(w.owner.pk)},
    "PATCH /clients/{id}/ for a coach": lambda w: {"coach": str(w.owner.pk)},
    "POST /comments/ in a session": lambda w: {"id": str(uuid4()), "session": str(w.finished.pk), "text": "Hello."},
    "POST /programs/ with days": lambda w: {"name": "Long", "weeks": 1, "days_a_week": 2, "days": _days(w)},
    "POST /programs/{id}/versions/ with days": lambda w: {"days_a_week": 2, "days": _days(w)},
    "POST /progressions/{id}/versions/ of rungs": lambda w: {"rungs": _rungs(w)},
    "POST /progressions/{id}/projection/ for a client": lambda w: {"client": str(w.client.pk), "rungs": _rungs(w)},
    "POST /progressions/{id}/backtest/ of a client": lambda w: {"client": str(w.client.pk), "rungs": _rungs(w)},
    "POST /proposals/{id}/decision/ with a rung": lambda w: {
        "verdict": "adjust",
        "sides": [{"side": "left", "rung": str(w.open.assignment.ladder.rungs.first().pk)}],
        "note": "Up",
    },
    "POST /swaps/ for one of our own": lambda w: CALLS["POST /swaps/"].body(w) | {"variation": str(w.variation.pk)},
    "POST /sessions/{id}/stop/": lambda w: {"item": str(w.open.pk)},
}


def places(body: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where an id stands in a body."""
    if isinstance(body, dict):
        for key, value in body.items():
            yield from places(value, (*way, key))
    elif isinstance(body, list):
        for index, value in enumerate(body):
            yield from places(value, (*way, index))
    elif isinstance(body, str) and re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", body):
        yield way


def at(body: Any, way: tuple[Any, ...]) -> Any:
    for step in way:
        body = body[step]
    return body


def plain(way: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple("[]" if isinstance(step, int) else step for step in way)


def changed(body: Any, way: tuple[Any, ...], value: str) -> Any:
    made = {key: value if hasattr(value, "seek") else copy.deepcopy(value) for key, value in body.items()}
    for file in (each for each in made.values() if hasattr(each, "seek")):
        file.seek(0)
    at(made, way[:-1])[way[-1]] = value
    return made


def bodies() -> Iterator[tuple[str, Callable[[World], Any]]]:
    yield from ((name, call.body) for name, call in CALLS.items() if name not in ELSEWHERE)
    yield from MORE.items()


def shape_of(operation: str) -> dict[str, Any]:
    """What the document says of a body."""
    method, path = operation.split()
    [*_, content] = document()["paths"][f"/api/v1{path}"][method.lower()]["requestBody"]["content"].values()
    shape: dict[str, Any] = content["schema"]
    return shape


def ids_in(shape: dict[str, Any], way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every place of an id in a body of this shape."""
    if "$ref" in shape:
        shape = document()["components"]["schemas"][shape["$ref"].rsplit("/", 1)[1]]
    if shape.get("format") == "uuid":
        yield way
    for each in (*shape.get("oneOf", ()), *shape.get("allOf", ()), *shape.get("anyOf", ())):
        yield from ids_in(each, way)
    for key, each in shape.get("properties", {}).items():
        yield from ids_in(each, (*way, key))
    if "items" in shape:
        yield from ids_in(shape["items"], (*way, "[]"))


def named_in_the_document() -> set[tuple[str, tuple[str, ...]]]:
    """Bodies by their shape: a preview takes the same as what it is of."""
    return {
        (str(shape), way)
        for path, methods in document()["paths"].items()
        for method, told in methods.items()
        if "requestBody" in told
        for shape in [shape_of(f"{method.upper()} {path.removeprefix('/api/v1')}")]
        for way in ids_in(shape)
    }


def test_abuse_11_an_id_of_another_practice_in_a_body_is_as_unknown_as_one_that_nobody_has(
    db: None, settings: Any
) -> None:
    settings.API_RATES = dict.fromkeys(settings.API_RATES, 10**9)
    wrong, asked = [], set()
    with time_machine.travel("2026-01-06T08:00:00Z", tick=False):
        here, there = world(), world(stocked=True)
        browsers = {True: tool(here.client.user), False: tool(here.owner)}
        for name, body_of in bodies():
            operation = " ".join(name.split()[:2])
            browser = browsers[operation in BY_CLIENTS]
            for way, found in differences(browser, operation, body_of, here, there):
                asked.add((str(shape_of(operation)), plain(way)))
                wrong += [(name, way, found)] if found else []
    assert wrong == [], "\n".join(map(str, wrong))
    assert named_in_the_document() - asked == {(str(shape_of(name)), way) for name, ways in OWN.items() for way in ways}


def differences(browser: Browser, operation: str, body_of: Any, here: World, there: World) -> Iterator[Any]:
    """Each place of an id in a body that is right, and what is wrong with the answers where it is another's."""
    ours = body_of(here)
    known = OWN.get(operation, ())
    ways = [way for way in places(ours) if plain(way) not in known] if isinstance(ours, dict) else []
    if not ways:
        return
    theirs, nobody = body_of(there), str(uuid4())
    right = answer(browser, operation, here, ours)
    for way in ways:
        foreign, unknown = (
            answer(browser, operation, here, changed(ours, way, value)).replace(value, "…")
            for value in (at(theirs, way), nobody)
        )
        good = right.startswith("20") and foreign.startswith("400") and foreign == unknown
        yield way, None if good else (right, foreign, unknown)


def answer(browser: Browser, operation: str, here: World, body: Any) -> str:
    """What is said, but for the id of the request. Of a batch of one, what is said of that one."""
    with transaction.atomic():
        response = roles.ask(browser, operation, here, body=body)
        transaction.set_rollback(True)
    said = re.sub(r'"request_id":"[^"]+"', "", response.text)
    if response.status_code == 200 and operation == "POST /sets/batch/":
        return str(response.json()["results"][0]["status"]) + said
    return f"{response.status_code} {said}"
