"""A coach registers, confirms the e-mail, and has a practice."""

import re

import pytest

from accounts.models import Membership, Practice, Role, User

FORM = {
    "display_name": "Ruth Adeyemi",
    "practice_name": "Hill Street Strength",
    "email": "Ruth@Kickstand.test",
    "password1": "a long walk uphill",
}


def link_in(mail):
    return re.search(r"http://testserver(\S+)", mail.body)[1]


def test_page_asks_in_this_order(as_stranger):
    page = as_stranger.get("/accounts/signup/").text
    labels = re.findall(r"<label[^>]*>([^<]+)</label>", page)
    assert labels == ["Your name", "Name of your practice", "Email", "Password"]


def test_registering_opens_a_practice_that_waits_for_the_email(as_stranger, mailoutbox):
    answer = as_stranger.post("/accounts/signup/", FORM)
    assert answer.headers["Location"] == "/accounts/confirm-email/"
    user = User.objects.get(email="ruth@kickstand.test")
    assert user.display_name == "Ruth Adeyemi"
    membership = Membership.objects.get(user=user)
    assert (membership.role, membership.practice.name) == (Role.OWNER, "Hill Street Strength")
    assert as_stranger.get("/coach/settings/").status_code == 302
    assert [mail.to for mail in mailoutbox] == [["ruth@kickstand.test"]]
    assert mailoutbox[0].subject == "Kickstand: Confirm your email"


def test_opening_the_link_asks_and_confirming_lets_in(as_stranger, mailoutbox):
    as_stranger.post("/accounts/signup/", FORM)
    link = link_in(mailoutbox[0])
    assert "Confirm your email" in as_stranger.get(link).text
    address = User.objects.get().emailaddress_set.get()
    assert not address.verified  # a mail scanner that opens links confirms nothing
    as_stranger.post(link)
    address.refresh_from_db()
    assert address.verified
    as_stranger.post("/accounts/login/", {"login": FORM["email"], "password": FORM["password1"]})
    assert as_stranger.get("/").headers["Location"] == "/coach/review/"


def test_a_link_that_was_cut_off_says_so(as_stranger):
    page = as_stranger.get("/accounts/confirm-email/MQ:1abc:wrong/")
    assert "This link no longer works" in page.text


def test_a_known_email_gets_the_same_answer_and_a_mail(as_stranger, owner, mailoutbox):
    answer = as_stranger.post("/accounts/signup/", FORM | {"email": owner.email})
    assert answer.headers["Location"] == "/accounts/confirm-email/"
    assert User.objects.count() == 1
    assert Practice.objects.count() == 1
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [([owner.email], "Kickstand: You have an account")]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password1": "short"}, "password1"),
        ({"password1": "1234567890123"}, "password1"),
        ({"email": "not an address"}, "email"),
        ({"practice_name": " "}, "practice_name"),
        ({"practice_name": "x" * 81}, "practice_name"),
        ({"display_name": ""}, "display_name"),
        ({"display_name": "nul\x00"}, "display_name"),
    ],
)
def test_bad_input_is_said_at_the_field_and_opens_nothing(as_stranger, change, field):
    page = as_stranger.post("/accounts/signup/", FORM | change)
    assert page.context["form"].errors.keys() == {field}
    assert f'id="id_{field}_error"' in page.text
    assert User.objects.count() == Practice.objects.count() == 0
