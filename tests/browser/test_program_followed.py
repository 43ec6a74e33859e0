"""A program in a browser: given to a client, a day of it trained, its newest version pushed to one of two."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role
from clients.models import Assignment, Client
from tests.browser.conftest import DESK, PHONE, check_with_axe, sign_in
from tests.clients.programs import exercises, saved
from tests.factories import ClientFactory, MembershipFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
DAY = ("A1 follow thrust ladder", "A2 one-arm row 1x8 per side @RIR2", "side plank 1x30s per side")
WEEK = {f"1.{day}": DAY for day in range(1, 8)}


@pytest.fixture
def two(transactional_db: None) -> tuple[Client, Client]:
    practice = PracticeFactory(name="Adeyemi Strength")
    ruth = UserFactory(email="ruth@kickstand.test", display_name="Ruth Adeyemi")
    coach = MembershipFactory(practice=practice, role=Role.OWNER, user=ruth).user
    exercises(practice)
    saved(coach, WEEK, weeks=1, days_a_week=7)
    maya = UserFactory(email="maya@kickstand.test", display_name="Maya Lindqvist")
    return (
        ClientFactory(practice=practice, coach=coach, user=maya, name="Maya Lindqvist"),
        ClientFactory(practice=practice, coach=coach, name="Noor Haddad"),
    )


def give(page: Page, client: Client) -> None:
    page.goto(f"/coach/assign/?client={client.pk}")
    page.get_by_role("navigation", name="What to assign").get_by_role("link", name="Program", exact=True).click()
    page.get_by_role("combobox", name="Program", exact=True).select_option(label="Off-season")
    preview = page.get_by_role("region", name="Preview")
    expect(preview).to_contain_text("1 × 30 s per side")
    expect(preview).to_contain_text("22.5 kg")
    expect(page.get_by_label("Thrust ladder, start at rung")).to_be_visible()
    check_with_axe(page)
    page.get_by_role("button", name="Assign", exact=True).click()
    page.wait_for_url(re.compile(r"/coach/clients/[0-9a-f-]+/$"))


def train(page: Page) -> None:
    """A1 and A2 alternate by themselves: both sides of a set, then the other exercise."""
    page.goto("/me/today/")
    thrust, row, plank = (
        page.get_by_role("region", name=name) for name in ("A1 Hip thrust", "A2 One-arm row", "Side plank")
    )
    expect(thrust.get_by_role("button", name="Log left set")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Log "))).to_have_count(1)
    check_with_axe(page)
    log(thrust, 1)
    expect(row.get_by_role("button", name="Log left set")).to_be_visible()
    for side in ("left", "right"):
        row.get_by_role("spinbutton", name="Load").fill("16")
        log(row, 1, sides=(side,))
    for number in (2, 3):
        log(thrust, number)
    expect(plank.get_by_role("spinbutton", name="Seconds")).to_have_value("30")
    log(plank, 1)
    expect(page.get_by_role("status").filter(has_text="All saved")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Log "))).to_have_count(0)
    check_with_axe(page)
    page.get_by_role("button", name="Finish session").click()
    page.get_by_role("button", name="Finish", exact=True).click()
    expect(page.get_by_role("heading", name="Next time, Thrust ladder")).to_be_visible()
    check_with_axe(page)


def log(card: Any, number: int, sides: tuple[str, ...] = ("left", "right")) -> None:
    for side in sides:
        group = card.get_by_role("group", name=f"{side.capitalize()}, set {number}")
        group.get_by_role("button", name=f"Log {side} set").click()
        expect(group.get_by_role("button", name=f"Log {side} set")).to_have_count(0)


def push(page: Page) -> None:
    page.goto("/coach/programs/")
    page.get_by_role("link", name="Off-season").first.click()
    page.get_by_role("link", name="Who follows an older version").click()
    both = page.get_by_role("list").filter(has=page.get_by_role("checkbox"))
    expect(both).to_contain_text("New: back squat 3x5")
    expect(both).to_contain_text("Thrust ladder goes on from where Maya stands.")
    check_with_axe(page)
    page.get_by_role("checkbox", name="Maya Lindqvist").check()
    page.get_by_role("button", name="Move 1 client").click()
    expect(page.get_by_text("1 client follows version 2 from now on.")).to_be_visible()


def test_a_program_is_given_trained_and_pushed(
    open_page: Callable[..., Page], two: tuple[Client, Client], live_server: Any
) -> None:
    coach, phone = open_page(DESK), open_page(PHONE)
    sign_in(coach, "ruth@kickstand.test")
    for client in two:
        give(coach, client)
    sign_in(phone, "maya@kickstand.test")
    train(phone)
    before = Assignment.objects.whole().first().program
    saved(two[0].coach, {**WEEK, "1.2": (*DAY, "back squat 3x5")}, before=before, weeks=1, days_a_week=7)
    push(coach)
    versions = Assignment.objects.whole().order_by("client__name").values_list("program__version", flat=True)
    assert list(versions) == [2, 1]
