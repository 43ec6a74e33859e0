"""After training, on a phone: months turned by keyboard, the chart read without eyes, each page clean in each theme."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from clients.body_mass import weigh
from clients.models import Client, SetLog
from clients.people import update_client
from tests.browser.conftest import PHONE, check_with_axe, sign_in
from tests.browser.test_training import TOO_SMALL
from tests.clients.rows import finished, skipped
from tests.factories import AssignmentFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def trained(client_row: Client) -> Any:
    """Eight weeks up to today: done, half done, skipped, missed and coming; the left side is the weaker one."""
    today = client_row.today()
    first = today - dt.timedelta(weeks=8, days=today.weekday())
    assignment = AssignmentFactory(client=client_row, start_date=first, weekdays=[0, 3])
    sessions = [finished(assignment, due_on=first + dt.timedelta(weeks=week)) for week in range(6)]
    SetLog.objects.filter(side="left").update(reps=6)
    SetLog.objects.filter(session=sessions[-1], side="right").update(reps=10)
    skipped(assignment, due_on=first + dt.timedelta(weeks=6))
    for n in range(3):
        weigh(client_row, kg=Decimal(68 + n), on=today - dt.timedelta(days=30 * n))
    return sessions[-1]


def test_months_and_charts_by_keyboard(open_page: Callable[..., Page], trained: Any, client_user: User) -> None:
    page = open_page(PHONE)
    sign_in(page, client_user.email)
    page.goto("/me/history/")
    calendar = page.get_by_role("region", name="Calendar")
    shown = calendar.get_by_role("heading").inner_text()
    page.get_by_role("link", name="The month before").focus()
    page.keyboard.press("Enter")
    expect(calendar.get_by_role("heading")).not_to_have_text(shown)
    expect(page.locator("#month-before, #month-after").locator(":scope:focus")).to_have_count(1)
    page.get_by_role("link", name="The month after").click()
    expect(calendar.get_by_role("heading")).to_have_text(shown)

    page.get_by_role("link", name="Reps", exact=True).click()
    expect(page.get_by_role("heading", name="Reps per side, all sets")).to_be_visible()
    said = page.locator(".chart-said")
    expect(said).to_contain_text("left 18, right 30")
    page.get_by_role("slider", name="Session to read").focus()
    page.keyboard.press("Home")
    expect(said).to_contain_text("left 18, right 24")
    expect(page.get_by_text("Left was the weaker one in each of the last")).to_be_visible()


def test_every_page_is_clean_with_a_long_name(
    open_page: Callable[..., Page], trained: Any, client_row: Client, client_user: User
) -> None:
    name = f"{'Maximiliana-' * 6}Ó"
    update_client(client_row, name=name)
    client_row.coach.display_name = f"{'Rosalind-' * 7}Ng"
    client_row.coach.save()
    page = open_page(PHONE)
    sign_in(page, client_user.email)
    me = "/me/settings/"
    for address in (
        *("/me/history/", "/me/ladder/", "/library/", f"/me/sessions/{trained.pk}/"),
        *(me, f"{me}equipment/", f"{me}body/", f"{me}export/", f"{me}delete/"),
    ):
        page.goto(address)
        check_with_axe(page)
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"), address
        assert page.evaluate(TOO_SMALL) == [], address
        page.set_viewport_size(PHONE)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/me/sessions/{trained.pk}/")
    box = page.get_by_role("button", name="Send to").bounding_box()
    assert box
    assert box["x"] + box["width"] <= 360
