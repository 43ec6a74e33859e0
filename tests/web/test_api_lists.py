"""Lists of the API: pages that stay whole while rows arrive, orderings, search, some fields only, rows beside rows."""

import datetime as dt

import pytest
from django.urls import include, path
from django_filters import rest_framework as filters
from drf_spectacular.generators import SchemaGenerator
from rest_framework.routers import SimpleRouter

from clients.api.serializers import ClientSerializer, SessionSerializer, SetSerializer
from clients.models import Client, Session
from config.api.asking import slips
from config.api.views import ReadViewSet
from config.api_urls import router as api
from config.urls import urlpatterns as site
from tests.api import queries_of, rows, tool
from tests.factories import AssignmentFactory, ClientFactory
from tests.web.test_api_rules import NEVER as A_UUID
from tests.web.test_api_rules import problem_of


class Expanding(ReadViewSet):
    serializer_class = SessionSerializer
    queryset = Session.objects.none()
    orderings = ("-due_on", "finished_at", "-finished_at")
    expandable = {"client": (ClientSerializer, "client"), "sets": (SetSerializer(many=True), "sets")}

    def get_queryset(self):
        return Session.objects.for_user(self.request.user).prefetch_related("items__targets")


router = SimpleRouter()
router.register("sessions", Expanding, "expanding")
urlpatterns = [path("api/trial/", include(router.urls)), *site]


def walk(browser, address, *, step="next", between=lambda: None):
    """Ids page by page until there is no further page; `between` happens after each."""
    found = []
    while address:
        page = browser.get(address).json()
        found.append([row["id"] for row in page["results"]])
        address = page[step]
        between()
    return found


@pytest.fixture
def sessions(practice, owner):
    """Seven of a client: three finished, one of them at the same moment as another."""
    given = AssignmentFactory(client=ClientFactory(practice=practice, coach=owner))
    at = dt.datetime(2026, 1, 5, 18, tzinfo=dt.UTC)
    finished = [at, at, at + dt.timedelta(hours=1)]
    for day in range(7):
        Session.objects.create(
            practice=practice,
            client=given.client,
            assignment=given,
            due_on=dt.date(2026, 1, 5) + dt.timedelta(days=day),
            zone="UTC",
            finished_at=finished[day] if day < 3 else None,
        )
    return given


def test_pages_stay_whole_while_rows_arrive(owner, practice):
    ClientFactory.create_batch(5, practice=practice, coach=owner)
    before = {str(pk) for pk in Client.objects.values_list("pk", flat=True)}
    names = iter(["AA", "ZZ", "AB", "ZY", "AC", "ZX"])

    def arrives():
        ClientFactory(practice=practice, coach=owner, name=next(names))

    told = [pk for page in walk(tool(owner), "/api/v1/clients/?limit=2", between=arrives) for pk in page]
    assert len(told) == len(set(told))
    assert before <= set(told)


@pytest.mark.parametrize("ordering", ["-due_on", "finished_at", "-finished_at"])
@pytest.mark.urls(__name__)
def test_pages_forth_and_back_over_equal_and_missing_values(ordering, owner, sessions):
    browser, whole = tool(owner), f"/api/trial/sessions/?ordering={ordering}&limit=200"
    once = [row["id"] for row in rows(browser, whole)]
    pages = walk(browser, f"/api/trial/sessions/?ordering={ordering}&limit=3")
    assert [pk for page in pages for pk in page] == once
    assert [len(page) for page in pages] == [3, 3, 1]

    first = browser.get(f"/api/trial/sessions/?ordering={ordering}&limit=3").json()
    last = browser.get(browser.get(first["next"]).json()["next"]).json()
    assert walk(browser, last["previous"], step="previous") == pages[1::-1]
    assert (first["previous"], last["next"]) == (None, None)


@pytest.mark.urls(__name__)
def test_the_schema_says_what_may_be_left_out_and_what_may_lie_beside():
    document = SchemaGenerator().get_schema(request=None, public=True)
    shape = document["components"]["schemas"]["Session"]
    assert shape["required"] == ["id"]
    assert {"id", "client", "items"} <= set(shape["x-always"])
    beside = shape["properties"]["expanded"]["properties"]
    assert beside["client"] == {"oneOf": [{"$ref": "#/components/schemas/Client"}, {"type": "null"}]}
    assert beside["sets"] == {"type": "array", "items": {"$ref": "#/components/schemas/Set"}}
    names = [told["name"] for told in document["paths"]["/api/trial/sessions/"]["get"]["parameters"]]
    assert {"cursor", "limit", "ordering", "fields", "expand"} <= set(names)


def test_cursors_that_we_did_not_make(owner, practice):
    ClientFactory.create_batch(2, practice=practice, coach=owner)
    browser = tool(owner)
    following = browser.get("/api/v1/clients/?limit=1").json()["next"]
    tampered = following.replace("cursor=", "cursor=x")
    for address in ("?cursor=", "?cursor=x", "?cursor=%00", "?cursor=%EF%BF%BD", f"?cursor={'a' * 9000}"):
        problem = problem_of(browser.get(f"/api/v1/clients/{address}"), 400)
        assert problem["errors"][0]["parameter"] == "cursor"
    problem_of(browser.get(tampered), 400)
    problem_of(browser.get(following + "&ordering=-name"), 400)
    problem_of(browser.get(following.replace("clients", "sessions")), 400)


def test_search_finds_rows_that_have_every_word(owner, practice):
    for name in ("Ana Lima", "Ana Sousa", "Bea Lima"):
        ClientFactory(practice=practice, coach=owner, name=name)
    browser = tool(owner)
    assert [row["name"] for row in rows(browser, "/api/v1/clients/?search=lima+ana")] == ["Ana Lima"]
    assert rows(browser, "/api/v1/clients/?search=%25") == []
    assert len(rows(browser, "/api/v1/clients/?search=&ordering=-name")) == 3
    for text in ("%00", "x" * 81):
        problem_of(browser.get(f"/api/v1/clients/?search={text}"), 400)


def test_only_the_fields_that_were_asked_for(owner, client_row):
    browser = tool(owner)
    assert rows(browser, "/api/v1/clients/?fields=name,unit") == [
        {"id": str(client_row.pk), "name": client_row.name, "unit": "kg"}
    ]
    assert browser.get(f"/api/v1/clients/{client_row.pk}/?fields=id").json() == {"id": str(client_row.pk)}
    for fields in ("", "name,", "practice", "name,user__email", "*"):
        problem_of(browser.get(f"/api/v1/clients/?fields={fields}"), 400)


@pytest.mark.urls(__name__)
def test_whole_rows_beside_their_ids_in_as_many_queries_for_many(owner, sessions, practice):
    browser, address = tool(owner), "/api/trial/sessions/?fields=client&expand=client"
    few = queries_of(lambda: rows(browser, address))
    for row in rows(browser, address):
        assert row["client"] == row["expanded"]["client"]["id"]
    for _ in range(5):
        given = AssignmentFactory(client=ClientFactory(practice=practice, coach=owner))
        Session.objects.create(practice=practice, client=given.client, assignment=given, due_on=dt.date(2026, 1, 5))
    assert len(rows(browser, address)) == 12
    assert queries_of(lambda: rows(browser, address)) == few
    for row in rows(browser, "/api/trial/sessions/?expand=sets"):
        assert row["expanded"] == {"sets": []}
    for names in ("coach", "client,client__user", ""):
        problem_of(browser.get(f"/api/trial/sessions/?expand={names}"), 400)
    problem_of(browser.get("/api/v1/sessions/?expand=client"), 400)


# --- Filters ---------------------------------------------------------------------------------------------------


def test_a_filter_that_cannot_be_read_is_told_and_never_left_out(owner, client_row):
    """Each filter of each list, with nothing and with what its kind is not."""
    wrong = {
        filters.UUIDFilter: ["7", f"urn:uuid:{A_UUID}", A_UUID.replace("-", "")],
        filters.BooleanFilter: ["banana", "1", "True"],
        filters.DateFilter: ["01/02/2026", "2026-1-2", "٢٠٢٦-٠١-٠٢", "1999-12-31", "2101-01-01"],
    }
    sets = [view.filterset_class for _, view, _ in api.registry if getattr(view, "filterset_class", None)]
    assert len(sets) > 20
    for filterset in sets:
        for name, kind in filterset.base_filters.items():
            for text in ["", *wrong.get(type(kind), [])] * (name != "search"):
                assert slips(filterset, {name: text}).keys() == {name}, (filterset, name, text)
    for query in ("client=", "status=", "status=nonsense", "due_from=2026-02-30", "due_to=01/02/2026"):
        problem = problem_of(tool(owner).get(f"/api/v1/sessions/?{query}"), 400)
        assert [error["parameter"] for error in problem["errors"]] == [query.split("=")[0]]
