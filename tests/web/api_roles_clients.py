"""More lines, calls and rows for tests/web/api_roles.py: a client's day, the review, and what people set."""

import io
from typing import Any
from uuid import uuid4

from django.test.client import MULTIPART_CONTENT

from clients import verdicts
from clients.cards import card_of
from clients.clips import note_on
from clients.models import DataExport, DataRestore, PushSubscription, ReviewDecision, SessionItem
from clients.own_swap import alternatives, items_to_swap, swap_for_today
from clients.takeout.writing import write_export
from clients.talking import comment_on
from programs.models import Rung
from tests.clients.clips import attached, upload
from tests.factories import PASSWORD

TABLE = """
GET     /assignments/{id}/adherence/         401  200  403  403   403   200   403    403   404
GET     /assignments/{id}/asymmetry/         401  200  403  403   403   200   200    403   404
GET     /assignments/{id}/series/            401  200  403  403   403   200   200    403   404
GET     /assignments/{id}/standing/          401  200  403  403   403   200   200    403   404

GET     /clip-notes/                         401  200  403  403   403   200   200    403   200
POST    /clip-notes/                         401  403  403  201   403   201   403    403   400
GET     /clip-notes/{id}/                    401  200  403  403   403   200   200    403   404
DELETE  /clip-notes/{id}/                    401  403  403  204   403   204   403    403   404

GET     /clips/                              401  200  403  403   403   200   200    403   200
POST    /clips/                              401  403  403  403   403   403   403    201   403
GET     /clips/{id}/                         401  200  403  403   403   200   200    403   404
DELETE  /clips/{id}/                         401  403  403  403   403   403   403    204   403
GET     /clips/{id}/file/                    401  200  403  403   403   200   200    403   404
POST    /clips/{id}/seen/                    401  403  403  200   403   200   403    403   404

GET     /coaches/                            401  200  403  403   403   200   403    403   200
GET     /coaches/{id}/                       401  200  403  403   403   200   403    403   404

GET     /comments/                           401  200  403  403   403   200   200    403   200
POST    /comments/                           401  403  201  403   403   201   403    201   400
POST    /comments/seen/                      401  403  200  403   403   200   403    200   400
GET     /comments/{id}/                      401  200  403  403   403   200   200    403   404

GET     /decisions/                          401  200  403  403   403   200   403    403   200
GET     /decisions/{id}/                     401  200  403  403   403   200   403    403   404
POST    /decisions/{id}/undo/                401  403  403  200   403   400   403    403   404

GET     /devices/                            401  200  403  403   403   200   200    403   200
POST    /devices/test/                       401  403  403  403   403   403   403    200   403
GET     /devices/{id}/                       401  404  403  403   403   404   200    403   404
DELETE  /devices/{id}/                       401  403  403  403   403   403   403    204   403

GET     /me/                                 401  200  403  403   403   200   200    403   200
PATCH   /me/                                 401  403  200  403   403   200   403    200   200
POST    /me/deletion/                        401  403  403  403   403   403   403    200   403
GET     /me/export/                          401  403  403  403   403   403   200    403   403
GET     /me/reminders/                       401  403  403  403   403   403   200    403   403
PATCH   /me/reminders/                       401  403  403  403   403   403   403    200   403

POST    /proposals/{id}/decision/            401  403  403  200   403   200   403    403   404

GET     /review-cards/                       401  200  403  403   403   200   403    403   200
POST    /review-cards/approvals/             401  403  403  200   403   200   403    403   400
GET     /review-cards/{id}/                  401  200  403  403   403   200   403    403   404
POST    /review-cards/{id}/decision/         401  403  403  200   403   200   403    403   404

GET     /session-items/                      401  200  403  403   403   200   200    403   200
GET     /session-items/{id}/                 401  200  403  403   403   200   200    403   404
GET     /session-items/{id}/alternatives/    401  200  403  403   403   200   200    403   404
POST    /session-items/{id}/skip/            401  403  403  403   403   403   403    200   403
POST    /session-items/{id}/swap/            401  403  403  403   403   403   403    200   403
DELETE  /session-items/{id}/swap/            401  403  403  403   403   403   403    200   403
POST    /session-items/{id}/technique/       401  403  403  200   403   200   403    403   404

POST    /sessions/                           401  403  403  403   403   403   403    200   403
GET     /sessions/ahead/                     401  200  403  403   403   200   200    403   400
POST    /sessions/signs/                     401  403  403  403   403   403   403    200   403
GET     /sessions/today/                     401  200  403  403   403   200   200    403   400
GET     /sessions/{id}/bests/                401  200  403  403   403   200   200    403   404
POST    /sessions/{id}/finish/               401  403  403  403   403   403   403    200   403
POST    /sessions/{id}/morning/              401  403  403  403   403   403   403    200   403
POST    /sessions/{id}/skip/                 401  403  403  403   403   403   403    200   403
POST    /sessions/{id}/stop/                 401  403  403  403   403   403   403    200   403

PATCH   /sets/{id}/                          401  403  403  403   403   403   403    200   403
"""


def _comment(here: Any) -> Any:
    return comment_on(here.client, author=here.owner, text="Well done.").pk


def _clip(here: Any) -> Any:
    return attached(here.finished, here.client.user).pk


def _clip_note(here: Any) -> Any:
    return note_on(attached(here.finished, here.client.user), at_ms=0, text="Hips turn here.", by=here.owner).pk


def _device(here: Any) -> Any:
    made = {"practice": here.client.practice, "client": here.client, "user": here.client.user}
    return PushSubscription.objects.create(endpoint="https://push.test/x", **made).pk


def _decision(here: Any) -> Any:
    verdicts.approve(card_of(here.finished.pk), None, by=here.owner)
    return ReviewDecision.objects.get().pk


def _not_begun(here: Any) -> Any:
    """An exercise without a set, whose rung can be loaded otherwise."""
    here.open.sets.all().delete()
    Rung.objects.update(implements=["barbell", "dumbbell"])
    return here.open.pk


def _instead(here: Any) -> dict[str, str]:
    [other] = alternatives(items_to_swap(here.client.user).get(pk=_not_begun(here)))
    return {"variation": str(other.variation.pk), "implement": other.implement}


def _swapped(here: Any) -> Any:
    item = items_to_swap(here.client.user).get(pk=_not_begun(here))
    swap = swap_for_today(item, key=alternatives(item)[0].key, by=here.client.user)
    return SessionItem.objects.get(swap=swap).pk


def _whose(here: Any) -> str:
    return f"client={here.client.pk}"


def _restore(here: Any) -> Any:
    done = {"tables": {"clients.client": {"rows": 1, "added": 1, "held": 0, "left": 0}}}
    return DataRestore.objects.create(practice=here.client.practice, state=DataRestore.State.DONE, report=done).pk


def an_export(here: Any) -> bytes:
    file = io.BytesIO()
    write_export(DataExport(practice=here.client.practice, client=here.newcomer, with_clips=False), file)
    return file.getvalue()


def _form_of(here: Any) -> dict[str, Any]:
    return {"set": str(here.finished.sets.filter(kind="done").first().uuid), "file": upload()}


CALLS: dict[str, dict[str, Any]] = {
    "POST /clips/": {"body": _form_of, "kind": MULTIPART_CONTENT},
    "POST /clip-notes/": {"body": lambda w: {"clip": str(_clip(w)), "text": "Hips turn here."}},
    "POST /comments/": {"body": lambda w: {"id": str(uuid4()), "client": str(w.client.pk), "text": "Hello."}},
    "POST /comments/seen/": {"body": lambda w: {"comments": [str(_comment(w))]}},
    "PATCH /me/": {"body": lambda w: {"time_zone": "Europe/Madrid"}},
    "PATCH /me/reminders/": {"body": lambda w: {"session_at": "07:30", "quiet_until": "07:00"}},
    "POST /me/deletion/": {"body": lambda w: {"email": w.client.user.email, "password": PASSWORD}},
    "POST /proposals/{id}/decision/": {"body": lambda w: {"verdict": "hold"}},
    "POST /review-cards/approvals/": {"body": lambda w: {"cards": [str(card_of(w.finished.pk).pk)]}},
    "POST /review-cards/{id}/decision/": {"body": lambda w: {"verdict": "seen"}},
    "POST /session-items/{id}/skip/": {"body": lambda w: {"reason": "time"}},
    "POST /session-items/{id}/swap/": {"body": _instead, "id": _not_begun},
    "DELETE /session-items/{id}/swap/": {"id": _swapped},
    "POST /session-items/{id}/technique/": {
        "body": lambda w: {"side": "left", "sound": True},
        "id": lambda w: w.finished.items.get().pk,
    },
    "POST /sessions/": {"body": lambda w: {"due_on": "2026-01-08"}},
    "GET /sessions/ahead/": {"query": _whose},
    "GET /sessions/today/": {"query": _whose},
    "POST /sessions/{id}/morning/": {"body": lambda w: {"pain": 1}, "id": lambda w: w.finished.pk},
    "POST /sessions/{id}/skip/": {"body": lambda w: {"reason": "time"}},
    "PATCH /sets/{id}/": {"body": lambda w: {"reps": 9}},
}
ROWS: dict[str, Any] = {
    "clip-notes": _clip_note,
    "clips": _clip,
    "coaches": lambda w: w.owner.pk,
    "comments": _comment,
    "decisions": _decision,
    "devices": _device,
    "restores": _restore,
    "review-cards": lambda w: card_of(w.finished.pk).pk,
    "session-items": lambda w: w.open.pk,
}
