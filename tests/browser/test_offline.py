"""Everything that is done in a session without signal: kept on the phone, told, and sent once."""

import datetime as dt
import os
import re
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Route, expect
from playwright.sync_api import Error as PlaywrightError

from clients.models import Client, Comment, PhoneAction, Session, SetLog
from tests.browser.conftest import CHROMIUM, FLAGS, PHONE, Watch, check_with_axe, sign_in, sign_in_by_form
from tests.browser.phone import SETS, log, log_and_wait, says
from tests.clients.conftest import play
from tests.factories import ClientFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

OLD_ENTRY = """({user, item, session}) => new Promise((resolve, reject) => {
  const request = indexedDB.open("kickstand", 1);
  request.onsuccess = () => {
    const write = request.result.transaction("outbox", "readwrite");
    const fields = {item, uuid: "0b9d5f6e-2f6a-4c0e-9d53-1f6b6f1f7a11", set_number: "1", side: "left", unit: "kg",
      performed_at: new Date().toISOString(), load: "22,5", reps: "6", rir: "2", pain: "", kind: "done"};
    write.objectStore("outbox").put({id: fields.uuid, user, fields, name: "Left, set 1", url: "/me/sets/",
      at: new Date().toISOString(), state: "waiting"});
    write.oncomplete = resolve;
    write.onerror = reject;
  };
})"""


def test_the_end_of_a_session_without_signal(phone: Page, training: Client) -> None:
    phone.context.set_offline(True)
    log(phone, "left", 1)
    phone.get_by_role("button", name="Finish session").click()
    phone.locator("label").filter(has=phone.get_by_role("radio", name="7 very hard")).click()
    phone.get_by_label("Anything to add?").fill("No signal down here.")
    check_with_axe(phone)
    phone.get_by_role("button", name="Finish", exact=True).click()
    says(phone, "Saved on this phone, 2 waiting")
    expect(phone.get_by_text("Finished on this phone.")).to_be_visible()
    expect(phone.get_by_role("button", name="Finish session")).to_be_hidden()
    check_with_axe(phone)
    phone.route(SETS, lambda route: route.abort())
    phone.context.set_offline(False)
    phone.reload()
    says(phone, "Saved on this phone, 2 waiting")
    expect(phone.get_by_text("Finished on this phone.")).to_be_visible()
    phone.unroute(SETS)
    phone.reload()
    expect(phone.get_by_text("That’s it for today").or_(phone.get_by_role("link", name="Look at it"))).to_be_visible()
    says(phone, "All saved")
    session = Session.objects.get()
    assert (session.status, session.effort, session.note) == ("finished", 7, "No signal down here.")


def test_morning_comment_and_message_without_signal(
    open_page: Callable[..., Page],
    training: Client,
    watch: Watch,
) -> None:
    assignment = training.assignments.get()
    session = play(assignment, due_on=training.today() - dt.timedelta(days=1))
    Session.objects.update(performed_on=session.due_on)
    page = open_page(PHONE)
    sign_in(page, "maya@kickstand.test")
    page.context.set_offline(True)
    page.locator("label").filter(has=page.get_by_role("radio", name="1 barely")).click()
    page.get_by_role("button", name="Answer").click()
    says(page, "Saved on this phone, 1 waiting")
    expect(page.get_by_text("Answered on this phone.")).to_be_visible()
    page.context.set_offline(False)
    says(page, "All saved")
    for address, button in ((f"/me/sessions/{session.pk}/", "Send to"), ("/me/messages/", "Send")):
        page.goto(address)
        says(page, "All saved")
        page.context.set_offline(True)
        page.get_by_role("textbox").fill(f"Written at {address}")
        page.get_by_role("button", name=button).click()
        says(page, "Saved on this phone, 1 waiting")
        expect(page.get_by_text(f"“Written at {address}” · waiting")).to_be_visible()
        check_with_axe(page)
        page.context.set_offline(False)
        says(page, "All saved")
    watch.complaints[:] = [told for told in watch.complaints if "Failed to load resource" not in told]
    session.refresh_from_db()
    assert session.next_day_pain == 1
    assert sorted(row.session_id == session.pk for row in Comment.objects.all()) == [False, True]


def test_a_set_that_the_server_has_is_corrected_without_signal(phone: Page) -> None:
    log_and_wait(phone, "left", 1)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="End the rest").click()
    group = phone.get_by_role("group", name="Left, set 1")
    group.get_by_role("button", name="Correct").click()
    group.get_by_role("spinbutton", name="Reps").fill("6")
    group.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("region", name="Rest timer")).to_be_hidden()  # put right: no rest begins with that
    says(phone, "Saved on this phone, 1 waiting")
    expect(group).to_have_accessible_description("Set 1, left, 22.5 kilograms, 6 reps, logged, waiting to be sent")
    phone.context.set_offline(False)
    says(phone, "All saved")
    expect(group).to_have_accessible_description("Set 1, left, 22.5 kilograms, 6 reps, logged, 2 more possible")
    row = SetLog.objects.get()
    assert (row.reps, row.revisions.get().other_phone) == (6, False)


def test_pain_without_signal_stops_the_exercise_and_says_what_to_do(phone: Page) -> None:
    phone.context.set_offline(True)
    group = phone.get_by_role("group", name="Left, set 1")
    group.get_by_role("button", name="Pain").click()
    group.get_by_role("radio", name="7 strong").check(force=True)
    group.get_by_role("button", name="Back to the set").click()
    log(phone, "left", 1)
    expect(phone.get_by_text("You said 7 of 10.")).to_be_visible()
    expect(phone.get_by_text("It is on this phone; as soon as it is sent,")).to_be_visible()  # nobody has it yet
    expect(phone.get_by_role("group", name="Left, set 1")).to_contain_text("pain 7")
    expect(phone.get_by_role("button", name="Log right set")).to_have_count(0)
    phone.get_by_role("button", name="Stop the other sets and finish").click()
    says(phone, "Saved on this phone, 2 waiting")
    expect(phone.get_by_text("Stopped on this phone.")).to_be_visible()
    expect(phone.get_by_role("radiogroup", name="How hard was it, 0 to 10?")).to_be_visible()
    check_with_axe(phone)
    phone.context.set_offline(False)
    says(phone, "All saved")
    assert SetLog.objects.filter(kind="stopped").count() == 5


def test_two_tabs_tell_the_same_and_send_once(phone: Page) -> None:
    other = phone.context.new_page()
    other.goto("/me/today/")
    says(other, "All saved")
    phone.context.set_offline(True)
    log(phone, "left", 1)
    for page in (phone, other):
        says(page, "Saved on this phone, 1 waiting")
    expect(other.get_by_role("group", name="Left, set 1")).to_have_accessible_description(
        "Set 1, left, 22.5 kilograms, 8 reps, logged, waiting to be sent"
    )
    phone.context.set_offline(False)
    for page in (phone, other):
        says(page, "All saved")
        expect(page.get_by_role("group", name="Left, set 1")).to_have_accessible_description(
            re.compile(r"^Set 1, left, 22\.5 kilograms, 8 reps, logged(, 2 more possible)?$")
        )
    assert (SetLog.objects.count(), SetLog.objects.get().revisions.count()) == (1, 0)


def test_abuse_36_another_person_on_this_phone(phone: Page, training: Client) -> None:
    other = UserFactory(email="noor@kickstand.test", display_name="Noor")
    ClientFactory(practice=training.practice, coach=training.coach, user=other, name="Noor")
    phone.context.set_offline(True)
    log(phone, "left", 1)
    says(phone, "Saved on this phone, 1 waiting")
    phone.route(SETS, lambda route: route.abort())
    phone.context.set_offline(False)
    phone.goto("/me/settings/")
    phone.get_by_role("button", name="Sign out").click()
    expect(phone.get_by_text("1 entry waits on this phone and is not sent yet.")).to_be_visible()
    check_with_axe(phone)
    phone.get_by_role("button", name="Sign out and keep them here").click()
    phone.wait_for_url(lambda url: "/me/" not in url)
    phone.unroute(SETS)
    sign_in_by_form(phone, "noor@kickstand.test")
    phone.goto("/me/today/")
    says(phone, "All saved")
    assert not SetLog.objects.exists()
    phone.context.clear_cookies()
    sign_in(phone, "maya@kickstand.test")
    expect(phone.get_by_role("group", name="Left, set 1")).to_have_accessible_description(
        "Set 1, left, 22.5 kilograms, 8 reps, logged, 2 more possible"
    )
    assert SetLog.objects.get().client == training


def test_abuse_38_what_an_older_version_kept_is_sent(phone: Page) -> None:
    says(phone, "All saved")
    phone.route(SETS, lambda route: route.abort())
    card = phone.locator("article[data-item]")
    user = phone.locator("[data-outbox-status]").get_attribute("data-user")
    told = {"user": user, "item": card.get_attribute("data-item"), "session": card.get_attribute("data-session")}
    phone.evaluate(OLD_ENTRY, told)
    phone.reload()
    says(phone, "Saved on this phone, 1 waiting")
    expect(phone.get_by_role("group", name="Left, set 1")).to_have_accessible_description(
        "Set 1, left, 22,5 kilograms, 6 reps, logged, waiting to be sent"
    )
    phone.unroute(SETS)
    phone.reload()
    says(phone, "All saved")
    assert [(row.reps, str(row.load)) for row in SetLog.objects.all()] == [(6, "22.50")]


def test_two_hundred_waiting_are_sent_in_their_order(phone: Page) -> None:
    says(phone, "All saved")
    user = phone.locator("[data-outbox-status]").get_attribute("data-user")
    phone.evaluate(
        """async (who) => {
          for (let n = 1; n <= 200; n += 1) {
            const data = {text: `Line ${n}`};
            await Outbox.put({id: Outbox.uuid(), who, kind: "message", data, name: "", at: Outbox.stamp()});
          }
        }""",
        user,
    )
    with phone.expect_response(SETS):
        phone.reload()
    expect(phone.get_by_role("status").filter(has_text="All saved")).to_be_visible(timeout=30000)
    lines = list(PhoneAction.objects.order_by("received_at", "said_at", "pk").values_list("data__text", flat=True))
    assert lines == [f"Line {n}" for n in range(1, 201)]
    assert Comment.objects.count() == 200


def test_abuse_33_a_poison_entry_stays_in_sight_and_the_others_are_sent(phone: Page) -> None:
    phone.context.set_offline(True)
    log(phone, "left", 1)
    log(phone, "right", 1)
    says(phone, "Saved on this phone, 2 waiting")
    phone.evaluate(
        """async () => {
          const [first] = await Outbox.everything();
          const data = {...first.data, uuid: Outbox.uuid(), item: Outbox.uuid(), session: "", assignment: ""};
          await Outbox.put({...first, id: data.uuid, data, name: "Left, set 9", seq: undefined});
        }"""
    )
    phone.context.set_offline(False)
    says(phone, "All saved")
    expect(phone.get_by_text("Left, set 9, 22.5 × 8. Its session is no longer there.")).to_be_visible()
    check_with_axe(phone)
    phone.get_by_role("button", name="Remove from this phone").click()
    expect(phone.get_by_text("Left, set 9")).to_have_count(0)
    assert SetLog.objects.count() == 2
    assert PhoneAction.objects.apart().get().reason == "gone"


NEXT_TRY = """() => {
  const real = window.setTimeout;
  window.lookAgain = () => { window.nextTry = new Promise((resolve) => { window.setTimeout = (work, wait) => {
    if (wait > 2500) resolve(wait);
    return real(work, wait);
  }; }); };
  window.lookAgain();
}"""


def test_abuse_34_errors_for_a_day_make_the_waits_longer_and_drop_nothing(
    phone: Page,
    watch: Watch,
) -> None:
    asked: list[int] = []

    def busy(route: Route) -> None:
        asked.append(1)
        route.fulfill(status=429 if len(asked) % 2 else 503, headers={"Retry-After": "4"}, body="busy")

    says(phone, "All saved")
    phone.clock.install()
    phone.clock.pause_at(timezone.now() + dt.timedelta(seconds=1))  # or a slow machine's own time passes a wait
    phone.evaluate(NEXT_TRY)
    phone.route(SETS, busy)
    log(phone, "left", 1)
    for count, wait in enumerate((4000, 4000, 8000, 16000, 32000), 1):
        assert phone.evaluate("() => window.nextTry") == wait
        assert len(asked) == count
        says(phone, "Saved on this phone, 1 waiting")
        phone.evaluate("() => window.lookAgain()")
        phone.clock.run_for(wait - 1)
        assert len(asked) == count
        if wait == 32000:
            phone.unroute(SETS)
        phone.clock.run_for(1)
    says(phone, "All saved")
    watch.complaints[:] = [told for told in watch.complaints if "/me/sync/" not in told]
    assert SetLog.objects.count() == 1


def test_abuse_37_a_phone_that_keeps_nothing_says_so_and_sends_straight_away(
    open_page: Callable[..., Page],
    training: Client,
) -> None:
    page = open_page(PHONE)
    page.add_init_script(
        "Object.defineProperty(window, 'indexedDB', {value: {open() { throw new Error('no space'); }}})"
    )
    sign_in(page, "maya@kickstand.test")
    expect(page.get_by_text("This browser keeps nothing on this phone")).to_be_visible()
    check_with_axe(page)
    with page.expect_navigation():
        log(page, "left", 1)
    assert SetLog.objects.count() == 1


def test_a_browser_that_is_killed_has_lost_nothing(
    browser: Any,
    live_server: Any,
    training: Client,
    tmp_path: Path,
) -> None:
    def start() -> BrowserContext:
        return browser.browser_type.launch_persistent_context(
            str(tmp_path), executable_path=CHROMIUM, args=FLAGS, base_url=live_server.url, viewport=PHONE
        )

    first = start()
    page = first.pages[0]
    sign_in(page, "maya@kickstand.test")
    first.route(SETS, lambda route: route.abort())
    log(page, "left", 1)
    says(page, "Saved on this phone, 1 waiting")
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        if f"--user-data-dir={tmp_path}".encode() in process.read_bytes():
            os.kill(int(process.parent.name), signal.SIGKILL)
    with suppress(PlaywrightError):  # it is gone
        first.close()
    assert not SetLog.objects.exists()
    again = start()
    page = again.pages[0]
    page.goto("/me/today/")
    if "login" in page.url:
        sign_in(page, "maya@kickstand.test")
    expect(page.get_by_role("group", name="Left, set 1")).to_have_accessible_description(
        "Set 1, left, 22.5 kilograms, 8 reps, logged, 2 more possible"
    )
    again.close()
    assert SetLog.objects.count() == 1


def test_abuse_37_no_room_and_no_signal_is_said_before_anything_is_lost(phone: Page) -> None:
    says(phone, "All saved")
    phone.evaluate("() => { Outbox.put = async () => { throw new DOMException('no room', 'QuotaExceededError'); }; }")
    phone.context.set_offline(True)
    phone.get_by_role("spinbutton", name="Reps").fill("7")
    log(phone, "left", 1)
    expect(phone.get_by_text("This phone has no room left, and there is no signal.")).to_be_visible()
    expect(phone.get_by_role("spinbutton", name="Reps")).to_have_value("7")
    phone.context.set_offline(False)
    with phone.expect_navigation():
        log(phone, "left", 1)
    assert SetLog.objects.get().reps == 7


def test_a_server_that_no_longer_knows_this_version_says_so_and_loses_nothing(phone: Page) -> None:
    says(phone, "All saved")
    phone.route(SETS, lambda route: route.fulfill(status=422, json={"error": "version", "why": "Too old."}))
    log(phone, "left", 1)
    expect(phone.get_by_text("This page is too old to send.")).to_be_visible()
    says(phone, "Saved on this phone, 1 waiting")
    check_with_axe(phone)
    phone.unroute(SETS)
    with phone.expect_response(SETS):
        phone.reload()
    says(phone, "All saved")
    assert SetLog.objects.count() == 1
