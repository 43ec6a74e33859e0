"""What nobody sends in good faith, to every operation that the document names: refused, never a fault of ours."""

import json
import re
from itertools import cycle, islice
from uuid import uuid4

import pytest
from rest_framework import serializers

from config.api.fields import StrictSerializer
from config.api.schema import document
from tests.api import JSON, opened, tool, trained

DEEP = "[" * 5000 + "]" * 5000
HUGE = "9" * 400
BODIES = [
    "", "null", "true", "7", '"text"', "[]", "[[]]", "[null]", "{", '{"a": 1, "a": 2}', "\x00", "\ufeff{}",
    DEEP, '{"items": ' + DEEP + "}", '{"a":' * 40 + "1" + "}" * 40, "NaN", "Infinity", "-Infinity", "1e309", HUGE,
    b"\xff\xfe", b'{"name": "\xed\xa0\x80"}', '{"name": "\\ud800"}', '{"name": "a\\u0000b"}', '{"\\u0000": 1}',
]  # fmt: skip
VALUES = [
    None, True, -1, 0, 10**30, 1e308, -1e308, 0.1 + 0.2, "", " ", "NaN", "Infinity", "1e308", "٨٢", "82,5", "\u202e",
    "x" * 10_000, "9999-12-31T23:59:59Z", "1999-12-31T23:59:59Z", "2026-01-05T19:02:00", "2026-01-05", "2026-02-30",
    "0000-00-00", str(uuid4()), [], [None], {}, {"a": 1}, "=cmd()", "' OR 1=1 --",
]  # fmt: skip
PARTS = ["0", "-1", "٧", "%00", "%ff", "%ed%a0%80", "x" * 300, "..%2f..", "None", "1e308", "'", "{id}", "%0a"]
QUERIES = [
    "%00",
    "%ff",
    "%ed%a0%80",
    "1e308",
    "-1",
    "٧",
    "NaN",
    "9" * 400,
    "x" * 5000,
    "",
    "9999-12-31T23:59:59Z",
    "{}",
    "%0a",
]


def operations():
    for path, methods in document()["paths"].items():
        for method, told in methods.items():
            yield path, method, told


def call(browser, method, path, body=None):
    kind = {"content_type": JSON} if body is not None else {}
    return browser.generic(method.upper(), path, body or "", headers={"If-Match": "*"}, **kind)


def fields_of(told):
    """The names that the body of an operation has, by the document."""
    kinds = told.get("requestBody", {}).get("content", {})
    ref = kinds.get(JSON, {}).get("schema", {}).get("$ref", "/").rsplit("/", 1)[1]
    return list(document()["components"]["schemas"].get(ref, {}).get("properties", ()))


def wrong(response, *, refused):
    """What is not as it should be about the answer, or nothing."""
    if response.status_code >= 500:
        return response.status_code
    if response.status_code >= 400 and response["Content-Type"] != "application/problem+json":
        return response["Content-Type"]
    return response.status_code if refused and response.status_code < 400 else None


@pytest.fixture(autouse=True)
def _as_often_as_need_be(settings):
    settings.API_RATES = dict.fromkeys(settings.API_RATES, 10**9)


@pytest.fixture
def browser(owner, client_row, other_client):
    trained(client_row)
    opened(other_client)
    made = tool(owner)
    made.raise_request_exception = False
    return made


def found_wrong(calls):
    return [(*words, said) for *words, response, refused in calls if (said := wrong(response, refused=refused))]


def in_turn(values, count):
    """`count` of them each time, going on where the last time ended: all come up, over all operations together."""
    going = cycle(values)
    return lambda: islice(going, count)


def test_parts_of_addresses_and_of_queries(browser):
    parts, queries = in_turn(PARTS, 4), in_turn(QUERIES, 2)

    def calls():
        for path, method, told in operations():
            for part in parts() if "{" in path else ():
                address = path.replace(path[path.index("{") : path.index("}") + 1], part)
                yield method, address, call(browser, method, address, "{}"), False
            somewhere = re.sub(r"{\w+}", str(uuid4()), path)
            for parameter in told.get("parameters", ()):
                for value in queries() if parameter["in"] == "query" else ():
                    address = f"{somewhere}?{parameter['name']}={value}"
                    yield method, address, call(browser, method, address), False
            address = f"{somewhere}?{HUGE}=1"
            yield method, address, call(browser, method, address), True

    assert found_wrong(calls()) == []


def test_bodies_that_are_no_json_of_ours(browser):
    bodies = in_turn(BODIES, 4)

    def calls():
        for path, method, told in operations():
            whole = BODIES if path == "/api/v1/sets/" else bodies()
            for body in whole if "requestBody" in told else ():
                address = re.sub(r"{\w+}", str(uuid4()), path)
                yield (
                    method,
                    path,
                    body[:20],
                    call(browser, method, address, body),
                    "{" not in path and method == "post",
                )

    assert found_wrong(calls()) == []


def test_values_that_no_field_means(browser):
    values = in_turn(VALUES, 8)

    def calls():
        for path, method, told in operations():
            names = fields_of(told)
            for value in values() if names else ():
                address = re.sub(r"{\w+}", str(uuid4()), path)
                body = json.dumps(dict.fromkeys(names, value))
                yield method, path, value, call(browser, method, address, body), False

    assert found_wrong(calls()) == []


LOOSE = (  # these take a number for text, 1 for true, and digits of other scripts
    "CharField", "BooleanField", "IntegerField", "DecimalField", "FloatField", "DateField", "DateTimeField",
    "TimeField", "DurationField", "UUIDField", "EmailField", "SlugField", "URLField", "JSONField",
)  # fmt: skip


def kinds_of(kind):
    yield kind
    for below in kind.__subclasses__():
        yield from kinds_of(below)


def fields_below(field, path):
    yield path, type(field)
    if hasattr(field, "child"):
        yield from fields_below(field.child, f"{path}[]")
    for name, inner in getattr(field, "fields", {}).items():
        yield from fields_below(inner, f"{path}.{name}")


def test_every_field_of_every_body_is_read_strictly():
    loose = {getattr(serializers, name) for name in LOOSE}
    kinds = set(kinds_of(StrictSerializer))
    assert len(kinds) > 50
    found = {path for kind in kinds for path, of in fields_below(kind(), kind.__name__) if of in loose}
    assert found == set()


def test_times_of_day_are_read_strictly(client_user, client_row):
    browser = tool(client_user)
    for text in ("٠٧:٣٠", "7:30", "24:00", "07:30:15", "07:30Z", "", 730, None):
        answer = browser.patch("/api/v1/me/reminders/", {"session_at": text}, content_type=JSON)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/session_at"), text
    assert browser.patch("/api/v1/me/reminders/", {"session_at": "12:30"}, content_type=JSON).status_code == 200
