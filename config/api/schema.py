"""The OpenAPI document: ways to sign in, and problem details for every refusal."""

from functools import cache
from typing import Any, Literal

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS

from config.api.problems import MEDIA_TYPE, PROBLEMS
from config.api.versions import MUST, Versioned
from config.api.views import ReadViewSet

FIELDS = "Only these fields of a row, with commas between them; `id` comes along always."
EXPAND = "Whole rows beside their ids, under `expanded`. Of: %s."
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
                told = OpenApiResponse(ProblemSerializer, PROBLEMS[int(code)].meaning)
                answers[code] = self._get_response_for_code(told, code, media_types=[MEDIA_TYPE])
        return answers

    def _refusals(self) -> list[str]:
        codes = ["400", "401", "403", "406"]
        if self.method != "POST" or "{" in self.path:
            codes.append("404")
        if self.method in ("POST", "PUT", "PATCH"):
            codes += ["409", "413", "415"]
        if self._is_versioned() and "{" in self.path:
            codes += ["412", "428"] if self.method in MUST else ["412"] if self.method == "POST" else []
        return codes

    def _is_versioned(self) -> bool:
        return isinstance(self.view, Versioned)

    def get_override_parameters(self) -> list[Any]:
        """What the base views take everywhere: the shape of the answer, the search, the state that was seen."""
        found, view = [], self.view
        if isinstance(view, ReadViewSet) and view.action in ("list", "retrieve"):
            found.append(OpenApiParameter("fields", str, description=FIELDS))
            if view.expandable:
                found.append(OpenApiParameter("expand", str, description=EXPAND % ", ".join(sorted(view.expandable))))
            if view.search_in and view.action == "list":
                found.append(OpenApiParameter("search", str, description="Words that a row has to have, each of them."))
        if self._is_versioned() and "{" in self.path and self.method not in SAFE_METHODS:
            required = self.method in MUST
            found.append(
                OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=required, description=IF_MATCH)
            )
        return found


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "config.api.auth.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": "A token. Scopes: read, log, coach, admin."}


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
