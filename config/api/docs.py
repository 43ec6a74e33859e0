"""The OpenAPI document, and the page that shows it: drawn from the document, so that it cannot lag behind."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.api.problems import PROBLEMS
from config.api.schema import document

FORMATS = {"uuid": "UUID", "date-time": "moment", "date": "day", "decimal": "decimal as text", "uri": "address"}
TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "object",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a value is, in words; `link` names the shape that it leads to."""

    words: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A field or a parameter."""

    name: str
    kind: Kind
    required: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: str
    text: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What is sent, or comes back; `name` says which."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    id: str
    tag: str
    method: str
    path: str
    text: str
    parameters: list[Line]
    scope: str
    body: Kind | None
    examples: list[Example]
    answers: list[Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A component of the document that has fields."""

    name: str
    text: str
    fields: list[Line]


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1 as JSON, for everyone."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """The document for people."""
    problems = [
        {"status": status, "anchor": problem.anchor, "meaning": problem.meaning} for status, problem in PROBLEMS.items()
    ]
    groups = [(tag, list(found)) for tag, found in groupby(_operations(), lambda operation: operation.tag)]
    return render(request, "api/reference.html", {"groups": groups, "shapes": list(_shapes()), "problems": problems})


def _operations() -> Iterator[Operation]:
    """The calls, then what other tools are called with."""
    for path, methods in (document()["paths"] | document().get("webhooks", {})).items():
        for method, told in methods.items():
            yield Operation(
                id=told["operationId"],
                tag=told["tags"][0],
                method=method.upper(),
                path=path,
                text=spoken(told["description"]),
                parameters=[_parameter(one) for one in told.get("parameters", [])],
                scope=_scope(told),
                examples=list(_examples(told)),
                body=_content(told.get("requestBody", {})),
                answers=[_answer(status, one) for status, one in sorted(told["responses"].items())],
            )


def _parameter(told: dict[str, Any]) -> Line:
    return Line(
        name=told["name"],
        kind=kind_of(told["schema"]),
        required=told.get("required", False),
        text=first_line(told.get("description", "")),
    )


def _answer(status: str, told: dict[str, Any]) -> Answer:
    return Answer(status=status, text=spoken(told.get("description", "")), kind=_content(told) or Kind(words=""))


def _scope(told: dict[str, Any]) -> str:
    """What a token needs; nothing where we are the ones who call."""
    return next((needed for way in told.get("security", []) for needed in way.get("token", [])), "")


def _examples(told: dict[str, Any]) -> Iterator[Example]:
    """The first of the body and of each good answer."""
    good = {status: one for status, one in told["responses"].items() if status.startswith("2")}
    for name, part in {"sent": told.get("requestBody", {}), **good}.items():
        for content in list(part.get("content", {}).values())[:1]:
            for example in list(content.get("examples", {}).values())[:1]:
                yield Example(name=name, text=json.dumps(example["value"], indent=2, ensure_ascii=False))


def _content(told: dict[str, Any]) -> Kind | None:
    """The kind of a body; they are all JSON, so the first kind of content stands for all."""
    contents = list(told.get("content", {}).values())
    return kind_of(contents[0]["schema"]) if contents else None


def _shapes() -> Iterator[Shape]:
    for name, told in document()["components"]["schemas"].items():
        if "properties" not in told:
            continue
        required = set(told.get("required", []))
        fields = [
            Line(name=key, kind=kind_of(one), required=key in required, text=first_line(one.get("description", "")))
            for key, one in told["properties"].items()
        ]
        yield Shape(name=name, text=spoken(told.get("description", "")), fields=fields)


def first_line(text: str) -> str:
    """Without the list of words that a choice brings along: those are told by the kind."""
    line = text.split("\n")[0]
    return "" if line.startswith("* `") else spoken(line)


def spoken(text: str) -> str:
    """The document marks names as code; on the page they stand plain."""
    return text.replace("`", "")


def kind_of(told: dict[str, Any]) -> Kind:
    """A JSON schema in a few words."""
    if "$ref" in told:
        return _component(told["$ref"].rsplit("/", 1)[1])
    for either in ("allOf", "oneOf", "anyOf"):
        if either in told:
            return _any_of([kind_of(one) for one in told[either]])
    if "enum" in told:
        return Kind(words=", ".join(str(word) for word in told["enum"]))
    types = told.get("type", "anything")
    if isinstance(types, list):
        return _any_of([kind_of({**told, "type": one}) for one in types])
    if types == "array":
        inner = kind_of(told.get("items", {}))
        return Kind(words=f"list of {inner.words}", link=inner.link)
    return Kind(words=_plain(types, told))


def _plain(name: str, told: dict[str, Any]) -> str:
    if name == "null":
        return "null"
    words = FORMATS.get(told.get("format", ""), TYPES.get(name, name)) if name == "string" else TYPES.get(name, name)
    low, high = told.get("minimum"), told.get("maximum")
    return f"{words}, {low} to {high}" if low is not None and high is not None else words


def _component(name: str) -> Kind:
    told = document()["components"]["schemas"][name]
    return Kind(words=name, link=name) if "properties" in told else kind_of(told)


def _any_of(kinds: list[Kind]) -> Kind:
    return Kind(
        words=" or ".join(kind.words for kind in kinds), link=next((kind.link for kind in kinds if kind.link), "")
    )
