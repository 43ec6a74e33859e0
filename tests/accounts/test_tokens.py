"""Personal tokens: made and revoked on a page, shown once, gone everywhere at once."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.idp.oidc.models import Token
from django.core.exceptions import ValidationError
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from accounts.tokens import make_token

PAGE = "/coach/settings/tokens/"
FORM = {"name": "Spreadsheet", "scopes": ["read"], "days": "30"}


def call(value: str) -> Any:
    return Browser().get("/api/v1/clients/", headers={"Authorization": f"Bearer {value}"})


def test_a_new_token_is_shown_once_and_works(as_coach: Browser, owner: User, client_row: Any) -> None:
    answer = as_coach.post(PAGE, FORM)
    value = answer.context["made"]
    assert answer.status_code == 200
    assert value in answer.text
    assert answer.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert [row["name"] for row in call(value).json()["results"]] == [client_row.name]
    later = as_coach.get(PAGE)
    assert value not in later.text
    assert "Spreadsheet" in later.text
    token = Token.objects.get(user=owner)
    assert value not in token.hash
    assert token.expires_at is not None
    assert (token.expires_at - timezone.now()).days == 29


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 81),
        ("name", "two\nlines"),
        ("scopes", []),
        ("scopes", ["all"]),
        ("scopes", ["read", ""]),
        ("days", "5000"),
    ],
)
def test_bad_input_is_said_at_the_field_and_makes_nothing(as_coach: Browser, field: str, value: Any) -> None:
    page = as_coach.post(PAGE, FORM | {field: value})
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {field}
    assert f'id="id_{field}_error"' in page.text
    assert not Token.objects.exists()


WHO_GIVES = {"owner": "read log coach admin", "colleague": "read log coach", "client_user": "read log"}


def test_who_can_give_which_scope(
    owner: User, colleague: User, client_user: User, browser_of: Callable[[User], Browser]
) -> None:
    """On the page, and where the page is not asked: a scope that is not theirs to give makes no token."""
    for user in (owner, colleague, client_user):
        page = "/me/settings/tokens/" if user == client_user else PAGE
        given = WHO_GIVES[{owner.pk: "owner", colleague.pk: "colleague"}.get(user.pk, "client_user")].split()
        browser = browser_of(user)
        shown = browser.get(page)
        assert [choice for choice, _ in shown.context["form"].fields["scopes"].choices] == given
        assert [row["name"] for row in shown.context["scopes"]] == given
        for scope in ("read", "log", "coach", "admin"):
            answer = browser.post(page, FORM | {"scopes": [scope]})
            assert answer.status_code == (200 if scope in given else 422), (user, scope)
        assert Token.objects.filter(user=user).count() == len(given)
    with pytest.raises(ValidationError, match="read, log, coach"):
        make_token(colleague, name="More", scopes=["read", "admin"], days=7)


def test_a_client_makes_and_revokes_theirs_on_a_page_of_their_own(
    as_client: Browser, client_user: User, owner: User, client_row: Any
) -> None:
    page = "/me/settings/tokens/"
    make_token(owner, name="Of the coach", scopes=["read"], days=7)
    assert f'href="{page}"' in as_client.get("/me/settings/").text
    value = as_client.post(page, FORM).context["made"]
    assert [row["id"] for row in call(value).json()["results"]] == [str(client_row.pk)]
    shown = as_client.get(page).text
    assert value not in shown
    assert "Spreadsheet" in shown
    assert "Of the coach" not in shown
    for token in Token.objects.all():
        assert as_client.post(f"{page}{token.pk}/revocation/").status_code == (
            302 if token.user == client_user else 404
        )
    assert call(value).status_code == 401
    assert Token.objects.get().user == owner


def test_a_revoked_token_is_unknown_at_the_next_call(as_coach: Browser, owner: User) -> None:
    value = make_token(owner, name="Old laptop", scopes=["read"], days=7)
    assert call(value).status_code == 200
    answer = as_coach.post(f"{PAGE}{Token.objects.get().pk}/revocation/", follow=True)
    assert "Old laptop can do nothing any more." in answer.text
    assert call(value).status_code == 401


def test_what_it_may_and_when_it_was_last_used_is_listed(as_coach: Browser, owner: User) -> None:
    value = make_token(owner, name="Scale", scopes=["read", "log"], days=7)
    assert "never used" in as_coach.get(PAGE).text
    call(value)
    page = as_coach.get(PAGE)
    assert "last used just now" in page.text
    assert "Read, Log training" in page.text


def test_use_is_written_down_every_five_minutes_at_most(owner: User) -> None:
    used = []
    with time_machine.travel("2026-01-05T08:00:00Z", tick=False) as clock:
        value = make_token(owner, name="Scale", scopes=["read"], days=7)
        for minutes in (1, 5, 1):
            clock.shift(dt.timedelta(minutes=minutes))
            call(value)
            used.append(Token.objects.get().data["last_used"][11:16])
    assert used == ["08:01", "08:06", "08:06"]


def test_a_token_of_another_and_one_that_has_run_out_are_not_there(
    as_coach: Browser, colleague: User, owner: User
) -> None:
    make_token(colleague, name="Of the colleague", scopes=["read"], days=7)
    make_token(owner, name="Run out", scopes=["read"], days=7)
    Token.objects.filter(user=owner).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    page = as_coach.get(PAGE)
    assert "Of the colleague" not in page.text
    assert "Run out" not in page.text
    for token in Token.objects.all():
        assert as_coach.post(f"{PAGE}{token.pk}/revocation/").status_code == 404
    assert Token.objects.count() == 2


def test_queries_do_not_grow_with_tokens(as_coach: Browser, owner: User, django_assert_num_queries: Any) -> None:
    make_token(owner, name="One", scopes=["read"], days=7)
    with django_assert_num_queries(13):
        as_coach.get(PAGE)
    for n in range(20):
        make_token(owner, name=f"No {n}", scopes=["read"], days=7)
    with django_assert_num_queries(13):
        as_coach.get(PAGE)
