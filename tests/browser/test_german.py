"""Today in German on the narrowest phone: the words fit, and a figure has a comma on its way to the server and back."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from clients.models import SetLog
from programs.models import Progression
from tests.browser.conftest import check_with_axe, sign_in
from tests.browser.phone import SETS
from tests.factories import AssignmentFactory, ClientFactory, MembershipFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
NARROW = {"width": 360, "height": 740}
CLIPPED = """() => [...document.querySelectorAll("button, .label, h1, h2, h3, .tabbar a, .status, .choice span")]
  .filter((each) => each.checkVisibility() && each.clientWidth > 1 && !each.closest(".visually-hidden"))
  .filter((each) => each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 2)
  .map((each) => each.textContent.trim())"""


@pytest.fixture
def maya(library: None) -> User:
    practice = PracticeFactory(name="Adeyemi Strength")
    coach = MembershipFactory(practice=practice, role=Role.OWNER, user=UserFactory(display_name="Ruth Adeyemi")).user
    user: User = UserFactory(email="maya@kickstand.test", display_name="Maya Lindqvist", language="de")
    client = ClientFactory(practice=practice, coach=coach, user=user, name="Maya Lindqvist")
    ladder = Progression.objects.get(slug="staggered-hip-thrust", superseded_at=None)
    today = timezone.now().astimezone(client.zone).date()
    AssignmentFactory(
        client=client,
        progression=ladder,
        start_rung=ladder.rungs.get(position=7),
        start_date=today,
        weekdays=[today.weekday()],
    )
    return user


def test_a_set_is_logged_in_german(maya: User, open_page: Callable[..., Page]) -> None:
    page = open_page(NARROW)
    sign_in(page, maya.email)
    page.goto("/me/today/")
    group = page.get_by_role("group", name="Links, Satz 1", exact=True)
    load = group.get_by_role("spinbutton", name="Gewicht")
    while "," not in load.input_value():
        before = load.input_value()
        group.get_by_role("button", name="Einen Schritt schwerer").click()
        assert load.input_value() != before
    typed = load.input_value()
    assert re.fullmatch(r"\d+,5", typed)
    expect(load).to_have_attribute("aria-valuenow", typed.replace(",", "."))
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    assert page.evaluate(CLIPPED) == []
    check_with_axe(page)
    for name in ("Schmerz", "Auslassen"):
        group.get_by_role("button", name=name, exact=True).click()
        assert page.evaluate(CLIPPED) == []
        check_with_axe(page)
        page.keyboard.press("Escape")
    with page.expect_response(SETS):
        group.get_by_role("button", name="Links eintragen").click()
    expect(page.get_by_role("status").filter(has_text="Alles gespeichert")).to_be_visible()
    expect(page.get_by_role("button", name="Rechts eintragen")).to_be_visible()
    assert SetLog.objects.get().load == Decimal(typed.replace(",", "."))
    page.reload()
    expect(page.get_by_text(re.compile("eingetragen")).first).to_be_attached()
    assert page.evaluate(CLIPPED) == []
