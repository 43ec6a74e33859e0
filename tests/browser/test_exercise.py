"""The exercise page: the figure moves at the prescribed tempo, and stands still where motion is not wanted."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role
from tests.browser.conftest import DESK, PHONE, check_with_axe, sign_in
from tests.factories import MembershipFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

URL = "/library/staggered-hip-thrust/"
PLAYED = "() => document.querySelector('.player-count').textContent.startsWith('%s')"
TWELVE_FRAMES = """() => new Promise((done) => {
  let left = 12;
  const step = () => (left-- ? requestAnimationFrame(step) : done());
  step();
})"""


@pytest.fixture
def coach(library: None) -> str:
    user = UserFactory(email="ruth@kickstand.test", display_name="Ruth Adeyemi")
    MembershipFactory(practice=PracticeFactory(), role=Role.OWNER, user=user)
    return user.email


@pytest.fixture
def open_exercise(open_page: Callable[..., Page], coach: str) -> Callable[..., Page]:
    def make(size: dict[str, int] = DESK, *, dark: bool = False, still: bool = False, url: str = URL) -> Page:
        page = open_page(size, dark=dark)
        page.emulate_media(reduced_motion="reduce" if still else "no-preference")
        sign_in(page, coach)
        page.goto(url)
        return page

    return make


def hip(page: Page) -> float:
    """How high the hip stands in the window, in pixels from the top."""
    box = page.locator(".figure .fig-joint").nth(1).bounding_box()
    assert box
    return box["y"]


def working_foot(page: Page) -> dict[str, float] | None:
    return page.locator(".figure .fig-work:not([data-track])").bounding_box()


def test_it_plays_at_the_tempo_and_can_be_paused(open_exercise: Callable[..., Page]) -> None:
    page = open_exercise()
    page.wait_for_function(PLAYED % "Lower · 2 of 2 s")
    foot, high = working_foot(page), hip(page)
    page.wait_for_function(PLAYED % "Lift · 1 of 1 s")
    low = hip(page)
    page.wait_for_function(PLAYED % "Pause · 1 of 1 s")

    assert high < low
    assert working_foot(page) == foot
    page.get_by_role("button", name="Pause").press("Enter")
    expect(page.get_by_role("button", name="Play at tempo")).to_be_focused()
    where = hip(page)
    page.evaluate(TWELVE_FRAMES)
    assert hip(page) == where


def test_it_stands_still_where_less_motion_is_asked_for_until_it_is_played(open_exercise: Callable[..., Page]) -> None:
    page = open_exercise(still=True)
    button = page.get_by_role("button", name="Play at tempo")
    expect(button).to_be_visible()
    expect(page.locator(".player-count")).to_have_text("Top")

    button.press(" ")

    page.wait_for_function(PLAYED % "Lower")
    expect(page.get_by_role("button", name="Pause")).to_be_focused()


def test_a_variation_brings_its_load_its_placement_and_its_tempo(open_exercise: Callable[..., Page]) -> None:
    page = open_exercise(still=True)

    page.get_by_role("combobox", name="Variation").select_option("touch-barbell-slow-pause")

    expect(page.get_by_role("radio", name="Touch, heel")).to_be_checked()
    expect(page.get_by_role("heading", name="Light touch, heel")).to_be_visible()
    expect(page.get_by_text("lower 3 s, pause 3 s", exact=True)).to_be_visible()
    expect(page.locator(".figure .with-barbell")).to_be_visible()
    page.get_by_role("button", name="Play at tempo").click()
    page.wait_for_function(PLAYED % "Lower · 3 of 3 s")


def test_another_placement_keeps_the_load_where_it_can(open_exercise: Callable[..., Page]) -> None:
    page = open_exercise(still=True, url=f"{URL}?variation=offset-dumbbell")
    choice = page.get_by_role("combobox", name="Variation")
    expect(choice).to_have_value("offset-dumbbell")

    page.get_by_role("radio", name="Touch, heel").check(force=True)
    expect(choice).to_have_value("touch-dumbbell")
    page.get_by_role("radio", name="Touch, toes").check(force=True)
    expect(choice).to_have_value("touch-toes-barbell")

    expect(page.locator(".figure .with-dumbbell")).to_be_hidden()
    expect(page.locator(".figure .for-toes").first).to_be_visible()


def test_a_pause_between_two_and_three_seconds_is_told_so(open_exercise: Callable[..., Page]) -> None:
    page = open_exercise(url="/library/glute-bridge/?variation=bodyweight-pause")

    page.wait_for_function(PLAYED % "Pause · 3 of 2–3 s")


def test_over_a_line_of_the_list_its_muscles_stand_out(open_exercise: Callable[..., Page]) -> None:
    page = open_exercise(still=True)
    helper = page.locator(".mm-3[data-line]").first

    page.locator(".muscles li").filter(has_text="Gluteus maximus").hover()

    expect(helper).to_have_css("opacity", "0.15")
    expect(page.locator(".mm-4[data-line]").first).to_have_css("opacity", "1")


def test_without_scripts_the_page_shows_the_top_and_the_variation_that_is_asked_for(
    open_page: Callable[..., Page], coach: str
) -> None:
    page = open_page(DESK)
    sign_in(page, coach)
    state = page.context.storage_state()
    assert page.context.browser
    context = page.context.browser.new_context(java_script_enabled=False, storage_state=state)
    plain = context.new_page()
    plain.goto(page.url.split("/coach")[0] + URL)

    expect(plain.get_by_role("button", name="Play at tempo")).to_be_hidden()
    plain.get_by_role("combobox", name="Variation").select_option("knee-bodyweight")
    plain.get_by_role("button", name="Show").click()

    expect(plain).to_have_url(re.compile(r"\?variation=knee-bodyweight"))
    expect(plain.get_by_role("heading", name="Foot on knee")).to_be_visible()
    context.close()


@pytest.mark.parametrize(("size", "dark"), [(PHONE, True), (DESK, False)], ids=["phone", "desk"])
def test_the_page_is_clean_and_fits(open_exercise: Callable[..., Page], size: dict[str, int], dark: bool) -> None:
    page = open_exercise(size, dark=dark)
    expect(page.get_by_role("button", name="Pause")).to_be_visible()

    check_with_axe(page)

    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
