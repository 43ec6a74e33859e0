"""The OpenAPI document: ways to sign in, and problem details for every refusal."""

from functools import cache
from typing import Any, Literal

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from config.api.problems import MEDIA_TYPE, PROBLEMS


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
        if self.method == "POST":
            return ["400", "401", "403", "406", "409", "413", "415"]
        return ["400", "401", "403", "404", "406"]


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "config.api.auth.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": "A personal token. Scopes: read, log."}


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
