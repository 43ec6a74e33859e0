"""What every write of the API keeps to: whose it is, states that were seen, and nothing left of what was refused."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import include, path
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from accounts.models import Role
from accounts.tokens import ADMIN, LOG
from clients.api.serializers import ClientSerializer
from clients.models import Client
from config.api.versions import Versioned
from config.api.views import WriteViewSet
from config.urls import urlpatterns as site
from tests.api import JSON, post, tool
from tests.web.test_api_rules import problem_of


class Trial(Versioned, WriteViewSet):
    """Writes as viewsets do: through a service that may refuse."""

    serializer_class = ClientSerializer
    queryset = Client.objects.none()
    scopes = {"log": LOG, "own": ADMIN}
    roles = {"mine": Role.CLIENT}

    def get_queryset(self):
        return Client.objects.for_user(self.request.user)

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
router.register("clients", Trial, "trial")
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
