"""Sets by the hundred: a watch after a session, another tool after a week."""

from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.tokens import LOG
from clients.api.examples import EXAMPLES
from clients.api.serializers.sets import LogSetSerializer, SetSerializer
from clients.api.viewsets.sets import SetViewSet
from config.api.batches import Done, batch_answer_of, batch_of, run_batch

A_SET = {
    "id": "0b6e2f0c-2f0d-4f5e-9c55-0a2d1b7c9e11",
    "session": "019b8e70-11d5-7b7e-a7d0-1f2f4bb3c0de",
    "item": "019b8e70-11d9-7c40-8f6e-60a3f0b3b2e4",
    "set_number": 1,
    "side": "left",
    "reps": 10,
    "load": "42.50",
    "unit": "kg",
    "rir": 2,
    "pain": 0,
    "performed_at": "2026-01-05T19:02:00+01:00",
}


A_RESULT = {"index": 0, "status": 201, "data": EXAMPLES["SetSerializer"], "problem": None}


class SetBatchViewSet(SetViewSet):
    """Many sets in one call."""

    scopes: ClassVar[dict[str, str]] = {"batch": LOG}
    roles: ClassVar[dict[str, Any]] = {}

    @extend_schema(
        operation_id="sets_log_batch",
        request=batch_of(LogSetSerializer, "LogSet"),
        responses={200: OpenApiResponse(batch_answer_of(SetSerializer, "LogSet"), "What became of each.")},
        examples=[
            OpenApiExample("One set", value={"mode": "each", "items": [A_SET]}, request_only=True),
            OpenApiExample("Kept", value={"results": [A_RESULT], "refused": 0}, response_only=True),
        ],
    )
    def batch(self, request: Request) -> Response:
        """Log up to 200 sets. Each is kept or refused by itself, unless `mode` is `all`: then one refusal refuses all.

        Send the whole batch again as often as you like: a set is kept once. 201 is a set that is new, 200 one that was
        held already.
        """
        return run_batch(request, self.one)

    def one(self, body: Any) -> Done:
        row, new = self.log(body)
        return (status.HTTP_201_CREATED if new else status.HTTP_200_OK), SetSerializer(row).data
