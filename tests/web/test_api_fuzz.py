"""Every operation of the API with what Schemathesis makes of the document, right and wrong, for each kind of caller.

No answer is a fault of ours, and every answer is what the document says. FUZZ_REQUESTS says how many calls there are
(`make fuzz`: 20,000, new ones each time; the suite: 5,000, the same ones each time).
"""

import datetime as dt
import json
import math
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.tokens import make_token
from clients.models import BodyMass, Client, ClientNote, Comment, SessionItem, SetLog
from clients.services import open_session
from config.api.schema import document
from config.api_urls import router
from config.wsgi import application
from programs.building import EMPTY, add_line
from programs.drafting import begin
from programs.models import Draft, Rung
from programs.program_versions import save_program
from tests.api import FIRST_DAY, opened, post, tool, trained
from tests.factories import ExerciseFactory, ProgressionFactory, VariationFactory

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "0")) or 5000
ANEW = bool(os.environ.get("FUZZ_REQUESTS"))
PARTS = 8
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
CALLERS = (*["coach"] * 6, "coach who reads", "client", "client", "nobody")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
SHAPES = document()["components"]["schemas"]


def operations() -> list[Any]:
    schema = schemathesis.openapi.from_dict(document())
    schema.app = application
    return [found.ok() for found in schema.get_all_operations()]


OPERATIONS = operations()


@dataclass
class World:
    """Tokens by caller, and ids that are there, by the word that the API has for them."""

    tokens: dict[str, str]
    ids: dict[str, list[str]] = field(default_factory=dict)
    reached: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def known(self, name: str, pick: int) -> str | None:
        found = self.ids.get(name)
        return found[pick % len(found)] if found else None


def furnish(owner: Any, client: Any, other: Any) -> None:
    """Something of each kind, made as people make it."""
    session = trained(client)
    opened(other)
    open_session(session.assignment, due_on=FIRST_DAY + dt.timedelta(days=3))
    practice = client.practice
    about = {"practice": practice, "client": client}
    Comment.objects.create(**about, session=session, author=owner, text="Well done.")
    ClientNote.objects.create(**about, author=owner, text="Quiet.")
    BodyMass.objects.create(**about, measured_on=FIRST_DAY, kg=70)
    Client.objects.filter(pk=other.pk).update(user=None, email="noor@kickstand.test")
    exercise = ExerciseFactory(practice=practice, name="Hip thrust")
    VariationFactory.create_batch(2, exercise=exercise)
    ProgressionFactory(practice=practice, rungs=2)
    content = add_line(EMPTY | {"name": "Off-season"}, "2.1", "A1 hip thrust 3x8-12 @40kg tempo 2011")
    draft = begin(by=owner, kind=Draft.Kind.PROGRAM, family=uuid4(), base=None, content=content)
    save_program(draft, by=owner)
    browser = tool(owner)
    for path, body in (
        ("webhooks/", {"name": "Sheet", "url": "https://tool.example/hook", "events": ["session.finished"]}),
        ("invitations/", {"client": str(other.pk)}),
    ):
        made = post(browser, body, f"/api/v1/{path}")
        assert made.status_code == 201, made.content


@pytest.fixture
def world(owner: Any, client_row: Any, client_user: Any, other_client: Any, settings: Any) -> Iterator[World]:
    settings.API_RATES = dict.fromkeys(settings.API_RATES, 10**9)
    furnish(owner, client_row, other_client)
    every = ["read", "log", "coach", "admin"]
    given = {"coach": (owner, every), "coach who reads": (owner, ["read"]), "client": (client_user, ["read", "log"])}
    made = World({who: make_token(user, name=who, scopes=scopes, days=1) for who, (user, scopes) in given.items()})
    kinds = [(name, viewset.queryset.model) for name, viewset, _ in router.registry if hasattr(viewset, "queryset")]
    for name, model in (*kinds, ("items", SessionItem), ("rungs", Rung)):
        attribute = "uuid" if model is SetLog else "pk"
        found = model.objects.order_by("practice_id", "pk").values_list(attribute, flat=True)[:3]
        made.ids[name] = [str(value) for value in found]
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    yield made
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


def made_real(value: Any, world: World, pick: int, name: str = "") -> Any:
    """The same body with ids of rows that there are, where the field's name says of which."""
    if isinstance(value, dict):
        return {key: made_real(inner, world, pick, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [made_real(inner, world, pick + place, name) for place, inner in enumerate(value)]
    if not isinstance(value, str):
        return value
    if MOMENT.match(value):
        return "2026-01-05T19:02:00+01:00"
    if DAY.fullmatch(value):
        return f"2026-01-{12 + pick:02}"
    if _is_uuid(value) and name != "id":
        words = name.rsplit("_", 1)[-1]
        return world.known(words if words.endswith("s") else f"{words}s", pick) or value
    return value


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def send(case: Any, world: World, who: str, *, real: bool, pick: int) -> None:
    """One call, checked, and taken back."""
    collection = case.path.split("/")[3]
    if real:
        for name in case.path_parameters or {}:
            case.path_parameters[name] = world.known(collection, pick) or case.path_parameters[name]
        if isinstance(case.body, dict | list):
            case.body = made_real(case.body, world, pick)
        if "If-Match" in (case.headers or {}):
            case.headers["If-Match"] = "*"
    case.headers = {name: value for name, value in (case.headers or {}).items() if name.lower() != "authorization"}
    headers = {"Accept-Encoding": "identity"}
    if who in world.tokens:
        headers["Authorization"] = f"Bearer {world.tokens[who]}"
    with transaction.atomic():
        response = case.call(headers=headers)
        transaction.set_rollback(True)
    world.reached[case.operation.label].add(response.status_code)
    case.validate_response(response, checks=CHECKS)
    is_json = "application/json" in case.operation.definition.raw["responses"].get("200", {}).get("content", {})
    if response.status_code == 200 and is_json and "fields" not in (case.query or {}):
        check_whole(case, json.loads(response.content or b"null"))


def check_whole(case: Any, answer: Any) -> None:
    """A row has all its fields unless `fields` left some out: the document can only say that it may."""
    told = case.operation.definition.raw["responses"]["200"].get("content", {}).get("application/json", {})
    shape = named(told.get("schema", {}))
    row, rows = shape, [answer]
    if "results" in shape.get("properties", {}):
        row, rows = named(shape["properties"]["results"].get("items", {})), answer["results"]
    always = set(row.get("x-always", ()))
    assert [sorted(always - set(one)) for one in rows if always and not always <= set(one)] == [], case.path


def named(schema: dict[str, Any]) -> dict[str, Any]:
    """What a reference leads to; the schema itself where it is none."""
    found: dict[str, Any] = SHAPES[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
    return found


def fuzz(operation: Any, world: World, mode: GenerationMode, examples: int) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=not ANEW,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=operation.as_strategy(generation_mode=mode),
        who=st.sampled_from(CALLERS),
        real=st.sampled_from([True, True, True, False]),
        pick=st.integers(0, 3),
    )
    def calls(case: Any, who: str, real: bool, pick: int) -> None:
        send(case, world, who, real=real, pick=pick)

    calls()


@pytest.mark.parametrize("part", range(PARTS))
def test_every_operation_answers_as_the_document_says(part: int, world: World) -> None:
    wrong = {}
    for operation in OPERATIONS[part::PARTS]:
        for mode, share in ((GenerationMode.POSITIVE, 0.7), (GenerationMode.NEGATIVE, 0.3)):
            try:
                fuzz(operation, world, mode, max(1, math.ceil(REQUESTS / len(OPERATIONS) * share)))
            except (Exception, BaseExceptionGroup) as error:
                wrong[f"{operation.label}, {mode.value}"] = error
    done = [label for label, codes in world.reached.items() if codes & {200, 201, 202, 204}]
    assert wrong == {}, "\n\n".join(f"{where}\n{error}" for where, error in wrong.items())
    assert len(done) * 4 > len(world.reached)  # not only refused
