"""Signing in with a password, and out again."""

import pytest
from django.test import Client as Browser

from tests.factories import PASSWORD, UserFactory

WRONG = "Email and password do not match."


def sign_in(browser, email, password=PASSWORD, **extra):
    return browser.post("/accounts/login/", {"login": email, "password": password, **extra})


def test_page_asks_for_email_and_password_by_those_names(as_stranger):
    page = as_stranger.get("/accounts/login/").text
    assert '<label for="id_login">Email</label>' in page
    assert '<label for="id_password">Password</label>' in page
    assert ">Sign in</button>" in page
    assert 'placeholder="Password' not in page


def test_right_password_leads_to_ones_place(as_stranger, owner):
    answer = sign_in(as_stranger, owner.email)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert as_stranger.get("/").headers["Location"] == "/coach/review/"


def test_capitals_of_the_email_do_not_matter(as_stranger, owner):
    assert sign_in(as_stranger, owner.email.upper()).status_code == 302


def test_signed_in_one_stays_signed_in_for_weeks(as_stranger, owner):
    sign_in(as_stranger, owner.email)
    assert as_stranger.session.get_expiry_age() >= 14 * 24 * 3600


def test_leads_back_to_the_page_that_was_asked_for(as_stranger, owner):
    asked = as_stranger.get("/coach/settings/")
    assert asked.headers["Location"] == "/accounts/login/?next=/coach/settings/"
    assert sign_in(as_stranger, owner.email, next="/coach/settings/").headers["Location"] == "/coach/settings/"


@pytest.mark.parametrize("elsewhere", ["https://evil.test/", "//evil.test/", "javascript:alert(1)"])
def test_never_leads_to_another_site(as_stranger, owner, elsewhere):
    assert sign_in(as_stranger, owner.email, next=elsewhere).headers["Location"] == "/"


def test_wrong_password_and_unknown_email_get_the_same_answer(as_stranger, owner):
    known = sign_in(as_stranger, owner.email, "not the password")
    unknown = sign_in(as_stranger, "whoever@kickstand.test", "not the password")
    for page, email in ((known, owner.email), (unknown, "whoever@kickstand.test")):
        assert page.context["form"].non_field_errors() == [WRONG]
        assert f'value="{email}"' in page.text  # what was typed stays
        assert "not the password" not in page.text
    assert known.status_code == unknown.status_code


def test_missing_password_is_said_at_the_field(as_stranger, owner):
    page = sign_in(as_stranger, owner.email, "").text
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_password_error"' in page
    assert 'id="id_password_error"' in page


def test_unconfirmed_email_gets_the_link_again_instead_of_a_session(as_stranger, mailoutbox, db):
    newcomer = UserFactory(verified=False)
    answer = sign_in(as_stranger, newcomer.email)
    assert answer.headers["Location"] == "/accounts/confirm-email/"
    assert as_stranger.get("/coach/settings/").status_code == 302
    assert [mail.to for mail in mailoutbox] == [[newcomer.email]]


def test_closed_account_stays_outside(as_stranger, owner):
    owner.is_active = False
    owner.save()
    sign_in(as_stranger, owner.email)
    assert as_stranger.get("/coach/settings/").status_code == 302


def test_five_wrong_tries_close_the_account_to_guessing_from_anywhere(as_stranger, owner):
    for _ in range(5):
        sign_in(as_stranger, owner.email, "guess")
    elsewhere = Browser(REMOTE_ADDR="203.0.113.9")
    page = sign_in(elsewhere, owner.email)
    assert page.status_code == 200
    assert page.context["form"].non_field_errors() == ["Too many tries. Wait five minutes, or sign in with a code."]


def test_thirty_tries_a_minute_from_one_place_end_in_a_page_that_says_so(as_stranger):
    answers = [sign_in(as_stranger, f"guess{n}@kickstand.test", "guess").status_code for n in range(30)]
    assert set(answers) == {200}
    page = sign_in(as_stranger, "guess@kickstand.test", "guess")
    assert page.status_code == 429
    assert "Too many tries" in page.text


def test_signing_out_takes_a_form_not_a_link(as_coach):
    assert "Sign out?" in as_coach.get("/accounts/logout/").text
    assert as_coach.get("/coach/settings/").status_code == 200
    answer = as_coach.post("/accounts/logout/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert as_coach.get("/coach/settings/").status_code == 302
