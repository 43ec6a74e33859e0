"""The OpenAPI document, and the page that shows it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.api.problems import PROBLEMS
from config.api.schema import document


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1 as JSON, for everyone."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """The document for people. Without JavaScript it is a table of the operations."""
    problems = [
        {"status": status, "anchor": problem.anchor, "meaning": problem.meaning} for status, problem in PROBLEMS.items()
    ]
    return render(request, "api/reference.html", {"operations": _operations(), "problems": problems})


def _operations() -> list[dict[str, Any]]:
    return [
        {"method": method.upper(), "path": path, "text": operation.get("description", "")}
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    ]
