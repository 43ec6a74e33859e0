"""The app on a phone without signal: it opens, it is trained, it is left, and a new version waits to be wanted."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Role
from clients.models import Client, Session, SessionItem, SetLog
from config import phone as app
from programs.models import Progression
from tests.browser.conftest import PHONE, Watch, check_with_axe, sign_in, sign_in_by_form
from tests.browser.test_outbox import SETS, log, log_and_wait, says
from tests.factories import AssignmentFactory, ClientFactory, MembershipFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = "/me/today/"
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) if (name.startsWith("pages-"))
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  return found;
}"""
HELD = """async (path) => {
  for (let tries = 0; tries < 300 && !await caches.match(path); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
}"""
TEXT = """async () => {
  let found = "";
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found += await (await cache.match(request)).text();
  }
  return found;
}"""


@pytest.fixture
def training(library: None) -> Client:
    practice = PracticeFactory()
    coach = MembershipFactory(practice=practice, role=Role.OWNER).user
    progression = Progression.objects.get(slug="staggered-hip-thrust")
    rows = []
    for name in ("Maya Lindqvist", "Noor Okafor"):
        first = name.split()[0].lower()
        user = UserFactory(email=f"{first}@kickstand.test", display_name=name)
        rows.append(ClientFactory(practice=practice, coach=coach, user=user, name=name))
    AssignmentFactory(
        client=rows[0],
        progression=progression,
        start_rung=progression.rungs.get(position=7),
        start_date=rows[0].today() - dt.timedelta(days=1),
        weekdays=list(range(7)),
    )
    return rows[0]


@pytest.fixture
def phone(open_page: Callable[..., Page], training: Client, watch: Watch) -> Any:
    page = open_page(PHONE, worker=True)
    sign_in(page, "maya@kickstand.test")
    page.wait_for_url(f"**{TODAY}")
    yield page
    watch.complaints[:] = [told for told in watch.complaints if "Failed to load resource" not in told]


def wait_until_kept(page: Page, *paths: str) -> None:
    """Until the worker has all that it was told to keep: it writes its record last."""
    page.evaluate(
        """async () => {
          for (let tries = 0; tries < 300; tries += 1) {
            for (const name of await caches.keys()) {
              const record = name.startsWith("pages-") && await (await caches.open(name)).match("/kept.json");
              if (record && (await record.json()).asked) return;
            }
            await new Promise((resolve) => setTimeout(resolve, 100));
          }
          throw new Error("the worker has kept nothing");
        }"""
    )
    assert set(paths) <= set(page.evaluate(KEPT))


def test_three_sets_after_a_start_without_signal_arrive_once(phone: Page) -> None:
    wait_until_kept(phone, TODAY)
    phone.context.set_offline(True)
    phone.goto("/me/")
    expect(phone.get_by_role("heading", name="Today’s session")).to_be_visible()
    for side, number in (("left", 1), ("right", 1), ("left", 2)):
        log(phone, side, number)
    says(phone, "Saved on this phone, 3 waiting")
    phone.reload()
    says(phone, "Saved on this phone, 3 waiting")
    check_with_axe(phone)
    assert not SetLog.objects.exists()
    phone.context.set_offline(False)
    says(phone, "All saved")
    rows = SetLog.objects.order_by("set_number", "side").values_list("side", "set_number")
    assert list(rows) == [("left", 1), ("right", 1), ("left", 2)]


def test_on_the_day_of_the_next_session_the_phone_has_it(phone: Page, training: Client) -> None:
    """Opened with a signal the day before, trained without one."""
    tomorrow = training.today() + dt.timedelta(days=1)
    path = f"/me/sessions/{tomorrow.isoformat()}/"
    wait_until_kept(phone, TODAY, path)
    assert Session.objects.count() == 1
    phone.goto(path)
    expect(phone.get_by_text("As it stands now.", exact=False)).to_have_count(0)
    expect(phone.get_by_text("If all goes as planned until then.", exact=False)).to_be_visible()
    expect(phone.get_by_role("button", name="Log left set")).to_have_count(0)
    check_with_axe(phone)
    phone.context.set_offline(True)
    phone.clock.set_fixed_time(timezone.now() + dt.timedelta(days=1))
    phone.goto(TODAY)
    phone.get_by_role("link", name="Open today’s session").click()
    phone.wait_for_url(f"**{path}")
    log(phone, "left", 1)
    says(phone, "Saved on this phone, 1 waiting")
    expect(phone.get_by_role("button", name="Log right set")).to_be_visible()
    check_with_axe(phone)
    assert Session.objects.count() == 1
    phone.context.set_offline(False)
    says(phone, "All saved")
    phone.reload()  # sent again or not, it is there once
    says(phone, "All saved")
    row = SetLog.objects.get()
    assert (row.session.due_on, row.side, row.set_number) == (tomorrow, "left", 1)


def test_a_new_version_is_offered_and_what_waits_outlives_it(phone: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    wait_until_kept(phone, TODAY)
    phone.context.set_offline(True)
    log(phone, "left", 1)
    says(phone, "Saved on this phone, 1 waiting")
    monkeypatch.setattr(app, "version", lambda: "a-new-one")
    phone.context.route(SETS, lambda route: route.abort())  # the page’s own, and those of the worker
    phone.context.set_offline(False)
    phone.evaluate("async () => { window.same = true; await (await navigator.serviceWorker.ready).update(); }")
    offer = phone.get_by_role("button", name="Use it now")
    expect(offer).to_be_visible()
    check_with_axe(phone)
    assert phone.evaluate("() => window.same")
    with phone.expect_navigation():
        offer.click()
    says(phone, "Saved on this phone, 1 waiting")
    assert "files-a-new-one" in phone.evaluate("() => caches.keys()")
    phone.context.unroute(SETS)
    phone.reload()
    says(phone, "All saved")
    assert SetLog.objects.count() == 1


def test_whoever_leaves_leaves_nothing_behind_and_the_next_one_finds_nothing(phone: Page) -> None:
    wait_until_kept(phone, TODAY)
    assert "Lindqvist" in phone.evaluate(TEXT)
    log(phone, "left", 1)
    says(phone, "All saved")
    phone.goto("/me/settings/")
    phone.get_by_role("button", name="Sign out").click()
    phone.wait_for_url(lambda url: "/me/" not in url)
    assert "Maya" not in phone.evaluate(TEXT)
    phone.context.set_offline(True)
    phone.goto(TODAY)
    expect(phone.get_by_text("Nothing is kept on this phone yet.", exact=False)).to_be_visible()
    phone.context.set_offline(False)
    sign_in_by_form(phone, "noor@kickstand.test")
    wait_until_kept(phone, TODAY)
    text = phone.evaluate(TEXT)
    assert "Noor" in text
    assert "Maya" not in text


def test_without_signal_signing_out_forgets_the_pages_and_says_what_is_left_to_do(phone: Page) -> None:
    wait_until_kept(phone, "/me/settings/")
    phone.context.set_offline(True)
    log(phone, "left", 1)
    says(phone, "Saved on this phone, 1 waiting")
    phone.goto("/me/settings/")
    phone.get_by_role("button", name="Sign out").click()
    expect(phone.get_by_text("you are still signed in", exact=False)).to_be_visible()
    phone.wait_for_function("() => !document.querySelector('[data-signed-out]').hidden")
    assert phone.evaluate(KEPT) == []
    phone.context.set_offline(False)
    phone.goto(TODAY)
    says(phone, "All saved")
    assert SetLog.objects.count() == 1


def test_a_page_that_is_not_kept_leads_to_those_that_are(phone: Page) -> None:
    wait_until_kept(phone, TODAY, "/me/history/")
    phone.context.set_offline(True)
    phone.goto("/me/reminders/")
    expect(phone.get_by_role("heading", name="No signal, and this page is not on the phone")).to_be_visible()
    check_with_axe(phone)
    phone.get_by_role("link", name="History", exact=True).click()
    expect(phone.get_by_role("heading", name="History")).to_be_visible()


def test_with_the_app_closed_what_waits_is_sent_when_the_browser_has_a_signal(phone: Page) -> None:
    wait_until_kept(phone, TODAY)
    phone.context.set_offline(True)
    log(phone, "left", 1)
    says(phone, "Saved on this phone, 1 waiting")
    other = phone.context.new_page()
    other.goto("/offline/")
    phone.close()
    assert not SetLog.objects.exists()
    browser = other.context.new_cdp_session(other)
    found: list[dict[str, str]] = []
    browser.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
    browser.send("ServiceWorker.enable")
    origin = other.evaluate("() => location.origin")
    phone.context.set_offline(False)
    at_last = {"origin": origin, "registrationId": found[0]["registrationId"], "tag": "outbox", "lastChance": False}
    with other.context.expect_event("response", lambda answer: answer.request.method == "POST"):
        browser.send("ServiceWorker.dispatchSyncEvent", at_last)
    assert SetLog.objects.count() == 1


def test_a_page_in_sight_sends_itself_and_shows_what_the_server_says(phone: Page) -> None:
    """Were the worker first, the page would go on saying that the coach does not know yet."""
    wait_until_kept(phone, TODAY)
    browser = phone.context.new_cdp_session(phone)
    found: list[dict[str, str]] = []
    browser.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
    browser.send("ServiceWorker.enable")
    phone.evaluate(
        """() => {
          const told = new Promise((resolve) => navigator.serviceWorker.addEventListener("message", resolve));
          window.asked = Promise.race([told, new Promise((resolve) => setTimeout(resolve, 5000, { data: "nothing" }))]);
          navigator.locks.request("outbox-send", () => new Promise((resolve) => { window.letGo = resolve; }));
        }"""
    )
    origin = phone.evaluate("() => location.origin")
    at_last = {"origin": origin, "registrationId": found[0]["registrationId"], "tag": "outbox", "lastChance": False}
    browser.send("ServiceWorker.dispatchSyncEvent", at_last)
    assert phone.evaluate("async () => (await window.asked).data") == "send"
    phone.get_by_role("button", name="Pain", exact=True).click()
    phone.get_by_role("radio", name="7 strong").check(force=True)
    phone.keyboard.press("Escape")
    log(phone, "left", 1)
    says(phone, "Saved on this phone, 1 waiting")
    phone.evaluate("() => window.letGo()")
    notice = phone.locator(".red-notice")
    expect(notice).to_contain_text("has it at the top of the list")
    expect(notice).not_to_contain_text("as soon as it is sent")


def test_an_iphone_is_told_once_how_to_install_it(open_page: Callable[..., Page], training: Client) -> None:
    page = open_page(PHONE)
    page.add_init_script("Object.defineProperty(navigator, 'userAgent', { get: () => 'iPhone' })")
    sign_in(page, "maya@kickstand.test")
    hint = page.get_by_role("region", name="Put Kickstand on your home screen")
    expect(hint).to_contain_text("Tap Share, then Add to Home Screen.")
    expect(hint.get_by_role("button")).to_have_count(1)
    check_with_axe(page)
    hint.get_by_role("button", name="Not now").click()
    expect(hint).to_be_hidden()
    page.reload(wait_until="load")
    expect(page.get_by_role("heading", name="Today’s session")).to_be_visible()
    expect(hint).to_be_hidden()


def test_a_browser_that_can_install_it_is_asked_by_a_button(open_page: Callable[..., Page], training: Client) -> None:
    page = open_page(PHONE)
    sign_in(page, "maya@kickstand.test")
    hint = page.get_by_role("region", name="Put Kickstand on your home screen")
    expect(page.get_by_role("heading", name="Today’s session")).to_be_visible()
    expect(hint).to_be_hidden()
    page.wait_for_function("""() => {
      const event = new Event("beforeinstallprompt", { cancelable: true });
      event.prompt = () => { window.prompted = true; };
      window.dispatchEvent(event);
      return event.defaultPrevented; // the script that listens comes after the first picture
    }""")
    expect(hint).to_contain_text("opens without signal")
    hint.get_by_role("button", name="Add it").click()
    expect(hint).to_be_hidden()
    assert page.evaluate("() => window.prompted")


def test_another_exercise_is_taken_without_signal_and_taken_back(phone: Page, training: Client) -> None:
    """In the basement the rack is taken: what the coach allows instead is on the phone, its card with it."""
    Client.objects.filter(pk=training.pk).update(inventory={"bar": 20, "plates": [[2.5, 2]], "dumbbells": [10, 20]})
    Progression.objects.get(slug="staggered-hip-thrust").rungs.filter(position=7).update(
        implements=["barbell", "dumbbell"]
    )
    phone.reload()
    first = SessionItem.objects.get()
    phone.evaluate(HELD, f"/me/exercises/{first.pk}/swap/")
    phone.context.set_offline(True)
    take = phone.get_by_role("link", name="Take another exercise")
    back = phone.get_by_role("button", name="Back to what your coach set")
    for again in (True, False):
        phone.get_by_role("button", name="Skip", exact=True).click()
        take.click()
        expect(phone.get_by_text("What your coach allows instead")).to_be_visible()
        phone.get_by_role("button", name="Do this instead").click()
        phone.wait_for_url(f"**{TODAY}")
        expect(phone.locator("article.exercise")).to_contain_text("Dumbbell, offset forward")
        says(phone, "Saved on this phone, 1 waiting")
        if again:
            back.click()
            says(phone, "All saved")
    check_with_axe(phone)
    log(phone, "left", 1)
    says(phone, "Saved on this phone, 2 waiting")
    expect(back).to_be_hidden()
    phone.reload()
    expect(phone.get_by_role("group", name="Left, set 1")).to_have_accessible_description(
        "Set 1, left, 20 kilograms, 8 reps, logged, waiting to be sent"
    )
    expect(phone.get_by_role("button", name="Log right set")).to_be_visible()
    assert SessionItem.objects.get() == first
    phone.context.set_offline(False)
    says(phone, "All saved")
    row = SetLog.objects.get()
    assert (row.item.swap.implement, row.item.swap.reason, row.side) == ("dumbbell", "equipment", "left")
    log_and_wait(phone, "right", 1)
    assert SetLog.objects.filter(item=row.item).count() == 2


def test_a_warning_sign_without_signal_stops_the_day_and_says_that_nobody_knows_yet(
    phone: Page, training: Client
) -> None:
    wait_until_kept(phone, TODAY, "/me/signs/")
    phone.context.set_offline(True)
    log(phone, "left", 1)
    phone.goto("/me/signs/")  # what to do is on the phone
    expect(phone.get_by_role("heading", name="Stop and call emergency services")).to_be_visible()
    phone.get_by_label("Which one, if you like").fill("My foot is numb.")
    phone.get_by_role("button", name="I have one of these").click()
    says(phone, "Saved on this phone, 2 waiting")
    notice = phone.get_by_role("alert").filter(has_text="has not been told yet")
    expect(notice).to_be_focused()
    expect(notice).to_contain_text("Stop. Do not train on.")
    check_with_axe(phone)
    phone.goto(TODAY)
    expect(notice).to_be_visible()
    says(phone, "Saved on this phone, 2 waiting")
    expect(phone.get_by_role("button", name="Log right set")).to_have_count(0)
    expect(phone.get_by_role("link", name="Do this set now").first).to_be_hidden()
    check_with_axe(phone)
    assert not Session.objects.filter(red_flag=True).exists()
    phone.context.set_offline(False)
    says(phone, "All saved")
    expect(phone.get_by_text("Training waits until they have looked")).to_be_visible()
    session = Session.objects.get()
    assert (session.status, session.red_flag, session.note) == ("finished", True, "My foot is numb.")
    assert session.sets.count() == 1


def phone_with_a_week(open_page: Callable[..., Page], training: Client, *, due_in: int) -> Page:
    """One session a week, `due_in` days from now, on a phone that has kept what it needs."""
    due = training.today() + dt.timedelta(days=due_in)
    training.assignments.update(start_date=training.today(), weekdays=[due.weekday()])
    page = open_page(PHONE, worker=True)
    sign_in(page, "maya@kickstand.test")
    wait_until_kept(page, TODAY, "/me/moved-days/")
    page.context.set_offline(True)
    return page


def test_todays_session_is_moved_without_signal_and_left_where_it_was(
    open_page: Callable[..., Page], training: Client, watch: Watch
) -> None:
    page = phone_with_a_week(open_page, training, due_in=0)
    for leaves in (True, False):
        page.get_by_role("button", name="Session menu").click()
        page.get_by_role("link", name="Move to another day").click()
        page.wait_for_url("**/me/moved-days/")
        page.get_by_role("button", name="Move it").click()
        expect(page.get_by_role("radio").first).to_be_focused()  # nothing is chosen yet
        page.locator("label.choice").first.click()
        check_with_axe(page)
        page.get_by_role("button", name="Move it").click()
        page.wait_for_url(f"**{TODAY}")
        says(page, "Saved on this phone, 1 waiting")
        expect(page.get_by_text("It is sent when there is a signal, and then your coach sees it.")).to_be_visible()
        expect(page.get_by_role("button", name="Log left set")).to_have_count(0)
        check_with_axe(page)
        if leaves:
            page.get_by_role("button", name="Leave it where it is").click()
            expect(page.get_by_role("button", name="Log left set")).to_be_visible()
    page.context.set_offline(False)
    says(page, "All saved")
    expect(page.get_by_role("link", name="Look at it")).to_be_visible()
    tomorrow = training.today() + dt.timedelta(days=1)
    assert list(training.assignments.get().moved_days.values()) == [tomorrow.isoformat()]
    assert Session.objects.get().due_on == tomorrow
    watch.complaints[:] = [told for told in watch.complaints if "Failed to load resource" not in told]


def test_on_a_free_day_the_next_session_is_done_today_without_signal(
    open_page: Callable[..., Page], training: Client, watch: Watch
) -> None:
    page = phone_with_a_week(open_page, training, due_in=2)
    page.get_by_role("button", name="Do it today").click()
    expect(page.get_by_text("Moved to today on this phone.")).to_be_visible()
    check_with_axe(page)
    page.get_by_role("link", name="Open the session").click()
    page.wait_for_url("**/me/sessions/**")
    log(page, "left", 1)
    says(page, "Saved on this phone, 2 waiting")
    check_with_axe(page)
    page.reload()
    expect(page.get_by_role("group", name="Left, set 1")).to_be_visible()
    page.context.set_offline(False)
    says(page, "All saved")
    session = Session.objects.get()
    assert (session.due_on, session.sets.count()) == (training.today(), 1)
    page.goto(TODAY)
    expect(page.get_by_role("group", name="Left, set 1")).to_have_accessible_description(re.compile("logged"))
    watch.complaints[:] = [told for told in watch.complaints if "Failed to load resource" not in told]
