"""Who may call what: one line for each operation of the API, with the answer that each kind of token gets.

A line is the method, the address under /api/v1 as the OpenAPI document writes it, and nine answers:

    none        no token
    read        the practice's owner, a token with the scope read alone
    log         the same with log alone
    coach       the same with coach alone
    admin       the same with admin alone
    assistant   a coach of the practice who does not own it: read, log and coach
    c.read      the client of the row: read alone
    c.log       the same: log alone
    rival       owner of another practice, with every scope

To add an operation: a line in TABLE, kept with its noun; where it takes a body, headers or a query, a `Call` in CALLS
(so that who may do it gets a 2xx, not a 400); where its `{id}` is no row that is there yet, a row in `world` (in
api_roles_world.py) and its key in ROWS, or `id=` of the Call for this operation alone. Every call is rolled back, so
each finds the same world, on Tuesday 6 January 2026; If-Match is sent with whatever changes a row.
Run `make pytest ARGS="tests/web/test_api_roles.py"`: it prints the line that it found beside yours. Write down what is
meant, not what was found.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client as Browser

from clients.models import DataExport
from exercises.models import Exercise
from exercises.own import make_own
from programs.ladder_values import copy_progression
from tests.api import JSON, a_set
from tests.clients.programs import assigned, saved
from tests.factories import (
    ExerciseFactory,
)
from tests.web import api_roles_clients as of_clients
from tests.web.api_roles_world import A_FILE, World

WHO = ("none", "read", "log", "coach", "admin", "assistant", "c.read", "c.log", "rival")

TABLE = """
#                                            none read log  coach admin assis c.read c.log rival

GET     /assignment-batches/                 401  200  403  403   403   200   403    403   200
POST    /assignment-batches/                 401  403  403  201   403   201   403    403   400
POST    /assignment-batches/preview/         401  200  403  403   403   200   403    403   400
GET     /assignment-batches/{id}/            401  200  403  403   403   200   403    403   404
POST    /assignment-batches/{id}/undo/       401  403  403  200   403   200   403    403   404

GET     /assignments/                        401  200  403  403   403   200   200    403   200
POST    /assignments/                        401  403  403  201   403   201   403    403   400
POST    /assignments/preview/                401  200  403  403   403   200   403    403   400
GET     /assignments/{id}/                   401  200  403  403   403   200   200    403   404
GET     /assignments/{id}/days/              401  200  403  403   403   200   200    403   404
POST    /assignments/{id}/end/               401  403  403  200   403   200   403    403   404
POST    /assignments/{id}/moved-days/        401  403  200  403   403   200   403    400   404

GET     /body-masses/                        401  200  403  403   403   200   200    403   200
POST    /body-masses/                        401  403  201  403   403   201   403    201   400
GET     /body-masses/{id}/                   401  200  403  403   403   200   200    403   404
DELETE  /body-masses/{id}/                   401  403  204  403   403   204   403    204   404

GET     /changes/                            401  200  403  403   403   200   200    403   200

GET     /clients/                            401  200  403  403   403   200   200    403   200
POST    /clients/                            401  403  403  201   403   201   403    403   201
POST    /clients/table/                      401  403  403  200   403   200   403    403   200
POST    /clients/tags/                       401  403  403  200   403   200   403    403   400
GET     /clients/{id}/                       401  200  403  403   403   200   200    403   404
PATCH   /clients/{id}/                       401  403  403  200   403   200   403    403   404
POST    /clients/{id}/archive/               401  403  403  200   403   200   403    403   404
POST    /clients/{id}/deletion/              401  403  403  403   204   403   403    403   404
POST    /clients/{id}/pause/                 401  403  403  200   403   200   403    403   404
POST    /clients/{id}/restoration/           401  403  403  200   403   200   403    403   404
POST    /clients/{id}/resumption/            401  403  403  200   403   200   403    403   404

GET     /exports/                            401  200  403  403   403   200   403    403   200
POST    /exports/                            401  403  403  201  403   201   403    403   400
GET     /exports/{id}/                       401  200  403  403   403   200   403    403   404
GET     /exports/{id}/file/                  401  404  403  403   403   404   403    403   404

GET     /imports/                            401  200  403  403   403   200   403    403   200
POST    /imports/                            401  403  403  201   403   201   403    403   400
GET     /imports/{id}/                       401  200  403  403   403   200   403    403   404
DELETE  /imports/{id}/                       401  403  403  204   403   204   403    403   404
GET     /imports/{id}/bad-rows/              401  200  403  403   403   200   403    403   404
GET     /imports/{id}/bad-rows/file/         401  200  403  403   403   200   403    403   404
POST    /imports/{id}/confirmation/          401  403  403  202   403   202   403    403   404

GET     /restores/                           401  403  403  403   200   403   403    403   200
POST    /restores/                           401  403  403  403   201   403   403    403   201
GET     /restores/{id}/                      401  403  403  403   200   403   403    403   404

GET     /invitations/                        401  200  403  403   403   200   403    403   200
POST    /invitations/                        401  403  403  201   403   201   403    403   400
GET     /invitations/{id}/                   401  200  403  403   403   200   403    403   404
DELETE  /invitations/{id}/                   401  403  403  204   403   204   403    403   404
POST    /invitations/{id}/renewal/           401  403  403  201   403   201   403    403   404

GET     /notes/                              401  200  403  403   403   200   403    403   200
POST    /notes/                              401  403  403  201   403   201   403    403   400
GET     /notes/{id}/                         401  200  403  403   403   200   403    403   404
PATCH   /notes/{id}/                         401  403  403  200   403   404   403    403   404
DELETE  /notes/{id}/                         401  403  403  204   403   404   403    403   404

GET     /swaps/                              401  200  403  403   403   200   200    403   200
POST    /swaps/                              401  403  403  201   403   201   403    403   400
GET     /swaps/{id}/                         401  200  403  403   403   200   200    403   404
DELETE  /swaps/{id}/                         401  403  403  204   403   204   403    403   404

GET     /exercises/                          401  200  403  403   403   200   200    403   200
POST    /exercises/                          401  403  403  201  403   201   403    403   201
GET     /exercises/{id}/                     401  200  403  403   403   200   200    403   404
PATCH   /exercises/{id}/                     401  403  403  200  403   200   403    403   404
DELETE  /exercises/{id}/                     401  403  403  204  403   204   403    403   404
POST    /exercises/{id}/archive/             401  403  403  200  403   200   403    403   404
GET     /exercises/{id}/changes/             401  200  403  403   403   200   403    403   404
POST    /exercises/{id}/changes/             401  403  403  200  403   200   403    403   404
POST    /exercises/{id}/copies/              401  403  403  201  403   201   403    403   201
POST    /exercises/{id}/restoration/         401  403  403  200  403   200   403    403   404
GET     /exercises/{id}/uses/                401  200  403  403   403   200   403    403   404

GET     /programs/                           401  200  403  403   403   200   200    403   200
POST    /programs/                           401  403  403  201  403   201   403    403   201
POST    /programs/read/                      401  200  403  403   403   200   403    403   200
GET     /programs/{id}/                      401  200  403  403   403   200   404    403   404
POST    /programs/{id}/archive/              401  403  403  200  403   200   403    403   404
POST    /programs/{id}/copies/               401  403  403  201  403   201   403    403   404
GET     /programs/{id}/followers/            401  200  403  403   403   200   403    403   404
POST    /programs/{id}/followers/            401  403  403  200  403   200   403    403   404
POST    /programs/{id}/restoration/          401  403  403  200  403   200   403    403   404
GET     /programs/{id}/versions/             401  200  403  403   403   200   403    403   404
POST    /programs/{id}/versions/             401  403  403  201  403   201   403    403   404

GET     /progressions/                       401  200  403  403   403   200   200    403   200
POST    /progressions/                       401  403  403  201  403   201   403    403   400
GET     /progressions/{id}/                  401  200  403  403   403   200   200    403   404
POST    /progressions/{id}/archive/          401  403  403  200  403   200   403    403   404
POST    /progressions/{id}/backtest/         401  200  403  403   403   200   403    403   404
POST    /progressions/{id}/copies/           401  403  403  201  403   201   403    403   404
GET     /progressions/{id}/followers/        401  200  403  403   403   200   403    403   404
POST    /progressions/{id}/followers/        401  403  403  200  403   200   403    403   404
GET     /progressions/{id}/projection/       401  200  403  403   403   200   403    403   404
POST    /progressions/{id}/projection/       401  200  403  403   403   200   403    403   404
POST    /progressions/{id}/restoration/      401  403  403  200  403   200   403    403   404
GET     /progressions/{id}/versions/         401  200  403  403   403   200   403    403   404
POST    /progressions/{id}/versions/         401  403  403  201  403   201   403    403   404

GET     /proposals/                          401  200  403  403   403   200   200    403   200
GET     /proposals/{id}/                     401  200  403  403   403   200   200    403   404

GET     /sessions/                           401  200  403  403   403   200   200    403   200
GET     /sessions/{id}/                      401  200  403  403   403   200   200    403   404

GET     /sets/                               401  200  403  403   403   200   200    403   200
POST    /sets/                               401  403  201  403   403   201   403    201   400
POST    /sets/batch/                         401  403  200  403   403   200   403    200   200
GET     /sets/{id}/                          401  200  403  403   403   200   200    403   404

GET     /variations/                         401  200  403  403   403   200   200    403   200
POST    /variations/                         401  403  403  201  403   201   403    403   400
GET     /variations/{id}/                    401  200  403  403   403   200   200    403   404
PATCH   /variations/{id}/                    401  403  403  200  403   200   403    403   404
POST    /variations/{id}/archive/            401  403  403  200  403   200   403    403   404
POST    /variations/{id}/restoration/        401  403  403  200  403   200   403    403   404

GET     /webhook-deliveries/                 401  403  403  403   200   403   403    403   200
GET     /webhook-deliveries/{id}/            401  403  403  403   200   403   403    403   404
POST    /webhook-deliveries/{id}/replay/     401  403  403  403   200   403   403    403   404

GET     /webhooks/                           401  403  403  403   200   403   403    403   200
POST    /webhooks/                           401  403  403  403   201   403   403    403   201
DELETE  /webhooks/{id}/                      401  403  403  403   204   403   403    403   404
GET     /webhooks/{id}/                      401  403  403  403   200   403   403    403   404
PATCH   /webhooks/{id}/                      401  403  403  403   200   403   403    403   404
POST    /webhooks/{id}/secret/               401  403  403  403   201   403   403    403   404
POST    /webhooks/{id}/test/                 401  403  403  403   201   403   403    403   404
"""


@dataclass(frozen=True, kw_only=True)
class Call:
    """What an operation is called with. `id` where its row is not that of ROWS."""

    body: Callable[[World], Any] = lambda w: None
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Callable[[World], str] = lambda w: ""
    kind: str = JSON
    id: Callable[[World], Any] | None = None


ANY_STATE = {"If-Match": "*"}
AN_EXERCISE = {"name": "Step-up", "movement": "squat", "laterality": "single_leg", "definition": "Up on a box."}


def _a_rung(here: World) -> dict[str, Any]:
    dose = {"sets": 3, "reps_low": 8, "reps_high": 12}
    return {"variation": str(here.variation.pk), **dose, "implements": ["barbell"], "gate": None}


def _changed_copy(here: World) -> Any:
    """A copy of a built-in exercise that has moved on since."""
    original = ExerciseFactory(library_version="1")
    copy = make_own(original, practice=here.client.practice)
    Exercise.objects.filter(pk=original.pk).update(library_version="2", cues=["Ribs down"])
    return copy.pk


def _followed_copy(here: World) -> Any:
    """A progression of the practice's own; those who follow what it was copied from can be moved to it."""
    assert here.open.assignment
    return copy_progression(here.open.assignment.ladder, {}, by=here.owner).pk


def _followed_program(here: World) -> Any:
    """The newest version of a program that the client follows in the one before."""
    assigned(here.program, here.client, here.owner)
    return saved(here.owner, {"1.1": ("back squat 4x8 @60kg",)}, before=here.program).pk


CALLS: dict[str, Call] = {
    "POST /exercises/": Call(body=lambda w: AN_EXERCISE),
    "PATCH /exercises/{id}/": Call(body=lambda w: {"name": "Step-up"}, headers=ANY_STATE),
    "DELETE /exercises/{id}/": Call(headers=ANY_STATE),
    "POST /exercises/{id}/changes/": Call(body=lambda w: {"version": "2", "take": "cues"}, id=_changed_copy),
    "POST /exercises/{id}/copies/": Call(id=lambda w: ExerciseFactory().pk),
    "POST /programs/": Call(body=lambda w: {"name": "Short", "weeks": 1, "days_a_week": 1, "days": []}),
    "POST /programs/read/": Call(body=lambda w: {"line": "back squat 3x8"}),
    "POST /programs/{id}/followers/": Call(
        body=lambda w: {"assignments": [str(pk) for pk in w.program.assignments.values_list("pk", flat=True)]},
        id=_followed_program,
    ),
    "POST /progressions/": Call(body=lambda w: {"name": "Ours", "rungs": [_a_rung(w)]}),
    "POST /progressions/{id}/followers/": Call(
        body=lambda w: {"assignments": [str(w.open.assignment_id)]}, id=_followed_copy
    ),
    "PATCH /variations/{id}/": Call(body=lambda w: {"name": "Slow"}, headers=ANY_STATE),
    "POST /variations/": Call(
        body=lambda w: {
            "exercise": str(w.variation.exercise_id),
            "name": "Slow",
            "implement": "barbell",
            "level": "start",
        }
    ),
    "POST /assignment-batches/": Call(body=lambda w: _to_many(w)),
    "POST /assignment-batches/preview/": Call(body=lambda w: _to_many(w)),
    "POST /assignments/": Call(body=lambda w: _to_one(w)),
    "POST /assignments/preview/": Call(body=lambda w: _to_one(w)),
    "POST /assignments/{id}/moved-days/": Call(body=lambda w: {"day": "2026-01-19", "to": "2026-01-20"}),
    "POST /body-masses/": Call(body=lambda w: {"client": str(w.client.pk), "mass": 70.5, "unit": "kg"}),
    "POST /clients/": Call(body=lambda w: {"name": "Sam Park"}),
    "POST /clients/table/": Call(body=lambda w: {"text": "Name,Email\nKim Ode,kim@kickstand.test\n"}),
    "POST /clients/tags/": Call(body=lambda w: {"clients": [str(w.client.pk)], "tag": "online"}),
    "PATCH /clients/{id}/": Call(body=lambda w: {"goal": "Hip thrust with 100 kg"}),
    "POST /clients/{id}/deletion/": Call(body=lambda w: {"name": w.gone.name}, id=lambda w: w.gone.pk),
    "POST /imports/": Call(body=lambda w: A_FILE, kind="text/csv", query=lambda w: f"client={w.client.pk}&unit=kg"),
    "POST /imports/{id}/confirmation/": Call(
        body=lambda w: {"mapping": [{"name": "Hip thrust", "variation": str(w.variation.pk), "side": "left"}]}
    ),
    "POST /invitations/": Call(body=lambda w: {"client": str(w.newcomer.pk)}),
    "POST /notes/": Call(body=lambda w: {"client": str(w.client.pk), "text": "Prefers mornings."}),
    "PATCH /notes/{id}/": Call(body=lambda w: {"text": "Prefers evenings."}),
    "POST /swaps/": Call(body=lambda w: _swapped(w)),
    "POST /exports/": Call(body=lambda w: {"client": str(w.client.pk)}),
    "POST /restores/": Call(body=of_clients.an_export, kind="application/zip"),
    "POST /sets/": Call(body=lambda w: a_set(w.open)),
    "POST /webhooks/": Call(
        body=lambda w: {"name": "Sheet", "url": "https://tool.example.org/", "events": ["set.flagged"]}
    ),
    "PATCH /webhooks/{id}/": Call(body=lambda w: {"is_on": False}, headers=ANY_STATE),
    "DELETE /webhooks/{id}/": Call(headers=ANY_STATE),
    "POST /sets/batch/": Call(body=lambda w: {"items": [a_set(w.open)]}),
}
ROWS: dict[str, Callable[[World], Any]] = {
    "assignment-batches": lambda w: w.batch.pk,
    "assignments": lambda w: w.open.assignment_id,
    "body-masses": lambda w: w.mass.pk,
    "clients": lambda w: w.client.pk,
    "exercises": lambda w: w.variation.exercise_id,
    "exports": lambda w: DataExport.objects.create(practice=w.client.practice, client=w.client).pk,
    "imports": lambda w: w.sets.pk,
    "invitations": lambda w: w.invitation.pk,
    "notes": lambda w: w.note.pk,
    "programs": lambda w: w.program.pk,
    "progressions": lambda w: w.progression.pk,
    "proposals": lambda w: w.proposal.pk,
    "sessions": lambda w: w.open.session_id,
    "sets": lambda w: w.set.uuid,
    "swaps": lambda w: w.swap.pk,
    "variations": lambda w: w.variation.pk,
    "webhook-deliveries": lambda w: w.webhook.deliveries.get().pk,
    "webhooks": lambda w: w.webhook.pk,
}
CALLS |= {operation: Call(**given) for operation, given in of_clients.CALLS.items()}
ROWS |= of_clients.ROWS


def _to_one(here: World) -> dict[str, Any]:
    return {"client": str(here.newcomer.pk), "progression": str(here.progression.pk), "weekdays": [0, 3]}


def _to_many(here: World) -> dict[str, Any]:
    return {"progression": str(here.progression.pk), "weekdays": [0, 3], "clients": [{"client": str(here.newcomer.pk)}]}


def _swapped(here: World) -> dict[str, Any]:
    sides = [{"side": side, "load": 20, "sets": 2, "reps": [8]} for side in ("left", "right")]
    due = {"assignment": str(here.open.assignment_id), "due_on": "2026-01-15"}
    return {**due, "variation": str(here.split.pk), "sides": sides}


def table() -> dict[str, tuple[str, ...]]:
    """`GET /clients/` to its nine answers."""
    lines = [line.split() for line in (TABLE + of_clients.TABLE).splitlines() if line and not line.startswith("#")]
    return {f"{method} {path}": tuple(answers) for method, path, *answers in lines}


def ask(browser: Browser, operation: str, here: World, **other: Any) -> HttpResponse:
    """The call of the table; `body` puts another in the place of its own."""
    method, path = operation.split()
    call = CALLS.get(operation, Call())
    noun = path.split("/")[1]
    if "{" in path:
        row = (call.id or ROWS[noun])(here)
        path = "/".join(str(row) if part.startswith("{") else part for part in path.split("/"))
    address = f"/api/v1{path}?{call.query(here)}".rstrip("?")
    seen = {"If-Match": "*"} if method in {"PUT", "PATCH", "DELETE"} else {}  # whatever state the row is in
    sent: dict[str, Any] = {"headers": {**seen, **call.headers}}
    if method in {"POST", "PUT", "PATCH"}:
        body = other["body"] if "body" in other else call.body(here)
        sent |= {"data": {} if body is None else body, "content_type": call.kind}
    answer: HttpResponse = getattr(browser, method.lower())(address, **sent)
    return answer
