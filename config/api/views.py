"""What the viewsets of all apps stand on."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from rest_framework import mixins, serializers, status
from rest_framework.exceptions import NotFound, Throttled, ValidationError
from rest_framework.permissions import SAFE_METHODS, AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.routers import APIRootView
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from accounts.access import IsMember
from accounts.api_use import look
from accounts.models import Role
from accounts.tokens import caller_of
from config.api.asking import slips
from config.api.auth import RoleMay, TokenScope
from config.api.errors import BadQuery
from config.api.paging import Orderings
from config.api.repeats import key_of, once

LONGEST_SEARCH = 80
Kind = type[serializers.BaseSerializer[Any]] | serializers.ListSerializer[Any]
Expandable = Mapping[str, tuple[Kind, "str | Callable[[Any], Prefetch] | None"]]


class StrictView(APIView):
    """Query parameters it does not know are errors; no answer is kept by a cache; what breaks leaves nothing written.

    `scopes` names what a token needs for an action (else `read` to look, `coach` to change); `roles` who alone may call
    it (else what follows from the scope: `coach` the coaches, `admin` the owners, the others everybody); `rates` which
    of the settings' API_RATES an action counts for (else `read` or `write`; `heavy` is for what costs seconds).
    `keyed` is False, or {action: False}, where a POST carries a UUID made by its sender and needs no Idempotency-Key.
    `gives_files` names the actions that answer with a file, whatever the call accepts.
    """

    permission_classes = (IsMember, TokenScope, RoleMay)
    metadata_class = None
    scopes: ClassVar[Mapping[str, str]] = {}
    roles: ClassVar[Mapping[str, Role]] = {}
    rates: ClassVar[Mapping[str, str]] = {}
    keyed: ClassVar[bool | Mapping[str, bool]] = True
    gives_files: ClassVar[Collection[str]] = ()

    def known_parameters(self) -> set[str]:
        return set()

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Answers are JSON; a file is what it is, and its refusals are problem details all the same."""
        return super().perform_content_negotiation(request, force or getattr(self, "action", "") in self.gives_files)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        known = self.known_parameters()
        wrong = {name: ["This parameter is not known here."] for name in request.query_params if name not in known}
        for name, values in request.query_params.lists():
            if len(values) > 1:
                wrong[name] = ["Give this once."]
            elif "\x00" in values[0]:
                wrong[name] = ["Text with a NUL cannot be read."]
        if wrong:
            raise BadQuery(wrong)
        self.wrap_writes(request)

    def wrap_writes(self, request: Request) -> None:
        """A refusal is an answer, so the transaction around the view would be kept: each write has one of its own."""
        name = str(request.method).lower()
        handler = getattr(self, name, None)
        if handler is None or request.method in SAFE_METHODS:
            return
        key = key_of(request) if self.is_keyed(request.method) else None
        setattr(self, name, transaction.atomic(once(self, key, handler) if key else handler))

    def is_keyed(self, method: str | None) -> bool:
        """Whether an Idempotency-Key counts here: for a POST, unless what is sent has an id made by its sender."""
        keyed = self.keyed if isinstance(self.keyed, bool) else self.keyed.get(getattr(self, "action", ""), True)
        return keyed and method == "POST"

    def check_permissions(self, request: Request) -> None:
        """How often comes first: who is refused for want of a scope must not ask as often as they like."""
        if request.user.is_authenticated:
            self.check_use(request)
        super().check_permissions(request)

    def check_throttles(self, request: Request) -> None:
        """Done before, in `check_permissions`."""

    def check_use(self, request: Request) -> None:
        """Refuses what is too often. What was let in is counted afterwards, by ApiUseMiddleware."""
        usual = "read" if request.method in SAFE_METHODS else "write"
        rate = self.rates.get(getattr(self, "action", ""), usual)
        use = look(caller_of(request.user, request.auth), rate)
        request._request.api_use = use  # type: ignore[attr-defined]
        if use.exhausted:
            raise Throttled(wait=use.seconds)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response


class ReadViewSet(StrictView, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Any]):
    """A list in pages and one row. Rows that are not the caller's are a 404, as if they did not exist.

    `orderings`: a fixed list, first the default; a mapping gives a name to several columns.
    `search_in`: the text columns that `?search=` looks through.
    `expandable`: what `?expand=` lays beside a row under `expanded`: name, (serializer, prefetch). `name` is an
    attribute of the row; where it holds many, the serializer is an instance made with `many=True`. The prefetch is a
    relation, or a function of the user that makes one behind its gate, or None where nothing is to be fetched.
    `extra_parameters`: query parameters of an action besides.
    """

    filterset_class: Any = None
    orderings: ClassVar[Orderings] = ("id",)
    search_in: ClassVar[tuple[str, ...]] = ()
    expandable: ClassVar[Expandable] = {}
    extra_parameters: ClassVar[Mapping[str, Collection[str]]] = {}

    def known_parameters(self) -> set[str]:
        extra = set(self.extra_parameters.get(self.action or "", ()))
        if self.action not in ("list", "retrieve"):
            return extra
        shape = {"fields"} | ({"expand"} if self.expandable else set())
        if self.action == "retrieve":
            return shape | extra
        filters = self.filterset_class.base_filters if self.filterset_class else ()
        search = {"search"} if self.search_in else set()
        return {"cursor", "limit", "ordering"} | shape | search | set(filters) | extra

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.action != "list":
            return self.with_expanded(queryset)
        if self.filterset_class and (wrong := slips(self.filterset_class, self.request.query_params)):
            raise BadQuery(wrong)
        try:
            found = super().filter_queryset(queryset)
        except ValidationError as error:
            raise BadQuery(error.detail) from error
        return self.with_expanded(self.searched(found))

    def searched(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Rows in which each word is found, in whatever column."""
        asked = self.request.query_params.get("search", "") if self.search_in else ""
        if len(asked) > LONGEST_SEARCH:
            raise BadQuery({"search": [f"At most {LONGEST_SEARCH} characters."]})
        for word in asked.split():
            rows = rows.filter(Q(*((f"{name}__icontains", word) for name in self.search_in), _connector=Q.OR))
        return rows

    def with_expanded(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        for name in self.asked("expand", self.expandable):
            prefetch = self.expandable[name][1]
            if prefetch is not None:
                rows = rows.prefetch_related(prefetch(self.request.user) if callable(prefetch) else prefetch)
        return rows

    def asked(self, parameter: str, known: Collection[str]) -> list[str]:
        """The names in a parameter that lists some, each of them one that is known, and once."""
        text = self.request.query_params.get(parameter)
        if text is None or parameter not in self.known_parameters():
            return []
        names = list(dict.fromkeys(text.split(",")))
        if set(names) - set(known):
            raise BadQuery({parameter: [f"Names with commas between them, of: {', '.join(sorted(known))}."]})
        return names

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Only what `fields` names (and the id), and beside it what `expand` names."""
        made = super().get_serializer(*args, **kwargs)
        shape: Any = getattr(made, "child", made)
        if self.action in ("list", "retrieve") and not getattr(self, "swagger_fake_view", False):
            wanted = self.asked("fields", shape.fields)
            for name in set(shape.fields) - {*wanted, "id"} if wanted else ():
                shape.fields.pop(name)
            if names := self.asked("expand", self.expandable):
                shape.fields["expanded"] = Expanded(names, self.expandable)
        return made

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.answer(self.get_object())

    def answer(self, row: Any, *, status: int = status.HTTP_200_OK, headers: dict[str, str] | None = None) -> Response:
        """The row as JSON."""
        return Response(self.get_serializer(row).data, status=status, headers=headers)

    def whole(self, row: Any) -> Any:
        """The row as JSON with all its fields, whatever was asked for."""
        return self.get_serializer_class()(row, context=self.get_serializer_context()).data


class WriteViewSet(ReadViewSet):
    """The actions `create`, `partial_update`, `destroy` and verbs are written by hand, and call services."""

    def sent(self, kind: type[serializers.Serializer[Any]], **options: Any) -> dict[str, Any]:
        """The body, read by a serializer, or a 400 that names every field."""
        reader = kind(data=self.request.data, context=self.get_serializer_context(), **options)
        reader.is_valid(raise_exception=True)
        return dict(reader.validated_data)

    def created(self, row: Any) -> Response:
        """201 with the row, and its address."""
        kwargs = {self.lookup_url_kwarg or self.lookup_field: getattr(row, self.lookup_field)}
        where = reverse(f"api:{self.basename}-detail", kwargs=kwargs, request=self.request)
        return self.answer(row, status=status.HTTP_201_CREATED, headers={"Location": where})


class Expanded(serializers.Field[Any, Any, Any, Any]):
    """Whole rows beside the ids that name them, by the names asked for."""

    def __init__(self, names: Collection[str], expandable: Expandable) -> None:
        super().__init__(source="*", read_only=True)
        self.names, self.expandable = names, expandable
        self.made: dict[str, Any] = {}  # by name: one serializer reads the rows of all, for making one costs most

    def to_representation(self, row: Any) -> dict[str, Any]:
        return {name: self.shown(row, name) for name in self.names}

    def shown(self, row: Any, name: str) -> Any:
        value = getattr(row, name)
        if name not in self.made:
            kind: Any = self.expandable[name][0]
            one, many = (kind, False) if isinstance(kind, type) else (type(kind.child), True)
            self.made[name] = one(many=many, context=self.context)
        if hasattr(value, "all"):
            value = value.all()
        return None if value is None else self.made[name].to_representation(value)


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
