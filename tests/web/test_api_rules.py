"""What holds for every address of the API: who gets in, what is refused and how, what a token leaves behind."""

import datetime as dt
import io
import json
import re
from uuid import UUID

import pytest
from allauth.idp.oidc.models import Token
from django.contrib.sessions.models import Session as StoredSession
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.urls import path
from django.utils import timezone
from rest_framework.response import Response

from accounts.models import Membership
from accounts.tokens import make_token
from clients.models import SetLog
from config.api.problems import PROBLEMS
from config.api.views import StrictView
from config.api_urls import router
from config.urls import urlpatterns as site
from tests.api import JSON, a_set, opened, post, queries_of, rows, tool
from tests.factories import ClientFactory, UserFactory

LISTS = [
    "exercises", "variations", "progressions", "programs", "clients", "assignments", "sessions", "sets", "proposals"
]  # fmt: skip
NEVER = "0e7cf1c4-5e0b-4c5e-8f3a-0d6d1f0a9b11"  # nobody made this one


def problem_of(response, status):
    """The problem document of a refusal, after checking that it is one."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["type"] == f"/api/v1/docs/#{PROBLEMS[status].anchor}"
    assert problem["title"]
    assert problem["detail"]
    assert UUID(problem["request_id"]) == UUID(response["X-Request-Id"])
    return problem


# --- Who gets in ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", *(f"{name}/" for name in LISTS), *(f"{name}/{NEVER}/" for name in LISTS)])
def test_a_stranger_gets_in_nowhere(name, as_stranger):
    response = as_stranger.get(f"/api/v1/{name}")
    problem_of(response, 401)
    assert response["WWW-Authenticate"] == 'Bearer realm="kickstand"'


def test_a_stranger_cannot_post(as_stranger, client_row):
    problem_of(post(as_stranger, a_set(opened(client_row))), 401)
    problem_of(post(as_stranger, "{not json"), 401)
    assert not SetLog.objects.exists()


@pytest.mark.parametrize("name", LISTS)
def test_whoever_belongs_to_no_practice_is_kept_out(name, db, client_row):
    nobody = UserFactory()
    problem_of(tool(nobody).get(f"/api/v1/{name}/"), 403)


@pytest.mark.parametrize("name", LISTS)
def test_members_read(name, owner, client_user):
    for user in (owner, client_user):
        response = tool(user).get(f"/api/v1/{name}/")
        assert response.status_code == 200
        assert response.json().keys() == {"next", "previous", "results"}


def test_the_root_names_every_collection(owner):
    names = [name for name, *_ in router.registry]
    assert set(LISTS) < set(names)
    assert tool(owner).get("/api/v1/").json() == {name: f"http://testserver/api/v1/{name}/" for name in names}


def test_a_session_reads_and_writes_with_its_csrf_token(owner, client_row):
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(owner)
    assert len(rows(browser, "/api/v1/clients/")) == 1
    item = opened(client_row)
    problem_of(post(browser, a_set(item)), 403)
    browser.cookies["csrftoken"] = "a" * 32
    assert post(browser, a_set(item), headers={"x-csrftoken": "a" * 32}).status_code == 201


# --- Tokens ---------------------------------------------------------------------------------------------------


def test_a_token_leaves_no_cookie_and_no_session(client_user, client_row):
    browser = tool(client_user)
    for response in (browser.get("/api/v1/sessions/"), post(browser, a_set(opened(client_row)))):
        assert response.status_code in (200, 201)
        assert not response.cookies
        assert response["Cache-Control"] == "private, no-store"
    assert not StoredSession.objects.exists()


def test_a_token_needs_no_csrf_token(client_user, client_row):
    value = make_token(client_user, name="phone", scopes=["log"], days=1)
    browser = Browser(enforce_csrf_checks=True, headers={"authorization": f"Bearer {value}"})
    assert post(browser, a_set(opened(client_row))).status_code == 201


def test_a_token_wins_over_the_session_beside_it(owner, rival, client_row):
    browser = tool(rival)
    browser.force_login(owner)
    assert rows(browser, "/api/v1/clients/") == []


def test_a_token_that_is_no_good_does_not_fall_back_to_the_session(owner):
    browser = Browser(headers={"authorization": "Bearer nonsense"})
    browser.force_login(owner)
    problem_of(browser.get("/api/v1/clients/"), 401)


@pytest.mark.parametrize("header", ["Bearer", "Bearer a b", "Bearer x", "bearer \xe9", "Token x", "Basic eDp5", "x"])
def test_headers_that_are_no_token(db, header):
    browser = Browser(headers={"authorization": header})
    problem_of(browser.get("/api/v1/clients/"), 401)


def test_a_token_in_the_address_or_the_body_is_none(owner, client_row):
    value = make_token(owner, name="x", scopes=["read", "log"], days=1)
    problem_of(Browser().get(f"/api/v1/clients/?access_token={value}"), 401)
    problem_of(Browser().post("/api/v1/sets/", {"access_token": value}), 401)


def test_abuse_6_a_disabled_user_is_401_at_the_next_call(owner):
    browser = tool(owner)
    assert browser.get("/api/v1/clients/").status_code == 200
    owner.is_active = False
    owner.save()
    problem_of(browser.get("/api/v1/clients/"), 401)


def test_abuse_7_a_revoked_token_is_401_at_the_next_call(owner):
    browser = tool(owner)
    Token.objects.all().delete()
    problem_of(browser.get("/api/v1/clients/"), 401)


def test_an_expired_token_is_401(owner):
    browser = tool(owner)
    Token.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    problem_of(browser.get("/api/v1/clients/"), 401)


def test_other_kinds_of_tokens_are_none(owner):
    browser = tool(owner)
    Token.objects.update(type=Token.Type.REFRESH_TOKEN)
    problem_of(browser.get("/api/v1/clients/"), 401)


def test_abuse_8_a_read_only_token_writes_nothing(client_user, client_row):
    problem = problem_of(post(tool(client_user, "read"), a_set(opened(client_row))), 403)
    assert "scope" in problem["detail"]
    assert not SetLog.objects.exists()


def test_a_token_for_logging_reads_nothing(client_user, client_row):
    browser = tool(client_user, "log")
    problem_of(browser.get("/api/v1/sets/"), 403)
    assert post(browser, a_set(opened(client_row))).status_code == 201


def test_the_newest_practice_of_a_user_counts(owner, practice, rival_client):
    Membership.objects.create(practice=rival_client.practice, user=owner, role="coach")
    ClientFactory(practice=practice, coach=owner)
    found = tool(owner).get("/api/v1/clients/").json()["results"]
    assert [row["id"] for row in found] == [str(rival_client.pk)]


# --- make_token -----------------------------------------------------------------------------------------------


def made(*arguments):
    out = io.StringIO()
    call_command("make_token", *arguments, stdout=out)
    return out.getvalue().strip()


def test_make_token_prints_a_token_once_and_keeps_its_hash(owner):
    value = made("OWNER@kickstand.test", "--name", "watch", "--scope", "read", "--days", "30")

    token = Token.objects.get()
    assert value.startswith("kickstand_")
    assert value not in json.dumps([token.hash, token.data, token.scopes])
    assert (token.user, token.get_scopes(), token.data) == (owner, ["read"], {"name": "watch"})
    assert dt.timedelta(days=29) < token.expires_at - timezone.now() <= dt.timedelta(days=30)
    assert Browser(headers={"authorization": f"Bearer {value}"}).get("/api/v1/clients/").status_code == 200
    assert made("owner@kickstand.test") != value


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["who@kickstand.test"], "Nobody signs in as who@kickstand.test"),
        (["nobody@kickstand.test"], "belongs to no practice"),
        (["owner@kickstand.test", "--days", "0"], "1 to 366 days"),
        (["owner@kickstand.test", "--days", "999999999999"], "1 to 366 days"),
        (["owner@kickstand.test", "--name", " "], "a name of 1 to 80"),
        (["owner@kickstand.test", "--scope", "all"], "invalid choice"),
    ],
)
def test_make_token_refuses(owner, arguments, said):
    UserFactory(email="nobody@kickstand.test")
    with pytest.raises(CommandError, match=said):
        made(*arguments)
    assert not Token.objects.exists()


def test_make_token_refuses_a_disabled_user(owner):
    owner.is_active = False
    owner.save()
    with pytest.raises(CommandError, match="disabled"):
        made(owner.email)


# --- Addresses, methods, queries ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("row", ["1", "x", "0", "-1", "٧", "None", "%00", NEVER, "a" * 300])
def test_a_row_that_is_not_there(name, row, owner):
    problem_of(tool(owner).get(f"/api/v1/{name}/{row}/"), 404)


@pytest.mark.parametrize("address", ["clients", "nothing/", "sets/1/2/3/", "clients.json", "../v2/"])
def test_an_address_that_is_not_there(address, owner, as_stranger):
    for browser in (tool(owner), as_stranger):
        problem_of(browser.get(f"/api/v1/{address}"), 404)


def test_a_host_that_is_none_of_ours(owner):
    browser = tool(owner)
    for address in ("/api/v1/clients/", "/api/v1/nothing/"):
        problem_of(browser.get(address, headers={"host": "evil.example"}), 400)
    page = Browser().get("/accounts/login/", headers={"host": "evil.example"})
    assert (page.status_code, page["Content-Type"].split(";")[0]) == (400, "text/html")


def test_methods_that_are_not_there(owner):
    response = tool(owner).delete("/api/v1/clients/")
    problem_of(response, 405)
    assert "GET" in response["Allow"]
    problem_of(tool(owner).options("/api/v1/clients/"), 405)


def test_json_out_only(owner):
    problem_of(tool(owner).get("/api/v1/clients/", headers={"accept": "text/csv"}), 406)
    assert tool(owner).get("/api/v1/clients/", headers={"accept": "text/html,*/*;q=0.8"})["Content-Type"] == JSON


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", ""],
)
def test_json_in_only(owner, kind):
    problem_of(tool(owner).post("/api/v1/sets/", b'{"side": "left"}', content_type=kind), 415)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "٢", "1.5", "", "1e2", "9" * 40])
def test_a_page_size_that_cannot_be(name, limit, owner):
    problem = problem_of(tool(owner).get(f"/api/v1/{name}/", {"limit": limit}), 400)
    assert [(error["parameter"], error["pointer"]) for error in problem["errors"]] == [("limit", None)]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        "nonsense=1",
        "ordering=practice__name",
        "practice__name=x",
        "client__user__email=x",
        "fields=user",
        "format=json",
    ],
)
def test_abuse_15_parameters_that_are_not_listed(name, query, owner):
    problem = problem_of(tool(owner).get(f"/api/v1/{name}/?{query}"), 400)
    assert problem["errors"][0]["parameter"] == query.split("=")[0]


def test_parameters_given_twice_or_to_one_row(owner, client_row):
    problem_of(tool(owner).get("/api/v1/clients/?limit=1&limit=2"), 400)
    problem_of(tool(owner).get(f"/api/v1/clients/{client_row.pk}/?status=active"), 400)
    problem_of(tool(owner).get("/api/v1/sets/?session=7"), 400)
    problem_of(tool(owner).get("/api/v1/sessions/?due_from=2026-13-01"), 400)


def test_abuse_55_a_body_over_1_mb(client_user, client_row):
    fits = '{"id": "' + "a" * (1024 * 1024 - 10) + '"}'
    browser = tool(client_user)
    assert len(fits) == 1024 * 1024
    problem_of(post(browser, fits), 400)
    problem_of(post(browser, fits + " "), 413)
    problem_of(post(browser, b"[" * 10_000_000), 413)
    assert not SetLog.objects.exists()


def test_a_form_over_1_mb_with_a_session(owner):
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(owner)
    response = browser.post("/api/v1/sets/", b"a=" + b"b" * 2_000_000, content_type="application/x-www-form-urlencoded")
    assert response.status_code in (403, 413, 415)
    assert response["Content-Type"] == "application/problem+json"


# --- What breaks inside ---------------------------------------------------------------------------------------


class Breaks(StrictView):
    def get(self, request, how):
        return self.post(request, how)

    def post(self, request, how):
        if how == "domain":
            raise ValidationError({"load": "Too heavy.", "__all__": [ValidationError("Not today.", code="rest")]})
        if how == "plain":
            raise ValidationError("Not today.", code="rest")
        if how == "inside":
            raise RuntimeError("secret marker")
        return Response({"how": how})


urlpatterns = [path("api/breaks/<str:how>/", Breaks.as_view()), *site]


@pytest.mark.urls(__name__)
class TestBreaks:
    def test_a_domain_error_is_the_callers_400(self, owner):
        problem = problem_of(tool(owner).post("/api/breaks/domain/"), 400)
        assert [(error["pointer"], error["detail"], error["code"]) for error in problem["errors"]] == [
            ("#/load", "Too heavy.", "invalid"),
            ("#", "Not today.", "rest"),
        ]

    def test_a_call_without_a_body_is_told_the_parameter(self, owner):
        problem = problem_of(tool(owner).get("/api/breaks/domain/"), 400)
        assert [(error["pointer"], error["parameter"]) for error in problem["errors"]] == [(None, "load"), (None, None)]

    def test_a_domain_error_without_a_field(self, owner):
        problem = problem_of(tool(owner).post("/api/breaks/plain/"), 400)
        assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [("#", "rest")]
        assert problem["detail"] == "Not today."

    def test_a_fault_of_ours_says_nothing_but_its_id(self, owner):
        browser = tool(owner)
        browser.raise_request_exception = False
        response = browser.get("/api/breaks/inside/")
        problem_of(response, 500)
        assert b"secret marker" not in response.content


# --- Schema and reference page --------------------------------------------------------------------------------


def test_the_schema_is_valid_and_warns_of_nothing(tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))


def test_the_schema_is_there_for_everyone(as_stranger):
    schema = as_stranger.get("/api/v1/schema/").json()
    assert schema["openapi"].startswith("3.1")
    lists = {f"/api/v1/{name}/" for name, *_ in router.registry} | {"/api/v1/me/"}
    assert {path for path in schema["paths"] if path.count("/") == 4} == lists
    assert schema["components"]["securitySchemes"].keys() == {"token", "session"}
    for methods in schema["paths"].values():
        for operation in methods.values():
            assert "application/problem+json" in operation["responses"]["401"]["content"]
            assert operation["description"]


def test_the_reference_page_shows_the_whole_schema_and_explains_every_problem(as_stranger):
    html = as_stranger.get("/api/v1/docs/").content.decode()
    schema = as_stranger.get("/api/v1/schema/").json()
    for problem in PROBLEMS.values():
        assert f'id="{problem.anchor}"' in html
    for address, methods in schema["paths"].items():
        assert f"<code>{address}</code>" in html
        assert all(f'id="{operation["operationId"]}"' in html for operation in methods.values())
    for name, shape in schema["components"]["schemas"].items():
        assert all(f"<code>{field}</code>" in html for field in shape.get("properties", ()))
        assert (f'id="shape-{name}"' in html) == ("properties" in shape)
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(re.findall(r' id="([^"]+)"', html))


def test_what_is_shown_to_everyone_asks_the_database_nothing(as_stranger):
    assert queries_of(lambda: as_stranger.get("/api/v1/schema/")) <= 5  # the scope alone
