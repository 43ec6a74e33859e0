"""The program builder in a browser: lines, moves, repeats, undo, saving, two coaches at once, a lost connection."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from programs.building import EMPTY, Content, add_line
from programs.drafting import begin
from programs.models import Draft, Program
from programs.program_versions import save_program
from tests.browser.conftest import DESK, PHONE, Watch, check_with_axe, sign_in
from tests.factories import MembershipFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
SQUAT, THRUST, BRIDGE = "back squat 5x5 @100kg", "hip thrust 3x8-12 @RIR2 90s", "glute bridge 3x12"


@pytest.fixture
def coach(library: None) -> User:
    user = UserFactory(email="ruth@kickstand.test", display_name="Ruth Adeyemi")
    return MembershipFactory(practice=PracticeFactory(), role=Role.OWNER, user=user).user


@pytest.fixture
def colleague(coach: User) -> User:
    user = UserFactory(email="tomas@kickstand.test", display_name="Tomas Arriaga")
    return MembershipFactory(practice=coach.memberships.get().practice, role=Role.COACH, user=user).user


def refused(watch: Watch, told: str) -> None:
    """The browser notes every refusal on its console; this one was meant."""
    noted = [line for line in watch.complaints if told in line]
    assert noted, watch.complaints
    watch.complaints[:] = [line for line in watch.complaints if told not in line]


def content_with(*lines: str) -> Content:
    content = EMPTY | {"name": "Off-season", "weeks": 3, "days_a_week": 3}
    for line in lines:
        content = add_line(content, "1.1", line)
    return content


@pytest.fixture
def draft(coach: User) -> Draft:
    content = content_with(SQUAT, THRUST, BRIDGE)
    return begin(by=coach, kind=Draft.Kind.PROGRAM, family=uuid4(), base=None, content=content)


def opened(page: Page, coach: User, draft: Any) -> Page:
    sign_in(page, coach.email)
    page.goto(f"/coach/programs/{draft.family}/edit/")
    return page


def day(page: Page, at: str) -> Any:
    return page.locator(f'.day[data-at="{at}"]')


def names(page: Page, at: str) -> Any:
    return day(page, at).locator(".item-name")


def add_field(page: Page, week: int, number: int) -> Any:
    return page.get_by_label(f"Add an exercise to week {week}, day {number}", exact=True)


@pytest.mark.parametrize(("size", "dark"), [(DESK, False), (PHONE, True)])
def test_a_program_is_built_line_by_line_and_saved(
    open_page: Callable[..., Page], coach: User, size: dict, dark: bool
) -> None:
    page = open_page(size, dark=dark)
    sign_in(page, coach.email)
    page.goto("/coach/programs/")
    check_with_axe(page)
    page.get_by_role("link", name="New program").first.click()
    check_with_axe(page)
    page.get_by_label("Name", exact=True).fill("Spring")
    page.get_by_label("Weeks", exact=True).fill("2")
    page.get_by_role("button", name="Build the block").click()

    field = add_field(page, 1, 1)
    field.press_sequentially("A1 hip thrust 3x8-12 @RIR2 90s per si")
    expect(page.locator(".reading-wrong")).to_contain_text("Character 32")
    expect(page.locator(".reading mark")).to_have_text("per si")
    check_with_axe(page)
    field.press_sequentially("de")
    expect(page.locator(".reading-words")).to_contain_text("3 sets of 8 to 12 each side, 2 in reserve, 90 s rest")
    check_with_axe(page)
    field.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    expect(names(page, "1.1")).to_have_count(1)
    expect(page.locator("#pill")).to_have_text("Draft saved")

    field.press_sequentially("A2 back squ")
    page.get_by_role("option", name="Back squat, barbell").wait_for()
    field.press("ArrowDown")
    field.press("Tab")
    expect(field).to_have_value("A2 Back squat, barbell ")
    expect(field).to_be_focused()
    field.press_sequentially("5x5 @100kg")
    field.press("Enter")
    expect(names(page, "1.1")).to_have_count(2)
    expect(day(page, "1.1").locator("[data-joins=end]")).to_contain_text("Back squat, barbell")
    check_with_axe(page)

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved as version 1.")).to_be_visible()
    check_with_axe(page)
    assert Program.objects.get().days.get().items.count() == 2


def test_a_wrong_line_is_kept_marked_and_corrected_in_its_place(
    open_page: Callable[..., Page], watch: Watch, coach: User, draft: Draft
) -> None:
    page = opened(open_page(DESK), coach, draft)
    add_field(page, 1, 1).fill("hip trust 3x8")
    add_field(page, 1, 1).press("Enter")
    wrong = day(page, "1.1").locator(".item[data-wrong]")
    expect(wrong).to_contain_text("No exercise is called “hip trust”.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="Not saved yet.")).to_contain_text("1 line cannot be read")
    refused(watch, "status of 422")
    check_with_axe(page)
    page.locator("#week-1").click()
    expect(page.get_by_role("dialog").get_by_role("heading", name="Repeat this week")).to_be_visible()
    page.keyboard.press("Escape")

    wrong.locator(".item-open").press("Enter")
    line = page.get_by_label("Line of the exercise")
    line.press("Escape")
    expect(wrong.locator(".item-open")).to_be_focused()
    wrong.locator(".item-open").press("Enter")
    line.fill("hip thrus")
    page.get_by_role("option", name="Hip thrust, barbell", exact=True).click()
    expect(line).to_be_focused()
    line.press_sequentially("3x8")
    line.press("Enter")
    expect(wrong).to_have_count(0)
    expect(names(page, "1.1").last).to_have_text("Hip thrust, barbell")


def test_items_move_by_keys_and_back_by_undo(open_page: Callable[..., Page], coach: User, draft: Draft) -> None:
    page = opened(open_page(DESK), coach, draft)
    first = day(page, "1.1").locator(".item-open").first
    first.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(names(page, "1.1")).to_contain_text(["Hip thrust", "Back squat", "Glute bridge"])
    expect(page.locator("#said")).to_have_text("Back squat, barbell: week 1, day 1, place 2 of 3.")
    expect(page.locator("#pill")).to_have_text("Draft saved")
    page.keyboard.press("Alt+ArrowRight")
    expect(names(page, "1.2")).to_contain_text(["Back squat"])
    expect(page.locator("#pill")).to_have_text("Draft saved")
    expect(day(page, "1.2").locator(".item-open")).to_be_focused()

    page.keyboard.press("Control+z")
    expect(names(page, "1.1")).to_contain_text(["Hip thrust", "Back squat", "Glute bridge"])
    page.get_by_role("button", name="Undo").click()
    expect(names(page, "1.1")).to_contain_text(["Back squat", "Hip thrust", "Glute bridge"])
    expect(page.locator("#undo")).to_have_attribute("aria-disabled", "true")


def test_an_item_is_dragged_to_another_day(open_page: Callable[..., Page], coach: User, draft: Draft) -> None:
    page = opened(open_page(DESK), coach, draft)
    item = day(page, "1.1").locator(".item").first.bounding_box()
    target = day(page, "1.3").locator(".items").bounding_box()
    assert item
    assert target
    page.mouse.move(item["x"] + 60, item["y"] + 10)
    page.mouse.down()
    page.mouse.move(item["x"] + 80, item["y"] + 14, steps=4)
    page.mouse.move(target["x"] + 80, target["y"] + 5, steps=12)
    page.mouse.up()

    expect(names(page, "1.3")).to_contain_text(["Back squat"])
    expect(page.locator("#pill")).to_have_text("Draft saved")
    page.reload()
    expect(names(page, "1.3")).to_contain_text(["Back squat"])
    expect(names(page, "1.1")).to_have_count(2)


def test_days_are_copied_by_keys_and_a_week_repeated_with_a_change(
    open_page: Callable[..., Page], watch: Watch, coach: User, draft: Draft
) -> None:
    page = opened(open_page(DESK), coach, draft)
    page.locator("#head-1-1").focus()
    page.keyboard.press("Control+c")
    page.locator("#head-1-2").focus()
    page.keyboard.press("Control+v")
    expect(names(page, "1.2")).to_have_count(3)

    page.locator("#week-1").click()
    panel = page.get_by_role("dialog")
    panel.get_by_label("Reps").fill("x")
    panel.get_by_role("button", name="Repeat").click()
    expect(panel.get_by_text("Reps: a number such as")).to_be_visible()
    refused(watch, "status of 422")
    check_with_axe(page)
    panel.get_by_label("Reps").fill("1")
    panel.get_by_label("Load, kg or lb").fill("2,5")
    panel.get_by_role("button", name="Repeat").click()
    expect(panel).to_be_hidden()
    expect(day(page, "3.2").locator(".item-dose").first).to_have_text("5\u00a0×\u00a07 · 105\u00a0kg")
    check_with_axe(page)


def test_two_coaches_save_and_nothing_is_lost(
    open_page: Callable[..., Page], watch: Watch, coach: User, colleague: User, draft: Draft
) -> None:
    program = save_program(draft, by=coach)
    first, second = open_page(DESK), open_page(PHONE, dark=True)
    opened(first, coach, program)
    opened(second, colleague, program)
    for page, line in ((first, "glute bridge 4x9"), (second, "glute bridge 4x10")):
        add_field(page, 1, 2).fill(line)
        add_field(page, 1, 2).press("Enter")
        expect(page.locator("#pill")).to_have_text("Draft saved")
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_text("Saved as version 2.")).to_be_visible()

    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.get_by_role("alert")).to_contain_text("Ruth Adeyemi saved version 2 while you were writing.")
    expect(second.get_by_text("only in mine")).to_be_visible()
    refused(watch, "status of 409")
    check_with_axe(second)
    second.get_by_role("button", name="Keep both").click()
    expect(second.get_by_role("heading", level=1, name="Off-season, second version")).to_be_visible()
    assert Program.objects.filter(superseded_at=None).count() == 2


def test_two_windows_of_one_coach(open_page: Callable[..., Page], watch: Watch, coach: User, draft: Draft) -> None:
    page = opened(open_page(DESK), coach, draft)
    other = page.context.new_page()
    other.goto(page.url)
    add_field(other, 1, 2).fill(BRIDGE)
    add_field(other, 1, 2).press("Enter")
    expect(other.locator("#pill")).to_have_text("Draft saved")

    add_field(page, 1, 3).fill(THRUST)
    add_field(page, 1, 3).press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("changed in another window")
    refused(watch, "status of 409")
    expect(names(page, "1.2")).to_have_count(1)
    expect(add_field(page, 1, 3)).to_have_value(THRUST)


def test_without_a_connection_the_line_waits(
    open_page: Callable[..., Page], watch: Watch, coach: User, draft: Draft
) -> None:
    page = opened(open_page(DESK), coach, draft)
    page.context.set_offline(True)
    add_field(page, 1, 2).fill(BRIDGE)
    add_field(page, 1, 2).press("Enter")
    expect(page.locator("#pill")).to_have_text("Not saved: no connection")
    expect(day(page, "1.2").locator("[data-pending]")).to_have_text(BRIDGE)

    refused(watch, "ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(False)
    expect(page.locator("#pill")).to_have_text("Draft saved")
    expect(names(page, "1.2")).to_have_text(["Glute bridge, bodyweight"])
