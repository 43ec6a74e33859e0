"""Assigning to many in a browser: a group is added, one start is changed, all are assigned, and it is undone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role
from clients.models import Assignment, Client
from tests.browser.conftest import DESK, check_with_axe, sign_in
from tests.factories import AssignmentFactory, ClientFactory, MembershipFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("Ada Byron", "Bea Cole", "Cleo Dane")


@pytest.fixture
def people(library: None) -> list[Client]:
    practice = PracticeFactory(name="Adeyemi Strength")
    coach = MembershipFactory(
        practice=practice, role=Role.OWNER, user=UserFactory(email="ruth@kickstand.test", display_name="Ruth Adeyemi")
    ).user
    return [ClientFactory(practice=practice, coach=coach, name=name, tags=["online"]) for name in NAMES]


def test_a_group_is_assigned_and_it_is_undone(open_page: Callable[..., Page], people: list[Client]) -> None:
    before = AssignmentFactory(client=people[0])
    Client.objects.filter(pk=people[2].pk).update(inventory=people[2].inventory | {"bar": None})
    page = open_page(DESK)
    sign_in(page, "ruth@kickstand.test")
    page.goto("/coach/assign/")
    page.get_by_role("link", name="Several clients at once").click()
    check_with_axe(page)
    page.get_by_label("A whole group").select_option(label="online")
    page.get_by_role("button", name="Add them").click()
    expect(page.get_by_role("checkbox", name="Bea Cole")).to_be_checked()
    preview = page.get_by_role("region", name="Preview")
    expect(preview).to_contain_text("Ada Byron")

    page.get_by_label("Progression or program").select_option(label="Staggered hip thrust")
    expect(page.get_by_label("Cleo Dane, start at rung")).to_contain_text("Offset forward, barbell")
    option = page.get_by_label("Cleo Dane, start at rung").locator("option").nth(6)
    page.get_by_label("Cleo Dane, start at rung").select_option(option.get_attribute("value") or "")
    expect(page.get_by_text("Cleo has none of: barbell.")).to_be_visible()
    check_with_axe(page)
    page.get_by_role("button", name="Go on without that one").click()
    expect(page.get_by_role("checkbox", name="Cleo Dane")).to_have_count(0)

    page.get_by_label("Find a client").press_sequentially("cleo")
    page.get_by_role("checkbox", name="Cleo Dane").check()
    expect(page.get_by_label("Cleo Dane, start at rung")).to_be_visible()
    page.get_by_label("Show the weeks of Cleo Dane").check(force=True)
    expect(preview).to_contain_text("Cleo Dane")
    check_with_axe(page)

    page.get_by_role("button", name="Assign to 3 clients").click()
    page.wait_for_url(re.compile(r"/coach/assign/batches/[0-9a-f-]+/$"))
    check_with_axe(page)
    assert Assignment.objects.active().filter(batch__isnull=False).count() == 3
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone at")).to_be_visible()
    check_with_axe(page)
    assert Assignment.objects.active().get() == before
