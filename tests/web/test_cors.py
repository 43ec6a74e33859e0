"""Tools that run in a browser: any page may call with a token, and none with cookies."""

import pytest
from django.test import Client as Browser

from accounts.models import User
from tests.api import tool

ORIGIN = "https://notes.example"
ASKS = {"origin": ORIGIN, "access-control-request-method": "PATCH"}
METADATA = "/.well-known/oauth-authorization-server"


@pytest.mark.parametrize("path", ["/api/v1/clients/", "/oauth/token/", "/oauth/revocation/", METADATA])
def test_a_browser_that_asks_before_is_let_through(path: str, as_stranger: Browser) -> None:
    asked = as_stranger.options(path, headers=ASKS)
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*")
    assert "PATCH" in asked["Access-Control-Allow-Methods"]
    assert {"Authorization", "If-Match"} <= set(asked["Access-Control-Allow-Headers"].split(", "))
    assert "Access-Control-Allow-Credentials" not in asked
    answer = as_stranger.get(path, headers={"origin": ORIGIN})
    assert answer["Access-Control-Allow-Origin"] == "*"  # also where it is refused, so that the tool can read why
    assert "Access-Control-Allow-Credentials" not in answer


def test_what_a_tool_needs_of_an_answer_can_be_read(owner: User) -> None:
    answer = tool(owner).get("/api/v1/clients/", headers={"origin": ORIGIN})
    assert answer.status_code == 200
    assert {"RateLimit", "ETag", "Retry-After"} <= set(answer["Access-Control-Expose-Headers"].split(", "))


@pytest.mark.parametrize("path", ["/accounts/login/", "/oauth/authorization/", "/coach/", "/api/"])
def test_pages_are_for_no_other_page(path: str, as_coach: Browser) -> None:
    for answer in (as_coach.get(path, headers={"origin": ORIGIN}), as_coach.options(path, headers=ASKS)):
        assert not [name for name in answer.headers if name.startswith("Access-Control")]
