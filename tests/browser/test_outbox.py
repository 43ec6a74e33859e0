"""A set on a phone without signal: kept, shown as waiting, sent once when there is a way."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from clients.models import Client, SetLog
from tests.browser.conftest import PHONE, check_with_axe, sign_in
from tests.browser.phone import SETS, log, log_and_wait, says

pytestmark = pytest.mark.django_db(transaction=True)
# Whether the sign of what waits stands in one line with its figures.
BESIDE = """(signs) => signs.map((sign) => {
  const middle = (each) => each.getBoundingClientRect().top + each.getBoundingClientRect().height / 2;
  return Math.abs(middle(sign) - middle(sign.closest(".set-row").querySelector(".did"))) < 4;
})"""


def test_sets_logged_without_signal_are_sent_once_there_is_one(phone: Page) -> None:
    phone.context.set_offline(True)
    log(phone, "left", 1)
    says(phone, "Saved on this phone, 1 waiting")
    phone.get_by_role("spinbutton", name="Load").fill("27,5")
    log(phone, "right", 1)
    says(phone, "Saved on this phone, 2 waiting")
    first = phone.get_by_role("group", name="Left, set 1")
    expect(first).to_have_accessible_description("Set 1, left, 22.5 kilograms, 8 reps, logged, waiting to be sent")
    expect(phone.get_by_role("group", name="Left, set 2").get_by_role("spinbutton", name="Load")).to_have_value("22.5")
    check_with_axe(phone)
    phone.set_viewport_size({"width": 360, "height": 740})
    assert phone.locator(".set-waits").evaluate_all(BESIDE) == [True, True]
    assert not SetLog.objects.exists()

    phone.context.set_offline(False)
    says(phone, "All saved")
    expect(first).to_have_accessible_description("Set 1, left, 22.5 kilograms, 8 reps, logged, 2 more possible")
    rows = SetLog.objects.order_by("performed_at")
    assert [(row.side, row.set_number, str(row.load)) for row in rows] == [("left", 1, "22.50"), ("right", 1, "27.50")]


def test_an_answer_lost_on_the_way_doubles_nothing(phone: Page) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    phone.route(SETS, lose, times=1)
    with phone.expect_response(SETS, timeout=30000):  # of the second time
        log(phone, "left", 1)
    first = phone.get_by_role("group", name="Left, set 1")
    expect(first).to_have_accessible_description("Set 1, left, 22.5 kilograms, 8 reps, logged, 2 more possible")
    says(phone, "All saved")
    assert SetLog.objects.count() == 1
    assert not SetLog.objects.get().revisions.exists()


def test_what_waits_survives_a_reload_and_can_be_corrected_before_it_is_sent(phone: Page) -> None:
    phone.route(SETS, lambda route: route.abort())
    log(phone, "left", 1)
    says(phone, "Saved on this phone, 1 waiting")
    phone.reload()
    says(phone, "Saved on this phone, 1 waiting")
    waiting = phone.get_by_role("group", name="Left, set 1")
    waiting.get_by_role("button", name="Correct").click()
    phone.get_by_role("spinbutton", name="Reps").fill("6")
    log(phone, "left", 1)
    expect(phone.get_by_role("group", name="Right, set 1").get_by_role("button", name="Log right set")).to_be_visible()
    phone.unroute(SETS)
    phone.reload()
    says(phone, "All saved")
    assert SetLog.objects.get().reps == 6


def test_signed_out_keeps_the_set_until_signed_in_again(phone: Page) -> None:
    phone.context.clear_cookies()
    log(phone, "left", 1)
    says(phone, "Sign in to send 1 set")
    assert not SetLog.objects.exists()
    phone.get_by_role("link", name="Sign in to send 1 set").click()
    phone.get_by_label("Email").fill("maya@kickstand.test")
    phone.get_by_label("Password", exact=True).fill("kickstand-demo")
    with phone.expect_response(SETS):  # the page says "All saved" before it has looked into its outbox, too
        phone.get_by_role("button", name="Sign in", exact=True).click()
    phone.wait_for_url("**/me/today/")
    says(phone, "All saved")
    assert SetLog.objects.count() == 1


def test_a_figure_that_is_none_is_said_in_its_form_and_nothing_is_kept(phone: Page) -> None:
    phone.get_by_role("spinbutton", name="Reps").fill("1000000")
    log(phone, "left", 1)
    expect(phone.get_by_text("Reps: a whole number from 0 to 1,000")).to_be_visible()
    expect(phone.get_by_role("spinbutton", name="Reps")).to_have_value("1000000")
    phone.get_by_role("spinbutton", name="Reps").fill("8")
    phone.get_by_role("spinbutton", name="Load").fill("heavy")
    log(phone, "left", 1)
    expect(phone.get_by_text("Load: a number such as 40 or 42.5")).to_be_visible()
    says(phone, "All saved")
    assert not SetLog.objects.exists()


def test_a_double_click_logs_one_set(phone: Page) -> None:
    with phone.expect_response(SETS):
        phone.get_by_role("button", name="Log left set").dblclick()
    says(phone, "All saved")
    expect(phone.get_by_role("group", name="Right, set 1").get_by_role("button", name="Log right set")).to_be_visible()
    assert SetLog.objects.count() == 1


def test_what_is_typed_meanwhile_stays(phone: Page) -> None:
    def late(route: Route) -> None:
        phone.get_by_role("spinbutton", name="Reps").fill("11")
        route.continue_()

    phone.route(SETS, late, times=1)
    log(phone, "left", 1)
    says(phone, "All saved")
    expect(phone.get_by_role("group", name="Right, set 1").get_by_role("spinbutton", name="Reps")).to_have_value("11")


def test_the_buttons_step_through_what_can_be_loaded(phone: Page) -> None:
    load = phone.get_by_role("spinbutton", name="Load")
    phone.get_by_role("button", name="One step heavier").click()
    expect(load).to_have_value("25")
    expect(load).to_have_attribute("aria-valuenow", "25")
    load.press("ArrowDown")
    load.press("ArrowDown")
    expect(load).to_have_value("20")
    phone.get_by_role("button", name="1 rep more").click()
    expect(phone.get_by_role("spinbutton", name="Reps")).to_have_value("9")


def test_pain_and_skip_without_leaving_the_set(phone: Page) -> None:
    group = phone.get_by_role("group", name="Left, set 1")
    group.get_by_role("button", name="Skip", exact=True).click()
    group.get_by_role("radio", name="Equipment taken").check(force=True)
    with phone.expect_response(SETS):
        group.get_by_role("button", name="Skip this set").click()
    group = phone.get_by_role("group", name="Right, set 1")
    group.get_by_role("button", name="Pain").click()
    group.get_by_role("radio", name="7 strong").check(force=True)
    group.get_by_role("button", name="Back to the set").click()
    expect(group.get_by_role("button", name="Pain 7")).to_be_visible()
    log_and_wait(phone, "right", 1)
    expect(phone.get_by_text("Stop here today.")).to_be_visible()
    expect(phone.get_by_role("button", name="Log left set")).to_have_count(0)
    check_with_axe(phone)
    skipped, done = SetLog.objects.order_by("side")
    assert (skipped.kind, skipped.skip_reason, done.pain) == ("skipped", "equipment", 7)


def test_the_rest_begins_by_itself_and_survives_a_reload(phone: Page) -> None:
    timer = phone.get_by_role("region", name="Rest timer")
    log_and_wait(phone, "left", 1)
    expect(timer).to_contain_text("change to right, set 1")
    log_and_wait(phone, "right", 1)
    expect(timer).to_contain_text("then left, set 2")
    live = phone.get_by_role("group", name="Left, set 2")
    for part in (live.get_by_role("spinbutton", name="Load"), live.get_by_role("button", name="Log left set")):
        expect(part).to_be_in_viewport(ratio=1)
        box, bars = part.bounding_box(), phone.locator(".phone-bars").bounding_box()
        assert box
        assert bars
        assert box["y"] + box["height"] <= bars["y"]
    phone.reload()
    expect(timer).to_be_visible()
    timer.get_by_role("button", name="End the rest").click()
    expect(timer).to_be_hidden()


def test_without_scripts_the_same_forms_do_it(
    open_page: Callable[..., Page], training: Client, browser: Any, live_server: Any
) -> None:
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "maya@kickstand.test")
    log(page, "left", 1)
    log(page, "right", 1)
    expect(page.get_by_role("group", name="Left, set 1")).to_have_accessible_description(
        "Set 1, left, 22.5 kilograms, 8 reps, logged, 2 more possible"
    )
    page.get_by_role("button", name="Finish session").click()
    page.wait_for_url("**/finish/*")
    page.locator("label").filter(has=page.get_by_role("radio", name="7 very hard")).click()
    page.get_by_role("button", name="Finish", exact=True).click()
    expect(page.get_by_role("heading", name="Next time", exact=True)).to_be_visible()
    context.close()
    assert SetLog.objects.count() == 2
