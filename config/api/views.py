"""What the viewsets of all apps stand on."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import mixins
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import APIRootView
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from accounts.access import IsMember
from config.api.auth import TokenScope
from config.api.errors import BadQuery


class StrictView(APIView):
    """Query parameters it does not know are errors; no answer is kept by a cache."""

    permission_classes = (IsMember, TokenScope)
    metadata_class = None

    def known_parameters(self) -> set[str]:
        return set()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        known = self.known_parameters()
        wrong = {name: ["This parameter is not known here."] for name in request.query_params if name not in known}
        wrong |= {name: ["Give this once."] for name, values in request.query_params.lists() if len(values) > 1}
        if wrong:
            raise BadQuery(wrong)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response


class ReadViewSet(StrictView, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Any]):
    """A list in pages and one row. Rows that are not the caller's are a 404, as if they did not exist."""

    filterset_class: Any = None

    def known_parameters(self) -> set[str]:
        if self.action != "list":
            return set()
        filters = self.filterset_class.base_filters if self.filterset_class else ()
        return {"page", "limit", *filters}

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        try:
            return super().filter_queryset(queryset)
        except ValidationError as error:
            raise BadQuery(error.detail) from error


class RootView(StrictView, APIRootView):
    """Where everything is."""


class NoSuchAddress(APIView):
    """Whatever has no address of its own under /api/v1/: problem details, not a page."""

    permission_classes = (AllowAny,)
    authentication_classes = ()
    metadata_class = None
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound("There is no such address. Every address ends with a slash.")
