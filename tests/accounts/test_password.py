"""Forgotten and changed passwords."""

import re

from tests.factories import PASSWORD

NEW = "a new walk downhill"


def ask(browser, email):
    return browser.post("/accounts/password/reset/", {"email": email})


def link_in(mail):
    return re.search(r"http://testserver(\S+)", mail.body)[1]


def test_reset_by_link_then_sign_in_with_the_new_one(as_stranger, owner, mailoutbox):
    assert ask(as_stranger, owner.email).headers["Location"] == "/accounts/password/reset/done/"
    link = link_in(mailoutbox[0])
    form = as_stranger.get(link, follow=True)
    assert "Choose a new password" in form.text
    done = as_stranger.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW}, follow=True)
    assert "Password saved" in done.text
    answer = as_stranger.post("/accounts/login/", {"login": owner.email, "password": NEW})
    assert answer.headers["Location"] == "/"


def test_a_link_works_once(as_stranger, owner, mailoutbox):
    ask(as_stranger, owner.email)
    link = link_in(mailoutbox[0])
    form = as_stranger.get(link, follow=True)
    as_stranger.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert "This link no longer works" in as_stranger.get(link, follow=True).text


def test_two_different_passwords_are_said_at_the_field(as_stranger, owner, mailoutbox):
    ask(as_stranger, owner.email)
    form = as_stranger.get(link_in(mailoutbox[0]), follow=True)
    page = as_stranger.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW + "!"})
    assert page.context["form"].errors.keys() == {"password2"}


def test_an_unknown_email_gets_the_same_answer_and_a_mail_that_says_so(as_stranger, mailoutbox):
    assert ask(as_stranger, "whoever@kickstand.test").headers["Location"] == "/accounts/password/reset/done/"
    assert [mail.subject for mail in mailoutbox] == ["Kickstand: No account with this email"]


def test_five_mails_a_minute_to_one_address_are_enough(as_stranger, owner, mailoutbox):
    for _ in range(5):
        assert ask(as_stranger, owner.email).status_code == 302
    assert ask(as_stranger, owner.email).status_code == 429
    assert len(mailoutbox) == 5


def test_changing_it_asks_for_the_current_one(as_coach, owner):
    form = {"oldpassword": "not it", "password1": NEW, "password2": NEW}
    page = as_coach.post("/accounts/password/change/", form)
    assert page.context["form"].errors.keys() == {"oldpassword"}
    answer = as_coach.post("/accounts/password/change/", form | {"oldpassword": PASSWORD})
    assert answer.status_code == 302
    owner.refresh_from_db()
    assert owner.check_password(NEW)
    assert as_coach.get("/coach/settings/").status_code == 200  # still signed in here
