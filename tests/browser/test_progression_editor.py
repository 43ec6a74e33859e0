"""The progression editor in a browser: order by hand and by keys, saving by itself, undo, errors, saving, moving."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role
from clients.models import Assignment, Client
from programs.models import Draft, Progression
from tests.browser.conftest import DESK, check_with_axe, sign_in
from tests.factories import (
    AssignmentFactory,
    ClientFactory,
    MembershipFactory,
    PracticeFactory,
    ProgressionFactory,
    UserFactory,
    VariationFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
STATE = "#draft-state"


@pytest.fixture
def maya(transactional_db: None) -> Client:
    practice = PracticeFactory(name="Adeyemi Strength")
    user = UserFactory(email="ruth@kickstand.test", display_name="Ruth Adeyemi")
    coach = MembershipFactory(practice=practice, role=Role.OWNER, user=user).user
    other = UserFactory(email="tomas@kickstand.test", display_name="Tomas Arriaga")
    MembershipFactory(practice=practice, role=Role.COACH, user=other)
    return ClientFactory(practice=practice, coach=coach, name="Maya Lindqvist")


@pytest.fixture
def ladder(maya: Client) -> Progression:
    found: Progression = ProgressionFactory(practice=maya.practice, rungs=4, name="Back to thrusting", slug="back")
    for rung in found.rungs.all():
        VariationFactory(exercise=rung.variation.exercise, name=f"Variation {rung.position}")
        rung.sets = rung.position
        rung.save()
    return found


@pytest.fixture
def editor(open_page: Callable[..., Page], ladder: Progression) -> Page:
    return opened(open_page(DESK), ladder, "ruth@kickstand.test")


def opened(page: Page, ladder: Progression, email: str) -> Page:
    sign_in(page, email)
    page.goto(f"/coach/progressions/{ladder.family}/edit/")
    expect(page.get_by_role("region", name="What it would do")).to_contain_text("First sessions")
    return page


def sets(page: Page) -> list[str]:
    return [field.input_value() for field in page.get_by_label("Sets", exact=True).all()]


def expected(watch: Any, words: str) -> None:
    """What the browser says of an answer that the test has asked for is no complaint."""
    watch.complaints = [each for each in watch.complaints if words not in each]


def saved_order() -> list[str]:
    content: dict[str, Any] = Draft.objects.get().content
    return [content["rungs"][key]["sets"] for key in content["order"]]


def test_rungs_are_put_in_order_by_keys(editor: Page) -> None:
    editor.get_by_role("button", name="Move rung 3, use arrow keys").focus()
    editor.keyboard.press("ArrowUp")
    editor.keyboard.press("ArrowUp")

    assert sets(editor) == ["3", "1", "2", "4"]
    expect(editor.get_by_role("button", name="Move rung 1, use arrow keys")).to_be_focused()
    expect(editor.locator("#moved")).to_have_text("Now rung 1 of 4")
    expect(editor.locator(STATE)).to_have_text("Saved")
    assert saved_order() == ["3", "1", "2", "4"]


def test_rungs_are_put_in_order_by_hand(editor: Page) -> None:
    grip = editor.get_by_role("button", name="Move rung 1, use arrow keys").bounding_box()
    goal = editor.get_by_role("button", name="Move rung 3, use arrow keys").bounding_box()
    assert grip
    assert goal
    editor.mouse.move(grip["x"] + 8, grip["y"] + 8)
    editor.mouse.down()
    for step in range(1, 11):
        editor.mouse.move(grip["x"] + 8, grip["y"] + 8 + (goal["y"] + 150 - grip["y"]) * step / 10)
    editor.mouse.up()

    expect(editor.locator(STATE)).to_have_text("Saved")
    assert sets(editor)[0] == "2"
    assert saved_order() == sets(editor)


def test_every_change_is_kept_and_can_be_undone(editor: Page) -> None:
    field = editor.get_by_label("Sets", exact=True).first
    field.fill("5")
    expect(editor.locator(STATE)).to_have_text("Saved")
    expect(editor.get_by_label("Tempo").first).to_have_value("2011")
    editor.get_by_label("Tempo").first.fill("3013")
    expect(editor.get_by_text("lower 3 s, pause 3 s")).to_be_visible()
    editor.reload()
    assert sets(editor) == ["5", "2", "3", "4"]

    editor.get_by_role("button", name="Undo").click()
    expect(editor.get_by_label("Tempo").first).to_have_value("2011")
    editor.get_by_role("button", name="Move rung 2, use arrow keys").focus()
    editor.keyboard.press("Control+z")
    expect(editor.get_by_label("Sets", exact=True).first).to_have_value("1")
    expect(editor.get_by_role("button", name="Undo")).to_be_disabled()


def test_what_is_wrong_stays_as_typed_with_words_beside_it(editor: Page, watch: Any) -> None:
    field = editor.get_by_label("Sets", exact=True).first
    field.fill("many")
    expect(editor.get_by_text("Sets: a whole number from 1 to 20")).to_be_visible()

    expect(field).to_have_value("many")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(editor.get_by_role("region", name="What it would do")).to_contain_text("1 rung left out")
    editor.get_by_role("button", name="Save version 2").click()
    editor.get_by_role("link", name=re.compile("Rung 1, sets")).click()
    expect(editor.get_by_label("Sets", exact=True).first).to_be_focused()
    expected(watch, "status of 422")


def test_without_a_connection_it_says_so_and_sends_it_later(editor: Page, watch: Any) -> None:
    editor.context.set_offline(True)
    editor.get_by_label("Sets", exact=True).first.fill("5")
    expect(editor.locator(STATE)).to_have_text("Not saved: no connection")
    assert not Draft.objects.exists()

    editor.context.set_offline(False)
    expect(editor.locator(STATE)).to_have_text("Saved")
    assert saved_order() == ["5", "2", "3", "4"]
    expected(watch, "ERR_INTERNET_DISCONNECTED")


def test_a_second_window_is_told_and_keeps_its_words(editor: Page, watch: Any) -> None:
    second = editor.context.new_page()
    second.goto(editor.url)
    editor.get_by_label("Name", exact=True).fill("First window")
    expect(editor.locator(STATE)).to_have_text("Saved")
    second.get_by_label("Name", exact=True).fill("Second window")
    expect(second.locator(STATE)).to_contain_text("Changed in another window")

    expect(second.get_by_label("Name", exact=True)).to_have_value("Second window")
    second.get_by_role("button", name="Keep this one").click()
    expect(second.locator(STATE)).to_have_text("Saved")
    assert Draft.objects.get().content["name"] == "Second window"


def test_a_new_progression_by_keyboard(open_page: Callable[..., Page], ladder: Progression) -> None:
    page = open_page(DESK)
    sign_in(page, "ruth@kickstand.test")
    page.goto("/coach/progressions/")
    page.get_by_role("button", name="New progression").press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type("Three easy rungs")
    for count in (2, 3):
        page.get_by_role("button", name="Add a rung").press("Enter")
        expect(page.get_by_label("Sets", exact=True)).to_have_count(count)
        expect(page.get_by_label(f"Variation of rung {count}")).to_be_focused()
    page.get_by_role("button", name="Save progression").press("Enter")

    expect(page.get_by_role("heading", name="Three easy rungs", level=1)).to_be_visible()
    assert Progression.objects.get(name="Three easy rungs").rungs.count() == 3


def test_two_coaches_at_once_lose_nothing(open_page: Callable[..., Page], ladder: Progression, watch: Any) -> None:
    ruth, tomas = (opened(open_page(DESK), ladder, f"{name}@kickstand.test") for name in ("ruth", "tomas"))
    ruth.get_by_label("Name", exact=True).fill("By Ruth")
    tomas.get_by_label("Name", exact=True).fill("By Tomas")
    for page in (ruth, tomas):
        expect(page.locator(STATE)).to_have_text("Saved")
    tomas.get_by_role("button", name="Save version 2").click()
    expect(tomas.get_by_role("heading", name="By Tomas", level=1)).to_be_visible()
    ruth.get_by_role("button", name="Save version 2").click()

    expect(ruth.get_by_role("heading", name="Tomas saved version 2 while you were writing")).to_be_visible()
    check_with_axe(ruth)
    ruth.get_by_role("button", name="Keep mine").click()
    expect(ruth.get_by_role("heading", name="By Ruth", level=1)).to_be_visible()
    expect(ruth.get_by_role("link", name=re.compile("^Version "))).to_have_count(3)
    expected(watch, "status of 409")


def test_saving_moves_only_who_is_ticked(editor: Page, ladder: Progression, maya: Client) -> None:
    noor = ClientFactory(practice=maya.practice, coach=maya.coach, name="Noor Haddad")
    for client in (maya, noor):
        AssignmentFactory(client=client, progression=ladder, start_rung=ladder.rungs.get(position=1))
    editor.get_by_label("Sets", exact=True).first.fill("5")
    editor.get_by_role("button", name="Save version 2").click()
    expect(editor.get_by_role("heading", name="Who follows Back to thrusting")).to_be_visible()
    check_with_axe(editor)

    expect(editor.get_by_role("button", name="Move nobody yet")).to_be_disabled()
    editor.get_by_role("checkbox", name="Maya Lindqvist").check()
    editor.get_by_role("button", name="Move 1 client").click()
    expect(editor.get_by_text("1 client follows version 2 from now on.")).to_be_visible()
    follows = dict(Assignment.objects.values_list("client__name", "progression__version"))
    assert follows == {"Maya Lindqvist": 2, "Noor Haddad": 1}
