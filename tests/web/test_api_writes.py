"""What every write of the API keeps to: whose it is, states that were seen, and nothing left of what was refused."""

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import include, path
from django.utils import timezone
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from accounts.jobs import tidy_api
from accounts.models import ApiUse, KeptAnswer, Role
from accounts.tokens import ADMIN, LOG
from clients.api.serializers import ClientSerializer
from clients.models import Client
from config.api.versions import Versioned
from config.api.views import WriteViewSet
from config.urls import urlpatterns as site
from tests.api import JSON, post, tool
from tests.factories import ClientFactory
from tests.web.test_api_rules import problem_of


class Trial(Versioned, WriteViewSet):
    """Writes as viewsets do: through a service that may refuse."""

    serializer_class = ClientSerializer
    queryset = Client.objects.none()
    scopes = {"log": LOG, "own": ADMIN}
    roles = {"mine": Role.CLIENT}

    def get_queryset(self):
        return Client.objects.for_user(self.request.user)

    rates = {"own": "heavy"}
    mended = False

    def create(self, request):
        sent = request.data
        row = ClientFactory(practice=request.user._membership.practice, coach=request.user, **sent)
        if sent["goal"] == "refused":
            raise ValidationError({"goal": "Not this one."})
        if sent["goal"] == "breaks" and not self.mended:
            raise RuntimeError("after the write")
        return self.created(row)

    def partial_update(self, request, pk):
        row = self.get_object()
        row.goal = request.data["goal"]
        row.save()
        if row.goal == "refused":
            raise ValidationError({"goal": "Not this one."})
        return self.answer(row)

    @action(detail=False, methods=["post"])
    def log(self, request):
        return Response({"done": True})

    @action(detail=False, methods=["post"])
    def own(self, request):
        return Response({"done": True})

    @action(detail=False, methods=["get"])
    def mine(self, request):
        return Response({"done": True})

    @action(detail=False, methods=["post"])
    def desk(self, request):
        return Response({"done": True})


router = SimpleRouter()
router.register("clients", Trial, "client")
urlpatterns = [path("api/trial/", include(router.urls)), *site]
pytestmark = pytest.mark.urls(__name__)


def patch(browser, row, goal, tag=None):
    headers = {"If-Match": tag} if tag else {}
    body = json.dumps({"goal": goal})
    return browser.patch(f"/api/trial/clients/{row.pk}/", body, content_type=JSON, headers=headers)


def test_who_may_call_what(owner, colleague, client_user, browser_of):
    """By their session, which has every scope: the role alone decides."""
    for user, may in (
        (owner, {"log", "desk", "own"}),
        (colleague, {"log", "desk"}),
        (client_user, {"log", "mine"}),
    ):
        browser = browser_of(user)
        for name in ("log", "desk", "own", "mine"):
            address = f"/api/trial/clients/{name}/"
            response = browser.get(address) if name == "mine" else post(browser, {}, address)
            if name in may:
                assert response.status_code == 200, (user, name)
            else:
                assert "alone" in problem_of(response, 403)["detail"]


def test_a_write_says_which_state_it_saw(owner, colleague, client_row):
    one, other = tool(owner, "read", "coach"), tool(colleague, "read", "coach")
    tag = one.get(f"/api/trial/clients/{client_row.pk}/")["ETag"]

    problem_of(patch(one, client_row, "squat"), 428)
    answer = patch(one, client_row, "squat", tag)
    assert answer.status_code == 200
    late = patch(other, client_row, "bench", tag)
    problem = problem_of(late, 412)

    client_row.refresh_from_db()
    assert client_row.goal == problem["current"]["goal"] == "squat"
    assert problem["current"] == answer.json()
    assert late["ETag"] == answer["ETag"] != tag
    assert patch(other, client_row, "bench", f'"other", {late["ETag"]}').status_code == 200
    assert patch(other, client_row, "press", "*").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_many_who_saw_the_same_state_one_writes(owner, client_row):
    browser = tool(owner, "read", "coach")
    tag = browser.get(f"/api/trial/clients/{client_row.pk}/")["ETag"]

    def send(number):
        try:
            return patch(browser, client_row, f"goal {number}", tag).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(send, range(16))) == [200] + [412] * 15


def test_the_state_is_of_the_whole_row_whatever_fields_were_asked_for(owner, client_row):
    browser = tool(owner)
    whole = browser.get(f"/api/trial/clients/{client_row.pk}/")
    part = browser.get(f"/api/trial/clients/{client_row.pk}/?fields=name")
    assert whole["ETag"] == part["ETag"]


def test_what_is_refused_leaves_nothing_written(owner, client_row):
    problem_of(patch(tool(owner, "read", "coach"), client_row, "refused", "*"), 400)
    client_row.refresh_from_db()
    assert client_row.goal == ""


def test_a_row_of_others_is_not_there_to_be_changed(rival, client_row):
    problem_of(patch(tool(rival, "read", "coach"), client_row, "mine", "*"), 404)


# --- Sent again -----------------------------------------------------------------------------------------------


def keyed(browser, body, key, path="/api/trial/clients/"):
    return post(browser, body, path, headers={"Idempotency-Key": key})


def test_a_post_sent_again_is_answered_the_same_and_done_once(owner, colleague):
    browser = tool(owner)
    first = keyed(browser, {"name": "Ana", "goal": "squat"}, "one")
    again = keyed(browser, '{"goal": "squat",  "name": "Ana"}', "one")

    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.json(), again["Location"], again["ETag"]) == (first.json(), first["Location"], first["ETag"])
    assert (first.get("Idempotency-Replayed"), again["Idempotency-Replayed"]) == (None, "true")
    assert Client.objects.count() == 1

    problem_of(keyed(browser, {"name": "Bea", "goal": ""}, "one"), 422)
    problem_of(keyed(browser, {"name": "Ana", "goal": "squat"}, "one", "/api/trial/clients/desk/"), 422)
    assert Client.objects.count() == 1

    for other in (tool(owner), tool(colleague)):  # another tool's key is another key
        assert keyed(other, {"name": "Ana", "goal": "squat"}, "one").status_code == 201
    assert Client.objects.count() == 3


def test_a_refusal_is_answered_again_and_a_fault_of_ours_is_not(owner):
    browser = tool(owner)
    refused = keyed(browser, {"name": "Ana", "goal": "refused"}, "one")
    again = keyed(browser, {"name": "Ana", "goal": "refused"}, "one")
    assert problem_of(again, 400)["errors"] == problem_of(refused, 400)["errors"]
    assert again["Idempotency-Replayed"] == "true"

    browser.raise_request_exception = False
    problem_of(keyed(browser, {"name": "Ana", "goal": "breaks"}, "two"), 500)
    assert not Client.objects.exists()
    Trial.mended = True
    try:
        assert keyed(browser, {"name": "Ana", "goal": "breaks"}, "two").status_code == 201
    finally:
        Trial.mended = False
    assert Client.objects.count() == 1


def test_keys_that_cannot_be(owner):
    browser = tool(owner)
    for key in ("", " ", "a b", "x" * 256, "ключ", "a\tb"):
        problem = problem_of(keyed(browser, {"name": "Ana", "goal": ""}, key.encode().decode("latin-1")), 400)
        assert problem["errors"][0]["parameter"] == "Idempotency-Key"
    assert keyed(browser, {"name": "Ana", "goal": ""}, "x" * 255).status_code == 201


def test_keys_are_forgotten_after_48_hours(owner):
    browser = tool(owner)
    keyed(browser, {"name": "Ana", "goal": ""}, "one")
    keyed(browser, {"name": "Ana", "goal": ""}, "two")
    KeptAnswer.objects.update(created_at=timezone.now() - dt.timedelta(hours=47, minutes=59))
    tidy_api(0)
    assert KeptAnswer.objects.count() == 2
    KeptAnswer.objects.update(created_at=timezone.now() - dt.timedelta(hours=48, seconds=1))
    assert keyed(browser, {"name": "Bea", "goal": ""}, "one").status_code == 201
    tidy_api(0)
    assert KeptAnswer.objects.get().key == "one"


@pytest.mark.django_db(transaction=True)
def test_abuse_44_the_same_key_fifty_times_at_once(owner):
    browser = tool(owner)

    def send(_):
        try:
            answer = keyed(browser, {"name": "Ana", "goal": ""}, "one")
            return answer.status_code, answer.json()["id"]
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = set(pool.map(send, range(50)))
    assert answers == {(201, str(Client.objects.get().pk))}


# --- How often ------------------------------------------------------------------------------------------------


def test_calls_are_counted_by_tool_and_kind(owner, settings):
    settings.API_RATES = {"read": 2, "write": 1, "heavy": 1}
    browser, other = tool(owner), tool(owner)
    with time_machine.travel(dt.datetime(2026, 1, 5, 18, 0, 10, tzinfo=dt.UTC), tick=False):
        first = browser.get("/api/trial/clients/")
        assert first["RateLimit-Policy"] == '"read";q=2;w=60'
        assert first["RateLimit"] == '"read";r=1;t=50'
        assert browser.get("/api/trial/clients/")["RateLimit"] == '"read";r=0;t=50'
        late = browser.get("/api/trial/clients/")
        problem_of(late, 429)
        assert (late["Retry-After"], late["RateLimit"]) == ("50", '"read";r=0;t=50')

        assert post(browser, {}, "/api/trial/clients/desk/").status_code == 200
        problem_of(post(browser, {}, "/api/trial/clients/desk/"), 429)
        assert post(browser, {}, "/api/trial/clients/own/")["RateLimit-Policy"] == '"heavy";q=1;w=60'
        assert other.get("/api/trial/clients/").status_code == 200
    with time_machine.travel(dt.datetime(2026, 1, 5, 18, 1, 0, tzinfo=dt.UTC), tick=False):
        assert browser.get("/api/trial/clients/")["RateLimit"] == '"read";r=1;t=60'


def test_a_call_that_is_refused_for_its_scope_is_counted(owner, settings):
    settings.API_RATES = {"read": 1, "write": 1, "heavy": 1}
    browser = tool(owner, "log")
    assert problem_of(answer := browser.get("/api/v1/clients/"), 403)
    assert answer["RateLimit"].startswith('"read";r=0;t=')
    problem_of(browser.get("/api/v1/clients/"), 429)


def test_a_call_that_broke_is_counted(owner):
    browser = tool(owner)
    browser.raise_request_exception = False
    problem_of(post(browser, {"name": "Ana", "goal": "breaks"}, "/api/trial/clients/"), 500)
    assert ApiUse.objects.get().calls == 1
    tidy_api(0)
    assert ApiUse.objects.exists()
    ApiUse.objects.update(window=0)
    tidy_api(0)
    assert not ApiUse.objects.exists()
