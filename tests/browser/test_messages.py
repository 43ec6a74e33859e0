"""A coach and a client write to each other: on the desk, on the phone, read without eyes, inside the window."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from clients.models import Client
from clients.talking import comment_on
from tests.browser.conftest import DESK, PHONE, check_with_axe, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def stays_in_the_window(page: Page) -> None:
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_a_question_and_its_answer(
    open_page: Callable[..., Page], owner: User, client_row: Client, client_user: User
) -> None:
    for n in range(12):
        comment_on(client_row, author=owner, text=f"Line {n}. {'Knäckebröd' * 20}")
    phone, desk = open_page(PHONE), open_page(DESK, dark=True)
    sign_in(desk, owner.email)
    desk.goto("/coach/clients/")  # away from the inbox: what it shows, it tells as seen
    sign_in(phone, client_user.email)
    phone.get_by_role("link", name="Me", exact=True).click()
    phone.get_by_role("link", name="Messages").click()
    expect(phone.get_by_text("Line 11.")).to_be_in_viewport()  # the newest, just above where one writes
    stays_in_the_window(phone)
    check_with_axe(phone)
    phone.get_by_label("Message to your coach").fill("Which shoes?")
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_text("Not seen yet")).to_be_in_viewport()
    desk.goto("/coach/clients/?status=messages")
    expect(desk.get_by_role("link", name="Clients", exact=True)).to_have_accessible_description("1 new message")
    check_with_axe(desk)
    desk.get_by_role("link", name="1 new message").click()
    expect(desk.get_by_text("Which shoes?")).to_be_in_viewport()
    stays_in_the_window(desk)
    check_with_axe(desk)
    desk.set_viewport_size(PHONE)
    stays_in_the_window(desk)
    check_with_axe(desk)
