"""Other people's tools, OAuth 2.1: the whole way from the question to the call, and all that is refused on it."""

import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.idp.oidc.models import Client as Tool
from allauth.idp.oidc.models import Token
from django.contrib.sessions.models import Session as StoredSession
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpResponse
from django.test import Client as Browser

from accounts.models import Membership, User
from accounts.tools import is_registered, register_tool
from tests.factories import PASSWORD

BACK = "https://notes.example/back?from=kickstand"
APP = "com.example.notes:/back"
HERE = "http://127.0.0.1/back"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
AUTHORIZATION, TOKEN, REVOCATION = "/oauth/authorization/", "/oauth/token/", "/oauth/revocation/"


@pytest.fixture
def notes(owner: User) -> Tool:
    """A tool that the owner registered; its maker asks with `asked`."""
    return register_tool(owner, name="Barbell Notes", addresses=[BACK, APP, HERE], scopes=["read", "log", "coach"])


def asked(tool: Tool, **changes: Any) -> str:
    """The address that the tool sends a person to. A change to None leaves a parameter out."""
    facts = {
        "response_type": "code",
        "client_id": tool.pk,
        "redirect_uri": BACK,
        "scope": "read log",
        "state": "s-1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    } | changes
    return f"{AUTHORIZATION}?{urlencode({name: value for name, value in facts.items() if value is not None}, True)}"


def answered(browser: Browser, address: str, *, action: str = "grant", scopes: Any = ("read", "log")) -> HttpResponse:
    """The person reads the page and presses a button."""
    page = browser.get(address)
    assert page.status_code == 200, page.content
    request = page.context["form"].initial["request"]
    return browser.post(AUTHORIZATION, {"request": request, "action": action, "scopes": scopes})


def told(response: HttpResponse) -> dict[str, str]:
    """What the tool reads from the address that the person is sent back to."""
    assert response.status_code == 302, response.content
    return {name: values[0] for name, values in parse_qs(urlsplit(response["Location"]).query).items()}


def exchanged(tool: Tool, code: str, **changes: Any) -> HttpResponse:
    facts = {"grant_type": "authorization_code", "client_id": tool.pk, "redirect_uri": BACK, "code": code}
    return Browser().post(TOKEN, facts | {"code_verifier": VERIFIER} | changes)


def let_in(browser: Browser, tool: Tool, **changes: Any) -> dict[str, Any]:
    """Tokens for the tool from this person."""
    code = told(answered(browser, asked(tool, **changes), scopes=changes.get("scope", "read log").split()))["code"]
    tokens: dict[str, Any] = exchanged(tool, code).json()
    return tokens


def call(tokens: dict[str, Any], path: str = "clients/") -> HttpResponse:
    return Browser().get(f"/api/v1/{path}", headers={"authorization": f"Bearer {tokens['access_token']}"})


def test_the_whole_way(as_stranger: Browser, client_user: User, client_row: Any, notes: Tool) -> None:
    """Sign in, consent, code, tokens, a call, renewal, revocation: each step as a tool and a browser take it."""
    sign_in = as_stranger.get(asked(notes))
    assert sign_in["Location"].startswith("/accounts/login/?next=/oauth/authorization/%3F")
    back = parse_qs(urlsplit(sign_in["Location"]).query)["next"][0]
    signed_in = as_stranger.post(sign_in["Location"], {"login": client_user.email, "password": PASSWORD, "next": back})
    assert signed_in["Location"] == back

    page = as_stranger.get(back)
    for words in ("Let Barbell Notes in?", client_user.email, "Read", "Log training", "<b>notes.example</b>"):
        assert words in page.text
    assert "form-action 'self' https://notes.example" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"

    sent_back = answered(as_stranger, back)
    assert sent_back["Location"].startswith(f"{BACK}&code=")
    assert told(sent_back)["state"] == "s-1"
    code = told(sent_back)["code"]
    sessions = StoredSession.objects.count()
    wrong = exchanged(notes, code, code_verifier="w" * 64)
    assert (wrong.status_code, wrong.json()["error"]) == (400, "invalid_grant")
    assert exchanged(notes, code, redirect_uri=APP).json()["error"] == "invalid_request"
    right = exchanged(notes, code)
    tokens = right.json()
    assert (tokens["scope"], tokens["token_type"], tokens["expires_in"]) == ("read log", "Bearer", 3600)
    assert right["Cache-Control"] == "no-store"

    answer = call(tokens)
    assert [row["id"] for row in answer.json()["results"]] == [str(client_row.pk)]
    assert not answer.cookies
    assert not right.cookies
    assert StoredSession.objects.count() == sessions
    held = [token.hash for token in Token.objects.all()]
    assert not {tokens["access_token"], tokens["refresh_token"]} & set(held)

    renewal = {"grant_type": "refresh_token", "client_id": notes.pk, "refresh_token": tokens["refresh_token"]}
    renewed = Browser().post(TOKEN, renewal).json()
    assert call(renewed).status_code == 200

    listed = as_stranger.get("/me/settings/tokens/")
    assert [(each["access"].tool.name, each["access"].scopes) for each in listed.context["let_in"]] == [
        ("Barbell Notes", ["read", "log"])
    ]
    as_stranger.post(f"/me/settings/access/{notes.pk}/revocation/")
    assert call(renewed).status_code == call(tokens).status_code == 401
    again = renewal | {"refresh_token": renewed["refresh_token"]}
    assert Browser().post(TOKEN, again).json()["error"] == "invalid_grant"
    assert "Barbell Notes" not in as_stranger.get("/me/settings/tokens/").context["let_in"]


def test_a_person_who_says_no_and_one_who_ticks_nothing(as_client: Browser, notes: Tool) -> None:
    refused = answered(as_client, asked(notes), action="cancel")
    assert refused["Location"].startswith(BACK)
    assert told(refused) == {"from": "kickstand", "error": "access_denied", "state": "s-1"}
    nothing = answered(as_client, asked(notes), scopes=[])
    assert nothing.status_code == 422
    assert "Choose at least one, or keep it out." in nothing.text
    assert not Token.objects.exists()


# What is asked otherwise, and what the tool is told at its own address, or None where the person is told on our page.
REFUSED: list[tuple[dict[str, Any], str | None]] = [
    ({"client_id": "nobody"}, None),
    ({"client_id": "personal"}, None),
    ({"client_id": None}, None),
    ({"redirect_uri": None}, None),
    ({"redirect_uri": "https://notes.example/back"}, None),
    ({"redirect_uri": f"{BACK}&more=1"}, None),
    ({"redirect_uri": "https://notes.example.evil.test/back?from=kickstand"}, None),
    ({"redirect_uri": "https://NOTES.example/back?from=kickstand"}, None),
    ({"redirect_uri": f"{BACK}#x"}, None),
    ({"redirect_uri": "https://notes.example:444/back?from=kickstand"}, None),
    ({"redirect_uri": "javascript:alert(1)"}, None),
    ({"state": ["a", "b"]}, None),
    ({"state": "a\x00b"}, None),
    ({"scope": "réad"}, None),
    ({"state": "s" * 2001}, None),
    ({"resource": "http://["}, None),
    ({"resource": "nowhere"}, None),
    ({"code_challenge": None}, "invalid_request"),
    ({"code_challenge": "short"}, "invalid_request"),
    ({"code_challenge_method": "plain", "code_challenge": VERIFIER}, "invalid_request"),
    ({"code_challenge_method": None}, "invalid_request"),
    ({"scope": "admin"}, "invalid_scope"),
    ({"scope": "read admin"}, "invalid_scope"),
    ({"scope": "openid"}, "invalid_scope"),
    ({"scope": "coach"}, "invalid_scope"),  # it may ask for it, but a client cannot give it
    ({"response_type": "token"}, "unauthorized_client"),
    ({"response_type": "id_token token"}, "unauthorized_client"),
    ({"response_type": "code token"}, "unauthorized_client"),
    ({"response_type": None}, "invalid_request"),
]


def test_what_is_refused_before_anybody_is_asked(as_client: Browser, notes: Tool) -> None:
    for changes, error in REFUSED:
        answer = as_client.get(asked(notes, **changes))
        if error is None:
            assert answer.status_code == 400, changes
            assert "This tool cannot be let in" in answer.text
        else:
            assert answer.status_code == 302, changes
            address = answer["Location"].replace("#", "&")
            assert address.startswith(BACK), changes
            assert f"error={error}" in address, changes


def test_nothing_is_granted_without_the_page(as_client: Browser, notes: Tool) -> None:
    """`prompt=none` of OpenID Connect would grant what was granted once; here it is passed over."""
    let_in(as_client, notes)
    passed_over = as_client.get(asked(notes, prompt="none"))
    assert (passed_over.status_code, passed_over["Location"]) == (302, asked(notes))
    assert as_client.post(AUTHORIZATION, {"request": "forged", "action": "grant"}).status_code == 403
    strict = Browser(enforce_csrf_checks=True)
    strict.cookies = as_client.cookies
    request = as_client.get(asked(notes)).context["form"].initial["request"]
    assert strict.post(AUTHORIZATION, {"request": request, "action": "grant", "scopes": "read"}).status_code == 403


def test_a_client_cannot_give_what_a_coach_can(as_client: Browser, as_coach: Browser, notes: Tool) -> None:
    """Of what is asked, each person is asked for what is theirs to give; and is held to it at the answer."""
    all_three = asked(notes, scope="read log coach")
    assert [each["name"] for each in as_client.get(all_three).context["scopes"]] == ["read", "log"]
    assert [each["name"] for each in as_coach.get(all_three).context["scopes"]] == ["read", "log", "coach"]
    request = as_coach.get(all_three).context["form"].initial["request"]
    smuggled = as_client.post(AUTHORIZATION, {"request": request, "action": "grant", "scopes": ["coach"]})
    assert smuggled.status_code == 422
    assert let_in(as_coach, notes, scope="read coach")["scope"] == "read coach"


def test_a_tool_is_for_the_practice_that_registered_it(
    as_rival: Browser, as_coach: Browser, owner: User, rival: User, notes: Tool
) -> None:
    assert as_rival.get(asked(notes)).status_code == 400
    request = as_coach.get(asked(notes)).context["form"].initial["request"]
    carried_over = as_rival.post(AUTHORIZATION, {"request": request, "action": "grant", "scopes": ["read"]})
    assert carried_over.status_code == 400
    tokens = let_in(as_coach, notes)
    assert call(tokens).status_code == 200
    Membership.objects.create(practice=rival.memberships.get().practice, user=owner, role="coach")
    assert call(tokens).status_code == 401  # what was let in was about the other practice


def test_a_tool_gives_its_access_back(as_client: Browser, as_coach: Browser, notes: Tool) -> None:
    mine, coachs = let_in(as_client, notes), let_in(as_coach, notes)
    gone = Browser().post(REVOCATION, {"token": mine["refresh_token"], "client_id": notes.pk})
    assert gone.status_code == 200
    assert call(mine).status_code == 401
    assert call(coachs).status_code == 200
    assert Browser().post(REVOCATION, {"token": "nothing", "client_id": notes.pk}).status_code == 200


def test_a_renewal_that_is_sent_again_ends_the_access_it_led_to(
    as_client: Browser, as_coach: Browser, notes: Tool
) -> None:
    mine, coachs = let_in(as_client, notes), let_in(as_coach, notes)
    facts = {"grant_type": "refresh_token", "client_id": notes.pk}
    renewed = [mine]
    for _ in range(3):
        renewed.append(Browser().post(TOKEN, facts | {"refresh_token": renewed[-1]["refresh_token"]}).json())
    anothers = facts | {"refresh_token": mine["refresh_token"], "client_id": "another"}
    assert Browser().post(TOKEN, anothers).status_code == 401
    assert call(renewed[-1]).status_code == 200

    again = Browser().post(TOKEN, facts | {"refresh_token": mine["refresh_token"]})
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert [call(each).status_code for each in renewed] == [401] * 4
    for each in renewed:
        assert (
            Browser().post(TOKEN, facts | {"refresh_token": each["refresh_token"]}).json()["error"] == "invalid_grant"
        )
    assert call(coachs).status_code == 200


def test_a_code_that_is_sent_again_ends_what_it_led_to(as_client: Browser, as_coach: Browser, notes: Tool) -> None:
    coachs, code = let_in(as_coach, notes), told(answered(as_client, asked(notes)))["code"]
    mine = exchanged(notes, code).json()
    assert exchanged(notes, code, client_id="another").status_code == 401
    assert call(mine).status_code == 200

    again = exchanged(notes, code, code_verifier="x" * 43)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert call(mine).status_code == 401
    renewal = {"grant_type": "refresh_token", "client_id": notes.pk, "refresh_token": mine["refresh_token"]}
    assert Browser().post(TOKEN, renewal).json()["error"] == "invalid_grant"
    assert call(coachs).status_code == 200


def test_who_is_disabled_or_gone_lets_nothing_in(as_client: Browser, client_user: User, notes: Tool) -> None:
    tokens = let_in(as_client, notes)
    code = told(answered(as_client, asked(notes)))["code"]
    client_user.is_active = False
    client_user.save()
    assert call(tokens).status_code == 401
    assert exchanged(notes, code).json()["error"] == "invalid_grant"
    renewal = {"grant_type": "refresh_token", "client_id": notes.pk, "refresh_token": tokens["refresh_token"]}
    assert Browser().post(TOKEN, renewal).json()["error"] == "invalid_grant"


ODD = ["", "\x00", "é", "\ud800", "%", "x" * 5000, "'; --", "http://[", "-1"]


def sent(browser: Browser, address: str, facts: dict[str, str]) -> HttpResponse:
    """A form with signs in it that no browser would send."""
    body = urlencode(facts, errors="surrogatepass")
    return browser.post(address, body, content_type="application/x-www-form-urlencoded")


def test_odd_requests_are_refused_and_break_nothing(as_client: Browser, notes: Tool) -> None:
    usual = {"grant_type": "authorization_code", "client_id": notes.pk, "redirect_uri": BACK, "code": "c"}
    for odd in ODD:
        for name in (*usual, "code_verifier", "refresh_token", "resource", "client_secret", "scope"):
            answer = sent(Browser(), TOKEN, usual | {name: odd})
            assert answer.status_code in (400, 401), (name, odd)
            assert answer["Content-Type"] == "application/json"
            assert answer.json()["error"]
        assert sent(Browser(), REVOCATION, {"token": odd, "client_id": odd}).status_code in (400, 401)
        assert sent(as_client, AUTHORIZATION, {"request": odd, "scopes": odd}).status_code in (302, 403)
    for kind in ("client_credentials", "password", "implicit", "urn:ietf:params:oauth:grant-type:device_code"):
        answer = Browser().post(TOKEN, usual | {"grant_type": kind, "username": "maya@kickstand.test"})
        assert answer.status_code in (400, 401), kind
    assert Browser().post(TOKEN, "{}", content_type="application/json").status_code == 400
    assert Browser().get(TOKEN).status_code == 405
    assert not Token.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_code_and_a_renewal_sent_ten_times_at_a_time_are_good_once(as_client: Browser, notes: Tool) -> None:

    def at_once(code: str, **facts: str) -> list[HttpResponse]:
        def send(_: int) -> HttpResponse:
            try:
                return exchanged(notes, code, **facts)
            finally:
                connection.close()

        with ThreadPoolExecutor(10) as pool:
            return sorted(pool.map(send, range(10)), key=lambda answer: answer.status_code)

    first = at_once(told(answered(as_client, asked(notes)))["code"])
    assert [answer.status_code for answer in first] == [200] + [400] * 9
    assert not Token.objects.exists()  # of two who have the same code, one has stolen it
    renewed = at_once("", grant_type="refresh_token", refresh_token=let_in(as_client, notes)["refresh_token"])
    assert [answer.status_code for answer in renewed] == [200] + [400] * 9
    assert not Token.objects.exists()


def test_registered_addresses() -> None:
    """Sign for sign; on this machine alone an app takes whatever port is free (RFC 8252, 7.3)."""
    tool = Tool()
    tool.set_redirect_uris([BACK, APP, HERE, "http://[::1]:80/back", "http://localhost:5000/back"])
    good = [BACK, APP, HERE, "http://127.0.0.1:49152/back", "http://[::1]:49152/back", "http://localhost:5000/back"]
    bad = [
        "http://127.0.0.1:49152/other", "http://127.0.0.1:x/back", "http://127.0.0.1@evil.test/back",
        "http://localhost:49152/back", "com.example.notes:/back/", "https://127.0.0.1/back", "", "http://127.0.0.1:1/back#",
    ]  # fmt: skip
    assert [address for address in good if not is_registered(tool, address)] == []
    assert [address for address in bad if is_registered(tool, address)] == []


PAGE = "/coach/settings/tools/"
FORM = {"name": "Barbell Notes", "addresses": f"{BACK}\n{APP}", "scopes": ["read"]}
WRONG: list[tuple[str, Any]] = [
    ("name", ""), ("name", "two\nlines"), ("name", "x" * 81), ("scopes", []), ("scopes", ["admin"]), ("addresses", ""),
    *(("addresses", each) for each in (
        "http://notes.example/back", "javascript:alert(1)", "data:text/html,x", "notes.example", "https://", "//x/y",
        "https://notes.example/#x", "https://*.example/", "https://me@notes.example/", "https://notes.example:x/",
        "https://[", "ftp://x.test/", "app:/back", "https://é.example/", "https://x.test/" + "a" * 500,
        " ".join(f"https://x.test/{n}" for n in range(11)),
    )),
]  # fmt: skip


def test_an_owner_registers_a_tool_and_removes_it(
    as_coach: Browser, as_colleague: Browser, as_client: Browser, colleague: User
) -> None:
    for field, value in WRONG:
        page = as_coach.post(PAGE, FORM | {field: value})
        assert page.status_code == 422, (field, value)
        assert page.context["form"].errors.keys() == {field}, (field, value)
    assert not Tool.objects.exists()
    made = as_coach.post(PAGE, FORM, follow=True)
    tool = Tool.objects.get()
    for shown in (tool.pk, "Barbell Notes", APP, "/.well-known/oauth-authorization-server"):
        assert shown in made.text
    assert as_colleague.get(PAGE).status_code == as_client.get(PAGE).status_code == 404
    with pytest.raises(ValidationError, match="registered by an owner"):
        register_tool(colleague, name="Mine", addresses=[BACK], scopes=["read"])

    tokens = let_in(as_client, tool, scope="read")
    assert as_colleague.post(f"{PAGE}{tool.pk}/removal/").status_code == 404
    assert call(tokens).status_code == 200
    as_coach.post(f"{PAGE}{tool.pk}/removal/")
    assert call(tokens).status_code == 401
    assert as_client.get(asked(tool)).status_code == 400


def test_a_person_locks_out_only_for_themselves(as_coach: Browser, as_client: Browser, notes: Tool) -> None:
    mine, coachs = let_in(as_client, notes), let_in(as_coach, notes)
    assert as_coach.post("/coach/settings/access/nothing/revocation/").status_code == 404
    as_coach.post(f"/coach/settings/access/{notes.pk}/revocation/")
    assert call(coachs).status_code == 401
    assert call(mine).status_code == 200


def test_what_a_tool_has_to_know_is_at_the_well_known_address(as_stranger: Browser) -> None:
    told = as_stranger.get("/.well-known/oauth-authorization-server").json()
    assert told["issuer"] == "http://testserver"
    assert told["authorization_endpoint"] == f"http://testserver{AUTHORIZATION}"
    assert told["token_endpoint"] == f"http://testserver{TOKEN}"
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert told["grant_types_supported"] == ["authorization_code", "refresh_token"]
    assert told["scopes_supported"] == ["read", "log", "coach"]
