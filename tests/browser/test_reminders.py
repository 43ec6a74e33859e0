"""Reminders on a phone: every state that a browser can be in, turning on and off, and what its worker shows.

A browser's push service is on the internet, so here the browser's own part of it is stood in for.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from clients.models import Client, PushSubscription
from tests.browser.conftest import PHONE, Watch, check_with_axe, sign_in
from tests.pushing import KEYS, Phone, device_of

pytestmark = pytest.mark.django_db(transaction=True)
SMALL = {"width": 360, "height": 740}
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1 Version/18.1 Mobile/15E Safari/604.1"
BROWSER = """
const SEEN = "permission", HELD = "subscription", FACTS = "facts";
const read = (name) => { try { return sessionStorage.getItem(name); } catch { return null; } };
const facts = { ...%s, ...JSON.parse(read(FACTS) ?? "{}") };
if (facts.agent) Object.defineProperty(Navigator.prototype, "userAgent", { get: () => facts.agent });
if (facts.cannot) delete window.PushManager;
Object.defineProperty(Notification, "permission", { get: () => read(SEEN) ?? facts.permission });
Notification.requestPermission = async () => { sessionStorage.setItem(SEEN, facts.answer); return facts.answer; };
const subscription = () => read(HELD) && {
  endpoint: facts.endpoint, options: {},
  toJSON: () => ({ endpoint: facts.endpoint, keys: { p256dh: facts.p256dh, auth: facts.auth } }),
  unsubscribe: async () => { sessionStorage.removeItem(HELD); return true; },
};
const pushManager = {
  getSubscription: async () => subscription(),
  subscribe: async (options) => {
    if (facts.offline) throw new Error("push service error");
    sessionStorage.setItem(HELD, JSON.stringify([...options.applicationServerKey]));
    return subscription();
  },
};
const registration = { pushManager };
Object.defineProperty(navigator, "serviceWorker", { value: {
  getRegistration: async () => registration, register: async () => registration,
  ready: Promise.resolve(registration), addEventListener() {},
} });
"""


@pytest.fixture(autouse=True)
def keys(settings: Any) -> None:
    for name, value in KEYS.items():
        setattr(settings, name, value)


@pytest.fixture
def reminders(open_page: Callable[..., Page], client_user: User) -> Page:
    """The page on a phone of a browser that was never asked, and allows reminders when it is."""
    page = open_page(PHONE)
    usual = {"permission": "default", "answer": "granted", **Phone("https://push.example.org").posts()}
    page.context.add_init_script(f"(() => {{{BROWSER % json.dumps(usual)}}})();")
    sign_in(page, client_user.email)
    page.goto("/me/reminders/")
    return page


def becomes(page: Page, **facts: Any) -> None:
    """The same page in a browser that is otherwise."""
    page.evaluate("(facts) => { sessionStorage.clear(); sessionStorage.setItem('facts', facts); }", json.dumps(facts))
    page.reload()


def stays_in_the_window(page: Page) -> None:
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_turning_on_waits_for_a_tap_and_off_takes_one(reminders: Page) -> None:
    page = reminders
    check_with_axe(page)
    page.get_by_role("button", name="Turn on here").click()
    expect(page.get_by_text("this one")).to_be_visible()
    assert len(json.loads(page.evaluate("() => sessionStorage.getItem('subscription')"))) == 65
    assert PushSubscription.objects.count() == 1
    check_with_axe(page)
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_text("A test is on its way.")).to_be_visible()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("button", name="Turn on here")).to_be_visible()
    assert page.evaluate("() => sessionStorage.getItem('subscription')") is None
    assert not PushSubscription.objects.exists()


def test_what_the_browser_is_like_is_said_with_what_to_do(reminders: Page, settings: Any) -> None:
    page = reminders
    page.set_viewport_size(SMALL)
    for facts, words in (
        ({"permission": "denied"}, "This browser blocks reminders from Kickstand."),
        ({"cannot": True}, "This browser cannot show reminders."),
        ({"agent": IPHONE}, "Tap Share, then Add to Home Screen,"),
    ):
        becomes(page, **facts)
        expect(page.get_by_text(words)).to_be_visible()
        expect(page.get_by_role("button", name="Turn on here")).to_be_hidden()
        stays_in_the_window(page)
        check_with_axe(page)
    settings.VAPID_PRIVATE_KEY = settings.VAPID_PUBLIC_KEY = ""
    page.reload()
    expect(page.get_by_text("Reminders come by mail.")).to_be_visible()
    check_with_axe(page)


def test_turning_on_that_fails_says_so(reminders: Page, watch: Watch) -> None:
    page = reminders
    for facts, words in (
        ({"answer": "denied"}, "This browser blocks reminders from Kickstand."),
        ({"answer": "default"}, "The browser was not allowed to show them."),
        ({"offline": True}, "The browser could not reach its push service."),
        ({"endpoint": "https://10.0.0.1/x"}, "This browser gave an address that cannot be written to."),
    ):
        becomes(page, **facts)
        page.get_by_role("button", name="Turn on here").click()
        expect(page.get_by_text(words)).to_be_visible()
        assert page.evaluate("() => sessionStorage.getItem('subscription')") is None
    assert not PushSubscription.objects.exists()
    assert ["422" in each for each in watch.complaints] == [True]  # the browser's own line about the refusal
    watch.complaints.clear()


def test_somebody_elses_subscription_in_this_browser_is_given_up(reminders: Page) -> None:
    becomes(reminders, permission="granted")
    reminders.evaluate("() => sessionStorage.setItem('subscription', 'of another account')")
    reminders.reload()
    reminders.get_by_role("button", name="Turn on here").click()
    expect(reminders.get_by_text("this one")).to_be_visible()
    assert reminders.evaluate("() => sessionStorage.getItem('subscription')") != "of another account"


def test_many_devices_fit_a_small_phone(reminders: Page, client_row: Client) -> None:
    for n in range(10):
        names = {"browser": "Samsung Internet", "system": "Android", "failures": n % 3}
        device_of(client_row, Phone("https://push.example.org"), **names)
    reminders.set_viewport_size(SMALL)
    reminders.reload()
    expect(reminders.get_by_role("button", name="Remove")).to_have_count(10)
    stays_in_the_window(reminders)
    check_with_axe(reminders)


WORKER = """
() => {
  window.handlers = {}; window.shown = []; window.opened = []; window.asked = [];
  const listen = window.addEventListener.bind(window);
  window.addEventListener = (name, handler) => { window.handlers[name] = handler; };
  window.registration = { showNotification: async (title, options) => { window.shown.push({ title, ...options }); } };
  window.clients = {
    matchAll: async () => [
      { url: location.origin + "/me/today/?open=1", focus: async () => window.opened.push("focus") },
    ],
    openWindow: async (url) => window.opened.push(url.replace(location.origin, "")),
  };
  window.fetch = async (url, options) => window.asked.push([url, String(options.body)]);
  window.wake = async (name, facts) => {
    let work;
    window.handlers[name]({ waitUntil: (promise) => { work = promise; }, ...facts });
    await work;
  };
  window.restore = () => { window.addEventListener = listen; };
}
"""


def test_the_worker_shows_what_is_pushed_and_opens_its_page(open_page: Callable[..., Page]) -> None:
    page = open_page(PHONE)
    page.goto("/accounts/login/")
    page.evaluate(WORKER)
    page.add_script_tag(url="/static/js/push-worker.js")
    page.evaluate("""async () => {
      const told = { title: "Today: Thrust", body: "Ready.", url: "/me/today/", tag: "session", lang: "en-gb" };
      await wake("push", { data: { json: () => told } });
      await wake("push", { data: { json: () => JSON.parse("nonsense") } });
      await wake("push", { data: null });
      for (const url of ["/me/today/", "/me/messages/#newest", "https://elsewhere.test/", undefined])
        await wake("notificationclick", { notification: { close() {}, data: { url } } });
      const options = { applicationServerKey: new ArrayBuffer(65) };
      const before = { endpoint: "https://push.example.org/old", options };
      const after = { toJSON: () => ({ endpoint: "https://push.example.org/new", keys: { p256dh: "B", auth: "A" } }) };
      await wake("pushsubscriptionchange", { oldSubscription: before, newSubscription: after });
      await wake("pushsubscriptionchange", { oldSubscription: null, newSubscription: after });
      restore();
    }""")
    first, *others = page.evaluate("() => window.shown")
    assert (first["title"], first["body"], first["tag"]) == ("Today: Thrust", "Ready.", "session")
    assert [each["title"] for each in others] == ["Kickstand", "Kickstand"]
    assert page.evaluate("() => window.opened") == ["focus", "/me/messages/#newest", "focus", "focus"]
    ((address, body),) = page.evaluate("() => window.asked")
    assert address == "/me/reminders/devices/renewed/"
    assert "before=https%3A%2F%2Fpush.example.org%2Fold&endpoint=https%3A%2F%2Fpush.example.org%2Fnew" in body


UNTIL = """async () => {
  for (let tries = 0; tries < 80; tries += 1) {
    const registration = await navigator.serviceWorker.getRegistration(), found = %s;
    if (found) return found.title && ["title", "body", "tag", "lang"].map((name) => found[name]).concat(
      [found.data.url, found.icon.split("/").at(-1)]);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it never came");
}"""


def test_what_is_pushed_is_shown_by_the_apps_own_worker(
    open_page: Callable[..., Page], live_server: Any, client_user: User
) -> None:
    """As a push service hands it to the browser, to the service worker that the app registers by itself."""
    page, known = open_page(PHONE, worker=True), []
    page.context.grant_permissions(["notifications"], origin=live_server.url)
    devtools = page.context.new_cdp_session(page)
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda told: known.extend(told["registrations"]))
    devtools.send("ServiceWorker.enable")
    sign_in(page, client_user.email)
    page.wait_for_url("**/me/today/")
    page.evaluate(UNTIL % "registration?.active?.state === 'activated'")
    told = {"title": "Today: Thrust", "body": "Ready.", "tag": "session", "lang": "de", "url": "/me/today/"}
    pushed = {"origin": live_server.url, "registrationId": known[-1]["registrationId"], "data": json.dumps(told)}
    displayed: list[str] = []
    devtools.on(
        "BackgroundService.backgroundServiceEventReceived",
        lambda event: displayed.append(event["backgroundServiceEvent"]["eventName"]),
    )
    devtools.send("BackgroundService.setRecording", {"service": "notifications", "shouldRecord": True})
    devtools.send("BackgroundService.startObserving", {"service": "notifications"})
    devtools.send("ServiceWorker.deliverPushMessage", pushed)
    # Who asks which notifications there are takes away one that is kept and not displayed yet: asked once it is.
    for _ in range(80):
        if "Notification displayed" in displayed:
            break
        page.evaluate("() => new Promise((resolve) => setTimeout(resolve, 100))")
    first = page.evaluate(UNTIL % "(await registration.getNotifications())[0]")
    assert first == [*told.values(), "icon-192.png"]
