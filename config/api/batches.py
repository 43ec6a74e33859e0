"""Many of one kind in one call: each for itself, or all or none."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from rest_framework import serializers, status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from config.api.errors import BatchRefused
from config.api.fields import StrictSerializer
from config.api.problems import ProblemHandler, problem_of
from config.api.schema import ProblemSerializer

MOST = 200
EACH, ALL = "each", "all"
MODES = [(EACH, "each for itself"), (ALL, "all or none")]
Done = tuple[int, Any]


def run_batch(request: Request, one: Callable[[Any], Done]) -> Response:
    """`one` does an item and returns its status and JSON, or raises what it would raise alone.

    In the mode `all` one refusal refuses all; the answer has every refusal, not only the first.
    """
    sent = BatchSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    results = [done(index, item, one) for index, item in enumerate(sent.validated_data["items"])]
    refused = [result for result in results if result["problem"]]
    if refused and sent.validated_data["mode"] == ALL:
        raise BatchRefused(refused)  # takes the others back with it
    return Response({"results": results, "refused": len(refused)}, status=status.HTTP_200_OK)


def done(index: int, item: Any, one: Callable[[Any], Done]) -> dict[str, Any]:
    """What became of an item. What is our own fault is raised: nothing of the batch is kept then."""
    try:
        with transaction.atomic():
            code, data = one(item)
    except Exception as error:
        known = ProblemHandler(error, {}).convert_known_exceptions(error)  # type: ignore[typeddict-item]
        if not isinstance(known, APIException) or known.status_code >= 500:
            raise
        return {"index": index, "status": known.status_code, "data": None, "problem": problem_of(known)}
    return {"index": index, "status": code, "data": data, "problem": None}


class Item(serializers.Field[Any, Any, Any, Any]):
    """An object, read later and by itself."""

    default_error_messages = {"invalid": "An object."}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            self.fail("invalid")
        return data


class BatchSerializer(StrictSerializer):
    mode = serializers.ChoiceField(
        MODES, default=EACH, help_text="`each`: what is right is kept, what is not is told. `all`: all or none is kept."
    )
    items = serializers.ListField(child=Item(), min_length=1, max_length=MOST)


def batch_of(kind: type[serializers.Serializer[Any]], name: str) -> Any:
    """For the document: the body of a batch of these."""
    return type(f"{name}BatchSerializer", (BatchSerializer,), {"items": kind(many=True), "__doc__": BATCH_TOLD})


def batch_answer_of(kind: type[serializers.Serializer[Any]], name: str) -> Any:
    """For the document: what a batch of these is answered."""
    result = type(
        f"{name}ResultSerializer",
        (serializers.Serializer,),
        {
            "__doc__": "What became of one item, as if it had come alone.",
            "index": serializers.IntegerField(help_text="Its place in what was sent, from 0."),
            "status": serializers.IntegerField(),
            "data": kind(allow_null=True),
            "problem": ProblemSerializer(allow_null=True),
        },
    )
    return type(
        f"{name}BatchAnswerSerializer",
        (serializers.Serializer,),
        {"results": result(many=True), "refused": serializers.IntegerField(help_text="How many.")},
    )


BATCH_TOLD = f"1 to {MOST} at once."
