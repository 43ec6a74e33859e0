"""Every route, every method, every stranger. A new route without a row here fails the suite."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.tokens import make_token, tokens_of
from accounts.tools import register_tool
from clients.body_mass import weigh
from clients.models import (
    AssignmentBatch,
    Attachment,
    AttachmentNote,
    Client,
    DataExport,
    PushSubscription,
    SetImport,
    Swap,
)
from clients.notes import write_note
from clients.services import SetFacts, log_set, open_session
from hooks.models import Event
from hooks.services import add_endpoint, send_test
from programs.models import Program
from tests.factories import AssignmentFactory, ExerciseFactory, ProgressionFactory, VariationFactory

PUBLIC = {
    "home", "healthz", "readyz", "theme", "language", "api:schema", "api:docs", "api:guide", "invite:join",
    "manifest", "worker", "offline", "unsubscribe",
    "account_login", "account_signup", "account_logout", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "account_confirm_email",
    "account_email_verification_sent", "account_inactive", "account_request_login_code", "account_confirm_login_code",
    "account_confirm_password_reset_code", "account_verified_email_required",
    "idp:oidc:token", "idp:oidc:revoke", "oauth-metadata",
}  # fmt: skip
OWN_ACCOUNT = {
    "account_email", "account_change_password", "account_set_password", "account_reauthenticate",
    "idp:oidc:authorization",
}  # fmt: skip
REDIRECTS = {"coach:home", "me:home"}
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass
class World:
    """One client of the rival's practice, with something at every address."""

    client: Client
    batch: Any
    session: Any
    set: Any
    clip: Any
    note: Any
    assignment: Any
    own_variation: Any
    program: Any
    progression: Any
    swap: Any
    jotting: Any
    mass: Any
    token: Any
    exercise_slug: str = "staggered-hip-thrust"
    sets: Any = None
    export: Any = None
    device: Any = None
    webhook: Any = None
    delivery: Any = None
    tool: str = "none"


@pytest.fixture
def world(client_row: Client) -> World:
    assignment = AssignmentFactory(client=client_row)
    session = open_session(assignment, due_on=assignment.start_date)
    item = session.items.get()
    target = item.targets.first()
    row, _ = log_set(
        item,
        SetFacts(
            uuid=uuid4(), set_number=1, side=target.side, reps=8, load=target.load, rir=2, performed_at=timezone.now()
        ),
    )
    here = {"practice": client_row.practice}
    clip = Attachment.objects.create(
        **here, client=client_row, session=session, set=row, kind="video", content_type="video/mp4", file="ab/c", size=4
    )
    note = AttachmentNote.objects.create(**here, attachment=clip, text="Knee out.")
    own = VariationFactory(exercise=ExerciseFactory(practice=client_row.practice))
    program = Program.objects.create(practice=client_row.practice, name="Maya's block")
    webhook = add_endpoint(
        client_row.practice_id, name="Maya's", url="https://x.example.org/", events=[Event.SET_FLAGGED]
    )
    make_token(client_row.coach, name="Maya's scale", scopes=["read"], days=7)
    return World(
        client=client_row,
        batch=AssignmentBatch.objects.create(practice=client_row.practice, content="Maya's"),
        session=session,
        set=row,
        clip=clip,
        note=note,
        assignment=assignment,
        own_variation=own,
        program=program,
        progression=ProgressionFactory(practice=client_row.practice, rungs=1),
        swap=Swap.objects.create(
            practice=client_row.practice,
            assignment=assignment,
            due_on=assignment.start_date,
            variation=own,
            instead_of="Thrust",
            sides={},
        ),
        jotting=write_note(client_row, author=client_row.coach, text="Likes early mornings."),
        mass=weigh(client_row, kg=Decimal(70)),
        device=PushSubscription.objects.create(
            practice=client_row.practice, client=client_row, user=client_row.user, endpoint="https://push.example.org/1"
        ),
        token=tokens_of(client_row.coach).get(),
        export=DataExport.objects.create(practice=client_row.practice, client=client_row),
        sets=SetImport.objects.create(practice=client_row.practice, client=client_row, source="hevy", content=b""),
        webhook=webhook,
        delivery=send_test(webhook),
        tool=register_tool(client_row.coach, name="Maya's notes", addresses=["https://x.test/"], scopes=["read"]).pk,
    )


ROUTES: dict[str, Callable[[World], list[Any]]] = {
    "coach:review": lambda w: [],
    "coach:review-item": lambda w: [w.session.pk],
    "coach:review-list": lambda w: [],
    "coach:review-filter": lambda w: [],
    "coach:review-undo": lambda w: [],
    "coach:review-together": lambda w: [],
    "coach:technique": lambda w: [w.session.pk],
    "coach:clip": lambda w: [w.clip.pk],
    "coach:clip-file": lambda w: [w.clip.pk],
    "coach:clip-notes": lambda w: [w.clip.pk],
    "coach:clip-note-delete": lambda w: [w.clip.pk, w.note.pk],
    "coach:decide": lambda w: [w.session.pk],
    "coach:clients": lambda w: [],
    "coach:client-tags": lambda w: [],
    "coach:palette": lambda w: [],
    "coach:clients-import": lambda w: [],
    "coach:client-export": lambda w: [w.client.pk],
    "coach:client-exports": lambda w: [w.client.pk],
    "coach:export-file": lambda w: [w.export.pk],
    "coach:data": lambda w: [],
    "coach:data-exports": lambda w: [],
    "coach:data-restores": lambda w: [],
    "coach:sets-import": lambda w: [w.client.pk],
    "coach:set-import": lambda w: [w.sets.pk],
    "coach:set-import-bad": lambda w: [w.sets.pk],
    "coach:client-delete": lambda w: [w.client.pk],
    "coach:client-new": lambda w: [],
    "coach:client": lambda w: [w.client.pk],
    "coach:client-sessions": lambda w: [w.client.pk],
    "coach:client-notes": lambda w: [w.client.pk],
    "coach:client-note": lambda w: [w.client.pk, w.jotting.pk],
    "coach:client-note-delete": lambda w: [w.client.pk, w.jotting.pk],
    "coach:client-body": lambda w: [w.client.pk],
    "coach:client-body-delete": lambda w: [w.client.pk, w.mass.pk],
    "coach:client-edit": lambda w: [w.client.pk],
    "coach:client-messages": lambda w: [w.client.pk],
    "coach:client-invite": lambda w: [w.client.pk],
    "coach:client-archive": lambda w: [w.client.pk],
    "coach:client-pauses": lambda w: [w.client.pk],
    "coach:client-resumption": lambda w: [w.client.pk],
    "coach:client-moved-days": lambda w: [w.client.pk],
    "coach:client-swaps": lambda w: [w.client.pk],
    "coach:client-swap-undo": lambda w: [w.swap.pk],
    "coach:client-end": lambda w: [w.client.pk],
    "coach:client-restore": lambda w: [w.client.pk],
    "coach:assign": lambda w: [],
    "coach:assign-program": lambda w: [],
    "coach:assign-many": lambda w: [],
    "coach:assign-batch": lambda w: [w.batch.pk],
    "coach:assign-undo": lambda w: [w.batch.pk],
    "coach:progressions": lambda w: [],
    "coach:progression": lambda w: [w.assignment.progression.slug],
    "coach:progression-new": lambda w: [],
    "coach:progression-version": lambda w: [w.progression.pk],
    "coach:progression-copies": lambda w: [w.progression.pk],
    "coach:progression-edit": lambda w: [w.progression.family],
    "coach:progression-versions": lambda w: [w.progression.family],
    "coach:progression-conflict": lambda w: [w.progression.family],
    "coach:progression-discard": lambda w: [w.progression.family],
    "coach:progression-archive": lambda w: [w.progression.family],
    "coach:progression-restore": lambda w: [w.progression.family],
    "coach:progression-followers": lambda w: [w.progression.family],
    "coach:progression-outlook": lambda w: [w.progression.family],
    "coach:progression-tried": lambda w: [w.progression.family],
    "coach:programs": lambda w: [],
    "coach:program-new": lambda w: [],
    "coach:program-reading": lambda w: [],
    **{
        f"coach:program{name}": lambda w: [w.program.family]
        for name in (
            "",
            "-print",
            "-edit",
            "-step",
            "-save",
            "-discard",
            "-copies",
            "-archive",
            "-restore",
            "-followers",
        )
    },
    "coach:settings": lambda w: [],
    "coach:tokens": lambda w: [],
    "coach:token-revoke": lambda w: [w.token.pk],
    "coach:access-revoke": lambda w: [w.tool],
    "coach:tools": lambda w: [],
    "coach:tool-remove": lambda w: [w.tool],
    "me:tokens": lambda w: [],
    "me:token-revoke": lambda w: [w.token.pk],
    "coach:webhooks": lambda w: [],
    **{f"coach:webhook{name}": lambda w: [w.webhook.pk] for name in ("", "-switch", "-rotate", "-test", "-remove")},
    "coach:webhook-replay": lambda w: [w.delivery.pk],
    "me:access-revoke": lambda w: [w.tool],
    "me:today": lambda w: [],
    "me:offline": lambda w: [],
    "me:ahead": lambda w: [w.assignment.start_date],
    "me:set-log": lambda w: [],
    "me:set": lambda w: [w.set.pk],
    "me:done": lambda w: [w.session.pk],
    "me:finish": lambda w: [w.session.pk],
    "me:skip": lambda w: [w.session.pk],
    "me:stop": lambda w: [w.session.pk],
    "me:morning": lambda w: [w.session.pk],
    "me:comments": lambda w: [w.session.pk],
    "me:messages": lambda w: [],
    "me:clip-add": lambda w: [w.session.pk],
    "me:clip": lambda w: [w.clip.pk],
    "me:clip-file": lambda w: [w.clip.pk],
    "me:clip-delete": lambda w: [w.clip.pk],
    "me:history": lambda w: [],
    "me:ladder": lambda w: [],
    "me:signs": lambda w: [],
    "me:moved-days": lambda w: [],
    "me:item-swap": lambda w: [w.session.items.get().pk],
    "me:item-swap-undo": lambda w: [w.session.items.get().pk],
    "me:item-skip": lambda w: [w.session.items.get().pk],
    "me:settings": lambda w: [],
    "me:reminders": lambda w: [],
    "me:reminders-test": lambda w: [],
    "me:device-add": lambda w: [],
    "me:device-renew": lambda w: [],
    "me:device-delete": lambda w: [w.device.pk],
    "me:equipment": lambda w: [],
    "me:body": lambda w: [],
    "me:body-delete": lambda w: [w.mass.pk],
    "me:export": lambda w: [],
    "me:export-file": lambda w: [],
    "me:account-delete": lambda w: [],
    "me:account-delete-code": lambda w: [],
    "library:list": lambda w: [],
    "library:copies": lambda w: [w.own_variation.exercise.slug],
    "coach:exercise-new": lambda w: [],
    "coach:exercise-edit": lambda w: [w.own_variation.exercise_id],
    "coach:exercise-changes": lambda w: [w.own_variation.exercise_id],
    "coach:exercise-archive": lambda w: [w.own_variation.exercise_id],
    "coach:exercise-restore": lambda w: [w.own_variation.exercise_id],
    "coach:exercise-delete": lambda w: [w.own_variation.exercise_id],
    "coach:variation-new": lambda w: [w.own_variation.exercise_id],
    "coach:variation-edit": lambda w: [w.own_variation.pk],
    "coach:variation-archive": lambda w: [w.own_variation.pk],
    "coach:variation-restore": lambda w: [w.own_variation.pk],
    "library:exercise": lambda w: [w.assignment.start_rung.variation.exercise.slug],
}
API = {
    f"api:{name}-{kind}": (lambda w: []) if kind == "list" else (lambda w: [w.client.pk])
    for name in (
        "exercise", "variation", "progression", "program", "client", "assignment", "session", "set", "proposal",
        "import", "export",
    )
    for kind in ("list", "detail")
} | {name: lambda w: [] for name in ("api:api-root", "api:change-list", "api:set-batch", "me:sync")}  # fmt: skip
API |= {
    f"api:{name}-{kind}": (lambda w: []) if kind == "list" else (lambda w: [w.client.pk])
    for name in (
        *("invitation", "note", "body-mass", "assignment-batch", "swap"),
        *("session-item", "review-card", "decision"),
        *("comment", "clip", "clip-note", "device", "coach"),
    )
    for kind in ("list", "detail")
}
API |= {
    f"api:{name}": lambda w: []
    for name in (
        *("client-tags", "client-table", "assignment-preview", "assignment-batch-preview"),
        *("session-today", "session-ahead", "session-signs", "review-card-approvals"),
        *("comment-seen", "device-test", "me", "me-reminders", "me-export", "me-deletion"),
    )
}
API |= {
    f"api:{name}": lambda w: [w.client.pk]
    for name in (
        *("client-pause", "client-resumption", "client-archive", "client-restoration", "client-deletion"),
        *("assignment-end", "assignment-days", "assignment-moved-days"),
        *("invitation-renewal", "assignment-batch-undo"),
        *("session-finish", "session-skip", "session-stop", "session-morning"),
        *("session-item-alternatives", "session-item-swap", "session-item-skip", "session-item-technique"),
        *("proposal-decision", "review-card-decision", "decision-undo"),
        *("assignment-standing", "assignment-series", "assignment-asymmetry", "assignment-adherence"),
        *("session-bests", "clip-file", "clip-seen"),
    )
}
API |= {"api:export-file": lambda w: [w.export.pk]}
API |= {"api:restore-list": lambda w: [], "api:restore-detail": lambda w: [w.export.pk]}
API |= {f"api:import-{name}": lambda w: [w.sets.pk] for name in ("confirmation", "bad-rows", "bad-rows-file")}
API |= {"api:program-read": lambda w: []} | {
    f"api:{name}": lambda w: [w.client.pk]
    for name in (
        *(f"exercise-{verb}" for verb in ("archive", "changes", "copies", "restoration", "uses")),
        *("variation-archive", "variation-restoration"),
        *(
            f"{name}-{verb}"
            for name in ("progression", "program")
            for verb in ("archive", "copies", "followers", "restoration", "versions")
        ),
        *("progression-backtest", "progression-projection"),
    )
}
API |= {f"api:webhook-{name}": lambda w: [w.webhook.pk] for name in ("detail", "secret", "test")}
API |= {f"api:webhook-delivery-{name}": lambda w: [w.delivery.pk] for name in ("detail", "replay")}
API |= {"api:webhook-list": lambda w: [], "api:webhook-delivery-list": lambda w: []}
# Pages that are the same for everybody who may enter; a rival coach sees their own practice there.
WITHOUT_ROWS = {
    "coach:review", "coach:review-list", "coach:review-together",
    "coach:palette", "coach:clients", "coach:clients-import",
    "coach:client-new", "coach:assign", "coach:assign-program", "coach:assign-many",
    "coach:progressions", "coach:progression", "coach:webhooks",
    "coach:programs", "coach:program-new", "coach:program-reading", "coach:settings", "coach:tokens", "coach:tools",
    "library:list", "coach:data", "library:exercise", "coach:exercise-new",
}  # fmt: skip
# A POST that makes something of the caller's own: nothing to read, nothing of anybody else to find.
MAKES_OWN = {
    "coach:data-exports",
    "coach:data-restores",
    "coach:progression-new",
    "coach:client-tags",
    "coach:review-filter",
    "coach:review-undo",
}


def named_routes(resolver: Any, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            if entry.name:
                yield f"{prefix}{entry.name}"
        elif isinstance(entry, URLResolver) and entry.namespace != "admin":
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from named_routes(entry, inner)


def test_every_route_has_a_row() -> None:
    listed = set(ROUTES) | set(API) | PUBLIC | OWN_ACCOUNT | REDIRECTS
    assert set(named_routes(get_resolver())) - listed == set()
    assert (set(ROUTES) | set(API)) - set(named_routes(get_resolver())) == set()


def send(browser: Browser, method: str, name: str, world: World) -> Any:
    url = reverse(name, args=({**ROUTES, **API})[name](world))
    return getattr(browser, method)(
        url, content_type="application/json" if name in API else "application/x-www-form-urlencoded"
    )


def answers(browser: Browser, world: World, names: Iterable[str], methods: Iterable[str] = METHODS) -> dict[str, Any]:
    """What each route answers to each method. They are all refused, so one world serves them."""
    return {f"{method} {name}": send(browser, method, name, world) for name in names for method in methods}


def others(answered: dict[str, Any], *expected: int) -> dict[str, int]:
    """The answers that are none of these."""
    return {each: response.status_code for each, response in answered.items() if response.status_code not in expected}


def test_a_stranger_is_sent_to_sign_in(world: World, as_stranger: Browser) -> None:
    answered = answers(as_stranger, world, ROUTES)
    assert others(answered, 302, 405) == {}
    sent = {each: response["Location"] for each, response in answered.items() if response.status_code == 302}
    assert {each: to for each, to in sent.items() if not to.startswith("/accounts/login/")} == {}


def test_a_stranger_gets_401_from_the_api(world: World, as_stranger: Browser) -> None:
    assert others(answers(as_stranger, world, API), 401, 405) == {}


def test_a_rival_coach_finds_nothing_of_another_practice(world: World, as_rival: Browser) -> None:
    names = sorted(set(ROUTES) - WITHOUT_ROWS - MAKES_OWN)
    assert others(answers(as_rival, world, names), 404, 405) == {}


def test_a_rival_coach_reads_no_name_of_another_practice(world: World, as_rival: Browser) -> None:
    answered = answers(as_rival, world, sorted(WITHOUT_ROWS), ["get"])
    assert others(answered, 200) == {}
    assert [each for each, response in answered.items() if "Maya" in response.content.decode()] == []


def test_a_client_finds_no_page_of_the_coach(world: World, as_client: Browser) -> None:
    names = sorted(name for name in ROUTES if name.startswith("coach:"))
    assert others(answers(as_client, world, names), 404, 405) == {}


OF_ONE_CLIENT = [
    *("me:set", "me:done", "me:finish", "me:skip", "me:stop", "me:morning", "me:comments"),
    *("me:clip-add", "me:clip", "me:clip-file", "me:clip-delete", "me:body-delete", "me:device-delete"),
    *("me:item-swap", "me:item-swap-undo", "me:item-skip"),
]


def test_another_client_of_the_practice_finds_nothing(world: World, as_other_client: Browser) -> None:
    assert others(answers(as_other_client, world, OF_ONE_CLIENT), 404, 405) == {}


def test_the_api_answers_404_for_what_is_not_yours(world: World, as_rival: Browser) -> None:
    names = sorted(name for name in API if name.endswith("-detail"))
    assert others(answers(as_rival, world, names, ["get"]), 404) == {}


def test_the_api_lists_nothing_of_another_practice(world: World, as_rival: Browser) -> None:
    names = [f"api:{name}-list" for name in ("client", "assignment", "session", "set", "proposal")]
    answered = answers(as_rival, world, names, ["get"])
    assert {each: len(response.json()["results"]) for each, response in answered.items()} == dict.fromkeys(answered, 0)
