"""Signing in with a code that is mailed."""

import datetime as dt
import re

import time_machine
from django.test import Client as Browser


def ask(browser, email):
    return browser.post("/accounts/login/code/", {"email": email})


def confirm(browser, code):
    return browser.post("/accounts/login/code/confirm/", {"code": code})


def code_in(mail):
    return re.search(r"Your code: (\S+)", mail.body)[1]


def test_the_code_lets_in(as_stranger, client_user, mailoutbox):
    assert ask(as_stranger, client_user.email).headers["Location"] == "/accounts/login/code/confirm/"
    assert "Enter the code" in as_stranger.get("/accounts/login/code/confirm/").text
    assert mailoutbox[0].subject == "Kickstand: Your sign-in code"
    assert confirm(as_stranger, code_in(mailoutbox[0])).headers["Location"] == "/"
    assert as_stranger.get("/").headers["Location"] == "/me/today/"


def test_a_wrong_code_is_said_at_the_field(as_stranger, client_user, mailoutbox):
    ask(as_stranger, client_user.email)
    page = confirm(as_stranger, "WRONG1")
    assert page.context["verify_form"].errors == {"code": ["This is not the code we sent."]}
    assert 'id="id_code_error"' in page.text


def test_three_wrong_codes_end_it(as_stranger, client_user, mailoutbox):
    ask(as_stranger, client_user.email)
    for _ in range(3):
        confirm(as_stranger, "WRONG1")
    confirm(as_stranger, code_in(mailoutbox[0]))
    assert as_stranger.get("/").status_code == 200  # the public page: not signed in


def test_a_code_grows_old(as_stranger, client_user, mailoutbox):
    with time_machine.travel("2026-01-05 10:00 +0000", tick=False) as clock:
        ask(as_stranger, client_user.email)
        clock.shift(dt.timedelta(minutes=4))
        confirm(as_stranger, code_in(mailoutbox[0]))
        assert as_stranger.get("/").status_code == 200


def test_an_unknown_email_sees_the_same_page(as_stranger, mailoutbox):
    assert ask(as_stranger, "whoever@kickstand.test").headers["Location"] == "/accounts/login/code/confirm/"
    assert "Enter the code" in as_stranger.get("/accounts/login/code/confirm/").text
    assert [mail.subject for mail in mailoutbox] == ["Kickstand: No account with this email"]


def test_three_codes_a_minute_to_one_address_are_enough(client_user, mailoutbox):
    for _ in range(3):
        ask(Browser(), client_user.email)
    page = ask(Browser(), client_user.email)
    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {"email"}
    assert len(mailoutbox) == 3
