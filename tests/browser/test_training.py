"""The page of today while somebody trains: what fits on a small phone, the timers, the tempo, both themes."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from clients.models import Client, SetLog
from programs.models import Progression
from tests.browser.conftest import PHONE, Watch, check_with_axe, sign_in
from tests.browser.test_outbox import log, log_and_wait, says
from tests.factories import AssignmentFactory, ClientFactory, MembershipFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

SMALL = {"width": 360, "height": 740}
GERMAN = "Linken Satz speichern"  # the longest label that the button has to hold
# What can be pressed and is smaller than a fingertip; a link in a sentence may be, and one whose whole card is pressed.
TOO_SMALL = """() => [...document.querySelectorAll(":is(main, .phone-bars) :is(button, a, summary, .choice > span)")]
  .filter((each) => each.checkVisibility() && !each.matches("p:not(.card-tools) a, .past h3 a"))
  .map((each) => ({ text: each.textContent.trim(), ...each.getBoundingClientRect().toJSON() }))
  .filter((box) => box.width < 48 || box.height < 48)"""


@pytest.fixture
def coach(library: None) -> User:
    practice = PracticeFactory()
    user: User = MembershipFactory(practice=practice, role=Role.OWNER).user
    trains = UserFactory(email="maya@kickstand.test", display_name="Maya Lindqvist")
    client = ClientFactory(practice=practice, coach=user, user=trains, name="Maya Lindqvist")
    progression = Progression.objects.get(slug="staggered-hip-thrust")
    AssignmentFactory(
        client=client,
        progression=progression,
        start_rung=progression.rungs.get(position=7),
        start_date=client.today() - dt.timedelta(days=1),
        weekdays=list(range(7)),
    )
    return user


def training(open_page: Callable[..., Page], size: dict[str, int], **others: Any) -> Page:
    page = open_page(size, **others)
    sign_in(page, "maya@kickstand.test")
    page.wait_for_url("**/me/today/")
    return page


def stands_above_the_bars(page: Page, button: str) -> bool:
    """Whether the whole of the open set's button can be seen, above timer and places."""
    box = page.locator(".set-open").get_by_role("button", name=button).bounding_box()
    bars = page.locator(".phone-bars").bounding_box()
    assert box
    assert bars
    return box["y"] >= 0 and box["y"] + box["height"] <= bars["y"]


def test_log_stands_above_the_timer_on_a_small_phone(coach: User, open_page: Callable[..., Page]) -> None:
    page = training(open_page, SMALL)
    assert page.evaluate(TOO_SMALL) == []
    timer, head = page.get_by_role("region", name="Rest timer"), page.locator(".phone-head")
    expect(head.locator(".phone-date")).to_be_visible()
    for number in (1, 2, 3):
        for side in ("left", "right"):
            if (side, number) == ("right", 3):
                break
            log_and_wait(page, side, number)
            expect(timer).to_be_visible()
            expect(page.locator(f'.set-row[data-key="{side}-{number}"][data-state="done"]')).to_be_attached()
            page.locator(".set-live-go .btn-primary").evaluate(f"each => {{ each.textContent = '{GERMAN}' }}")
            page.locator(".set-live-go .btn-primary").evaluate("each => Cards.reveal(each.closest('article'))")
            assert stands_above_the_bars(page, GERMAN), (side, number)
            assert head.evaluate("each => each.offsetHeight") <= 48  # the pill and the menu are the head
            expect(head.locator(".phone-date")).to_be_hidden()
            page.reload()
            says(page, "All saved")
    assert page.evaluate(TOO_SMALL) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    for name, long in (("Load", "102.5"), ("Load", "137.25"), ("Reps", "100")):  # in a narrow field, and all of it seen
        field = page.get_by_role("spinbutton", name=name)
        shown = field.input_value()
        field.fill(long)
        assert field.evaluate("each => each.scrollWidth <= each.clientWidth"), long
        field.fill(shown)
    page.locator(".set-open .rir label").nth(4).click()
    expect(page.get_by_role("radiogroup", name="Roughly how many?")).to_be_visible()
    assert stands_above_the_bars(page, "Log right set")


def test_the_other_side_is_matched_and_the_rest_skipped_without_signal(
    coach: User, open_page: Callable[..., Page], watch: Watch
) -> None:
    page = training(open_page, PHONE)
    page.context.set_offline(True)
    page.get_by_role("button", name="Skip", exact=True).click()
    page.get_by_role("link", name="Take another exercise").click()
    expect(page.get_by_text("This needs signal.")).to_be_visible()
    page.get_by_role("spinbutton", name="Reps").fill("6")
    page.get_by_role("group", name="How many more could you do?").or_(
        page.get_by_role("radiogroup", name="How many more could you do?")
    ).get_by_role("radio", name="4+").check(force=True)
    page.get_by_role("radiogroup", name="Roughly how many?").get_by_role("radio", name="5", exact=True).check(
        force=True
    )
    log(page, "left", 1)
    says(page, "Saved on this phone, 1 waiting")
    right = page.get_by_role("group", name="Right, set 1")
    expect(right.get_by_role("spinbutton", name="Reps")).to_have_value("6")
    expect(right).to_contain_text("Match it.")
    right.get_by_role("button", name="Skip", exact=True).click()
    page.get_by_role("radio", name="No time").check(force=True)
    page.get_by_role("button", name="Skip all sets that are left").click()
    says(page, "Saved on this phone, 6 waiting")
    page.context.set_offline(False)
    says(page, "All saved")
    assert SetLog.objects.filter(kind="skipped", skip_reason="time").count() == 5
    assert SetLog.objects.get(kind="done").rir == 5
    watch.complaints[:] = [told for told in watch.complaints if "Failed to load resource" not in told]


def test_strong_pain_without_signal_ends_the_exercise(
    coach: User, open_page: Callable[..., Page], watch: Watch
) -> None:
    page = training(open_page, PHONE)
    page.context.set_offline(True)
    page.get_by_role("button", name="Pain", exact=True).click()
    page.get_by_role("radio", name="7 strong").check(force=True)
    page.keyboard.press("Escape")
    log(page, "left", 1)
    expect(page.get_by_role("alert").filter(has_text="Stop here today.")).to_be_visible()
    expect(page.locator(".set-open")).to_have_count(0)
    page.context.set_offline(False)
    stop = page.get_by_role("button", name="Stop the other sets and finish")
    expect(stop).to_be_visible()
    page.set_viewport_size(SMALL)
    fits = "(each, words) => { each.textContent = words; return each.scrollWidth <= each.clientWidth; }"
    assert stop.evaluate(fits, "Die übrigen Sätze dieser Übung abbrechen")
    page.get_by_role("button", name="Session menu").click()
    expect(page.get_by_role("link", name="Stop the session here")).to_be_visible()
    expect(page.get_by_role("link", name="Move to another day")).to_be_hidden()
    watch.complaints[:] = [told for told in watch.complaints if "Failed to load resource" not in told]


def test_the_timer_changes_sides_adds_skips_and_says_what_was_missed(
    coach: User, open_page: Callable[..., Page]
) -> None:
    page = training(open_page, PHONE)
    timer = page.get_by_role("region", name="Rest timer")
    log_and_wait(page, "left", 1)
    expect(timer).to_contain_text("change to right, set 1")
    timer.get_by_role("button", name="15 seconds more").click()
    held = page.evaluate(
        "() => JSON.parse(localStorage.getItem(Object.keys(localStorage).find(key => key.startsWith('rest:'))))"
    )
    assert held["total"] in (29, 30)
    # The phone was locked for a minute: the stored end has passed.
    held["ends"] -= 90_000
    write = "localStorage.setItem(Object.keys(localStorage).find(key => key.startsWith('rest:')), text)"
    with page.expect_navigation():
        page.evaluate(
            f"text => {{ addEventListener('pagehide', () => {write}); location.reload(); }}", json.dumps(held)
        )
    expect(timer).to_contain_text("over for 1:")
    expect(page.get_by_text("The rest is over. Next: right, set 1.")).to_be_attached()
    timer.get_by_role("button", name="End the rest").click()
    expect(timer).to_be_hidden()
    page.get_by_role("button", name="Session menu").click()
    sound = page.get_by_role("button", name="Sound when the rest ends")
    expect(sound).to_have_attribute("aria-pressed", "true")
    sound.click()
    page.reload()
    page.get_by_role("button", name="Session menu").click()
    expect(sound).to_have_attribute("aria-pressed", "false")


# What a phone has and this browser does not: it is written down what is asked of them.
SENSES = """
  window.told = [];
  const tell = (sense, what) => { window.told.push([sense, String(what)]); return true; };
  navigator.vibrate = (pattern) => tell("buzz", pattern);
  const held = { addEventListener() {}, release: async () => { tell("screen", "may go off"); } };
  const wakeLock = { request: async (what) => { tell("screen", "on"); return held; } };
  Object.defineProperty(navigator, "wakeLock", { value: wakeLock });
  window.SpeechSynthesisUtterance = class { constructor(words) { this.words = words; } };
  const voice = { getVoices: () => [{ lang: "en-GB" }], cancel() {}, speak: (spoken) => tell("voice", spoken.words) };
  Object.defineProperty(window, "speechSynthesis", { value: voice });
"""


def test_the_screen_stays_on_the_rest_buzzes_and_the_tempo_is_spoken(
    coach: User, open_page: Callable[..., Page]
) -> None:
    page = open_page(PHONE)
    page.add_init_script(SENSES)
    page.clock.install()
    sign_in(page, "maya@kickstand.test")
    page.wait_for_url("**/me/today/")
    told = "sense => window.told.filter(each => each[0] === sense).map(each => each[1])"
    assert page.evaluate(told, "screen") == []
    log_and_wait(page, "left", 1)
    page.wait_for_function("() => window.told.some(each => each[0] === 'screen')")
    assert page.evaluate(told, "screen") == ["on"]
    page.clock.run_for(10_000)
    assert page.evaluate(told, "buzz") == []
    page.clock.run_for(30_000)
    assert page.evaluate(told, "buzz") == ["200,100,200"]
    page.get_by_role("button", name="Tempo", exact=True).click()
    page.clock.run_for(6_000)
    assert page.evaluate(told, "voice")[:5] == ["3", "2", "1", "Lower", "2"]


@pytest.mark.parametrize("still", [False, True], ids=["moving", "still"])
def test_the_tempo_counts_and_ends_with_one_tap(coach: User, open_page: Callable[..., Page], still: bool) -> None:
    page = training(open_page, SMALL)
    page.emulate_media(reduced_motion="reduce" if still else "no-preference")
    tempo = page.get_by_role("region", name="Tempo")
    expect(tempo).to_be_hidden()
    page.get_by_role("button", name="Tempo", exact=True).click()
    expect(tempo).to_contain_text("Ready")
    body = page.locator('.tempo-figure [data-track="trunk"]').first
    before = body.get_attribute("transform")
    expect(tempo).to_contain_text("Lower")
    expect(tempo).to_contain_text("2 of 2 s")
    assert (body.get_attribute("transform") == before) is still
    assert stands_above_the_bars(page, "Log left set")
    tempo.get_by_role("button", name="Stop").click()
    expect(tempo).to_be_hidden()


def test_every_state_passes_axe(coach: User, open_page: Callable[..., Page], watch: Watch) -> None:
    page = training(open_page, PHONE)
    check_with_axe(page)
    for name in ("Pain", "Skip", "Session menu"):
        page.get_by_role("button", name=name, exact=True).click()
        check_with_axe(page)
        page.keyboard.press("Escape")
    log_and_wait(page, "left", 1)
    check_with_axe(page)  # the head is small, the timer runs
    page.get_by_role("spinbutton", name="Reps").fill("")
    page.get_by_role("button", name="Log right set").click()
    expect(page.get_by_text("How many reps?")).to_be_visible()
    check_with_axe(page)
    page.get_by_role("button", name="Tempo", exact=True).click()
    check_with_axe(page)
    for path in ("signs/", "moved-days/"):
        page.goto(f"/me/{path}")
        check_with_axe(page)
    watch.complaints[:] = [told for told in watch.complaints if "status of 422" not in told]  # wrong on purpose


def test_swapping_passes_axe(coach: User, open_page: Callable[..., Page]) -> None:
    Client.objects.update(inventory={"bar": 20, "plates": [[10, 2], [5, 2]], "dumbbells": [6, 8, 10, 12]})
    page = training(open_page, PHONE)
    page.get_by_role("button", name="Skip", exact=True).click()
    page.get_by_role("link", name="Take another exercise").click()
    page.wait_for_url("**/swap/")
    check_with_axe(page)
    page.get_by_role("button", name="Do this instead").click()
    expect(page.get_by_role("button", name="Back to what your coach set")).to_be_visible()
    check_with_axe(page)
