"""The library and a practice's own exercises in a browser, with axe on every state."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role
from tests.browser.conftest import DESK, PHONE, Watch, check_with_axe, sign_in
from tests.factories import MembershipFactory, PracticeFactory, UserFactory


def refused(watch: Watch, status: int) -> None:
    """The browser notes a refused form in its console; here that is what was asked for."""
    noted = [line for line in watch.complaints if f"status of {status}" in line]
    assert len(noted) == 1
    watch.complaints.remove(noted[0])


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def coach(library: None) -> str:
    user = UserFactory(email="ruth@kickstand.test", display_name="Ruth Adeyemi")
    return MembershipFactory(practice=PracticeFactory(), role=Role.OWNER, user=user).user.email


@pytest.mark.parametrize(("size", "dark"), [(DESK, False), (PHONE, True)])
def test_browse_make_it_mine_and_edit(
    open_page: Callable[..., Page], watch: Watch, coach: str, size: dict[str, int], dark: bool
) -> None:
    page = open_page(size, dark=dark)
    page.emulate_media(reduced_motion="reduce")  # a busy machine gives up page transitions, and says so as an error
    sign_in(page, coach)

    page.goto("/library/")
    check_with_axe(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    results = page.get_by_role("region", name="Exercises")
    page.get_by_label("Search", exact=True).fill("stagered thrust")
    page.get_by_label("Movement").select_option(label="Bridge and thrust")
    expect(results.get_by_role("status")).to_contain_text("1 of")
    check_with_axe(page)
    results.get_by_role("link", name="Without “stagered thrust”").click()
    expect(page.get_by_label("Search", exact=True)).to_have_value("")

    page.wait_for_load_state()
    results.get_by_role("link", name="Staggered hip thrust").click()
    page.wait_for_url("**/library/staggered-hip-thrust/")
    page.wait_for_load_state()
    page.get_by_role("button", name="Make it mine").click()
    expect(page.get_by_role("heading", level=1, name="Staggered hip thrust")).to_be_visible()
    check_with_axe(page)
    page.get_by_label("Cues").fill("Chin down")
    page.get_by_label("Muscles", exact=True).fill("Gluts")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Line 1: “Gluts” is no muscle here.")).to_be_visible()
    expect(page.get_by_label("Cues")).to_have_value("Chin down")
    refused(watch, 422)
    check_with_axe(page)
    page.get_by_label("Muscles", exact=True).fill("Gluteus maximus | mover")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_text("Copied from")).to_be_visible()


def test_two_coaches_at_once(open_page: Callable[..., Page], watch: Watch, coach: str) -> None:
    first, second = open_page(DESK), open_page(DESK, dark=True)
    for page in (first, second):
        page.emulate_media(reduced_motion="reduce")
        sign_in(page, coach)
    first.goto("/library/hip-thrust/")
    first.get_by_role("button", name="Make it mine").click()
    first.wait_for_url("**/edit/")
    second.goto(first.url)

    first.get_by_label("What it is").fill("As the first wrote it.\nIn two lines.")
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_text("Saved.")).to_be_visible()
    second.get_by_label("Cues").fill("As the second said it")
    second.get_by_label("What it is").fill("As the second wrote it.")
    second.get_by_role("button", name="Save", exact=True).click()

    expect(second.get_by_role("alert")).to_contain_text("Somebody saved this while you were writing.")
    refused(watch, 409)
    check_with_axe(second)
    # Only what the two of them changed is asked: hidden copies of long texts came back unharmed.
    expect(second.get_by_role("group", name="Set up")).to_have_count(0)
    second.get_by_role("group", name="What it is").get_by_label("Theirs").check()
    second.get_by_role("button", name="Save these").click()
    expect(second.get_by_text("As the first wrote it.")).to_be_visible()
