"""A real browser on a real server. A console error, a missing file or a broken content policy fails the test."""

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client as Visitor
from playwright.sync_api import Browser, BrowserContext, Page

from accounts.models import Role, User
from clients.models import Client
from programs.models import Progression
from tests.conftest import put_back_the_library
from tests.factories import AssignmentFactory, ClientFactory, MembershipFactory, PracticeFactory, UserFactory

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
CHROMIUM = os.environ.get("KICKSTAND_CHROMIUM", "/usr/bin/chromium")
# Colours that are still changing jump to their end: a page in the background draws nothing, and would change for ever.
SETTLE = """() => {
  for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish();
}"""
OF_COLOURS = ["color-contrast", "link-in-text-block"]
AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
# The panes of Chromium's address bar are pages, loaded anew for every context: they cost more than a page of ours.
# What Playwright turns off itself stands here again, for the list that is given last is the only one that counts.
OFF = [
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "PreloadTopChromeWebUI",
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
    "PreconnectToSearch",
]  # fmt: skip
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-quic", f"--disable-features={','.join(OFF)}",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture
def library(transactional_db: None, kept_library: None) -> None:
    put_back_the_library()


class Watch:
    """Collects what must not happen on a page."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    def follow(self, page: Page) -> None:
        page.on("console", lambda message: self._heard(message.type, f"{message.text} {message.location['url']}"))
        page.on("pageerror", lambda error: self._failed(str(error)))
        page.on("response", lambda response: self._answered(response.status, response.url))

    def _failed(self, error: str) -> None:
        # Whoever is quicker than the crossfade from page to page cuts it short; the browser says so, nothing is wrong.
        if "Transition was aborted" not in error:
            self.complaints.append(f"script: {error}")

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" or "Content Security Policy" in text:
            self.complaints.append(f"console: {text}")

    def _answered(self, status: int, url: str) -> None:
        if status == 404 or status >= 500:
            self.complaints.append(f"{status}: {url}")


@pytest.fixture
def watch() -> Iterator[Watch]:
    watching = Watch()
    yield watching
    assert watching.complaints == []


@pytest.fixture
def open_page(browser: Browser, live_server: Any, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens a page of a person's own browser: `open_page(PHONE)`, `open_page(DESK, dark=True)`.

    `worker`: with the service worker, which keeps pages; the others do without, and are quicker. `moving`: with the
    crossfade from page to page, which takes a browser without a graphics card as long as all else on many a page.
    """
    contexts: list[BrowserContext] = []

    def make(size: dict[str, int], *, dark: bool = False, worker: bool = False, moving: bool = False) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=size,
            color_scheme="dark" if dark else "light",
            reduced_motion="no-preference" if moving else "reduce",
            service_workers="allow" if worker else "block",
            locale="en-GB",
            timezone_id="Europe/London",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        watch.follow(page)
        return page

    yield make
    for context in contexts:
        context.close()
    _let_the_server_finish()


def _let_the_server_finish() -> None:
    """A request whose page has gone is still answered: it would lock what the next test's flush has to empty."""
    quiet = 0  # a request that is about to ask looks like none: it has to be quiet for a while
    with connection.cursor() as cursor:
        for _ in range(500):
            cursor.execute(
                "SELECT pg_sleep(0.01), EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND state <> 'idle')"
            )
            quiet = 0 if cursor.fetchone()[1] else quiet + 1
            if quiet == 8:
                return


def sign_in(page: Page, email: str) -> None:
    """Signed in, and where signing in leads. The form itself is filled in by `sign_in_by_form`, once a journey."""
    visitor = Visitor()
    visitor.force_login(User.objects.get(email=email), backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = visitor.cookies[settings.SESSION_COOKIE_NAME]
    here = page.context.request.get("/healthz").url
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": here, "httpOnly": True}])
    page.goto("/")


def sign_in_by_form(page: Page, email: str, password: str = "kickstand-demo") -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def check_with_axe(page: Page) -> None:
    """No violation of axe's rules on the page as it stands; nor, in the other theme, of those that look at colours."""
    found = violations(page)
    is_dark = page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
    page.emulate_media(color_scheme="light" if is_dark else "dark")
    found += violations(page, runOnly=OF_COLOURS)
    page.emulate_media(color_scheme="dark" if is_dark else "light")
    page.evaluate(SETTLE)
    assert found == [], f"{page.url}\n" + "\n".join(found)


def violations(page: Page, **options: Any) -> list[str]:
    """What axe finds on the page as it is now, by its own rules or those of `runOnly`."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    page.evaluate(SETTLE)
    found = page.evaluate(
        "async (options) => (await axe.run(document, {resultTypes: ['violations'], ...options})).violations", options
    )
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


@pytest.fixture
def training(library: None) -> Client:
    practice = PracticeFactory()
    coach = MembershipFactory(practice=practice, role=Role.OWNER).user
    user = UserFactory(email="maya@kickstand.test", display_name="Maya Lindqvist")
    client = ClientFactory(practice=practice, coach=coach, user=user, name="Maya Lindqvist")
    progression = Progression.objects.get(slug="staggered-hip-thrust")
    AssignmentFactory(
        client=client,
        progression=progression,
        start_rung=progression.rungs.get(position=7),
        start_date=client.today() - dt.timedelta(days=1),
        weekdays=list(range(7)),
    )
    return client


@pytest.fixture
def phone(open_page: Callable[..., Page], training: Client, watch: Watch) -> Any:
    """Maya's phone on the page of today. A request that fails on purpose is logged by the browser; that is no fault."""
    page = open_page(PHONE)
    sign_in(page, "maya@kickstand.test")
    page.wait_for_url("**/me/today/")
    yield page
    watch.complaints[:] = [told for told in watch.complaints if "Failed to load resource" not in told]
