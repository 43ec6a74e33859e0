"""The OpenAPI document: ways to sign in, and problem details for every refusal."""

from collections.abc import Iterable
from functools import cache
from typing import Any, Literal

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS

from config.api.auth import WHO, role_of, scope_of
from config.api.problems import MEDIA_TYPE, PROBLEMS
from config.api.repeats import HEADER
from config.api.versions import MUST, Versioned
from config.api.views import ReadViewSet, StrictView

FIELDS = "Only these fields of a row, with commas between them; `id` comes along always."
EXPAND = "Whole rows beside their ids, under `expanded`. Of: %s."
KEY_TOLD = "Made by you, one for each call. Sent again with the same body, the answer is the same and nothing is done."
TIME_OF_DAY = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?$"
TOKEN_TOLD = (
    "A token of your own, or one that a person let your tool have (OAuth 2.1 with PKCE: see"
    " /.well-known/oauth-authorization-server). Each operation names the scope it takes: read, log, coach or admin."
)
IF_MATCH = "The ETag of what you read. A 412 brings what is kept now."


class ProblemErrorSerializer(serializers.Serializer[Any]):
    pointer = serializers.CharField(allow_null=True, help_text="The field: `#/reps`; `#` is the whole body.")
    parameter = serializers.CharField(allow_null=True, help_text="The query parameter.")
    detail = serializers.CharField()
    code = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """Problem details, RFC 9457."""

    type = serializers.CharField(help_text="Stable; leads to what it means.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    request_id = serializers.UUIDField(help_text="Name it when you ask us about an error. Also in X-Request-Id.")

    def get_fields(self) -> dict[str, Any]:
        """`errors` cannot be declared: a serializer has an attribute of that name."""
        return {**super().get_fields(), "errors": ProblemErrorSerializer(many=True)}


class ApiSchema(AutoSchema):
    """Adds the refusals that every operation shares."""

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict[str, Any]:
        answers: dict[str, Any] = super()._get_response_bodies(direction=direction)
        for code in self._refusals():
            if code not in answers:
                told = OpenApiResponse(
                    ProblemSerializer, self._needs() if code == "403" else PROBLEMS[int(code)].meaning
                )
                answers[code] = self._get_response_for_code(told, code, media_types=[MEDIA_TYPE])
        return answers

    def _needs(self) -> str:
        role = role_of(self.view, self.method)
        who = f" It is for {WHO[role]} alone." if role else ""
        return f"This takes a token with the scope `{scope_of(self.view, self.method)}`.{who}"

    def get_auth(self) -> list[dict[str, Any]]:
        """With the scope that a token needs; a webhook is called by us."""
        ways: list[dict[str, Any]] = [] if self.path == "/" else super().get_auth()
        needed = scope_of(self.view, self.method)
        return [{name: [needed] if name == TokenScheme.name else held for name, held in way.items()} for way in ways]

    def _refusals(self) -> list[str]:
        if self.path == "/":  # a webhook: it is the other side that answers
            return []
        codes = ["400", "401", "403", "406", "429"]
        if self.method != "POST" or "{" in self.path:
            codes.append("404")
        if self.method in ("POST", "PUT", "PATCH"):
            codes += ["409", "413", "415"]
        if self._is_keyed():
            codes.append("422")
        if self._is_versioned() and "{" in self.path:
            codes += ["412", "428"] if self.method in MUST else ["412"] if self.method == "POST" else []
        return codes

    def get_operation(self, *arguments: Any) -> Any:
        """Says besides what `expand` can lay beside a row: `rows_in_part` moves it to where the row is described."""
        told = super().get_operation(*arguments)
        view = self.view
        if told and isinstance(view, ReadViewSet) and view.action in ("list", "retrieve"):
            told["x-expanded"] = {name: self._beside(kind) for name, (kind, _) in view.expandable.items()}
        return told

    def _beside(self, kind: Any) -> dict[str, Any]:
        if isinstance(kind, serializers.ListSerializer):
            child: Any = kind.child
            return {"type": "array", "items": self.resolve_serializer(child, "response").ref}
        return {"oneOf": [self.resolve_serializer(kind, "response").ref, {"type": "null"}]}

    def _is_keyed(self) -> bool:
        return isinstance(self.view, StrictView) and self.view.is_keyed(self.method)

    def _is_versioned(self) -> bool:
        return isinstance(self.view, Versioned)

    def get_override_parameters(self) -> list[Any]:
        """What the base views take everywhere: the shape of the answer, the search, the state that was seen."""
        found, view = [], self.view
        if isinstance(view, ReadViewSet) and view.action in ("list", "retrieve"):
            row: Any = view.get_serializer()
            found.append(OpenApiParameter("fields", some_of(row.fields), description=FIELDS))
            if view.expandable:
                told = EXPAND % ", ".join(sorted(view.expandable))
                found.append(OpenApiParameter("expand", some_of(view.expandable), description=told))
            if view.search_in and view.action == "list":
                found.append(OpenApiParameter("search", str, description="Words that a row has to have, each of them."))
        if self._is_keyed():
            found.append(OpenApiParameter(HEADER, str, OpenApiParameter.HEADER, description=KEY_TOLD))
        if self._is_versioned() and "{" in self.path and self.method not in SAFE_METHODS:
            required = self.method in MUST
            found.append(
                OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=required, description=IF_MATCH)
            )
        return found


def some_of(names: Iterable[str]) -> dict[str, Any]:
    """Some of the names, with commas between them."""
    one = f"({'|'.join(names)})"
    return {"type": "string", "pattern": f"^{one}(,{one})*$"}


def rows_in_part(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A row of a list may come with some of its fields only, and with others beside it: what is said of it stays true.

    `x-always` names what every row has unless `fields` left it out.
    """
    shapes = result["components"]["schemas"]
    for methods in result["paths"].values():
        for told in methods.values():
            expanded = told.pop("x-expanded", None)
            row = None if expanded is None else _row_of(told, shapes)
            if row is not None:
                _loosen(row, expanded)
    return result


def formats_that_hold(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """An address that nobody gave is empty text, which is no address: answers do not promise one. And a time of day
    has no offset here: it is the client's own.
    """
    for name, shape in result["components"]["schemas"].items():
        for told in shape.get("properties", {}).values():
            kind = told.get("format")
            if kind in ("email", "uri") and told.get("type") == "string" and not name.endswith("Request"):
                del told["format"]
            elif kind == "time":
                del told["format"]
                told["pattern"] = TIME_OF_DAY
    return result


def _row_of(told: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any] | None:
    """What a row of the answer looks like: the answer itself, an item of its `results`, an item of it."""
    answer = told["responses"]["200"]["content"]["application/json"]["schema"]
    shape = shapes[answer["$ref"].rsplit("/", 1)[1]] if "$ref" in answer else answer
    shape = shape.get("properties", {}).get("results", shape).get("items", shape)
    return shapes[shape["$ref"].rsplit("/", 1)[1]] if "$ref" in shape else shape if "properties" in shape else None


def _loosen(shape: dict[str, Any], expanded: dict[str, Any]) -> None:
    if "x-always" not in shape:
        shape["x-always"] = shape.pop("required", [])
        shape["required"] = ["id"]
    for name, ref in expanded.items():
        beside = shape["properties"].setdefault(
            "expanded", {"type": "object", "properties": {}, "description": "What `expand` asked for."}
        )
        beside["properties"][name] = ref


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "config.api.auth.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": TOKEN_TOLD}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "config.api.auth.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "A page's own session. Writes need the X-CSRFToken header.",
        }


@cache
def document() -> dict[str, Any]:
    """The whole document. It changes with the code alone, so a process makes it once."""
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return schema
