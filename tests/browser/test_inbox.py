"""The review in a browser: fifty cards by keyboard alone, what is new comes by itself, and every state passes axe."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from clients.missed import notice_missed
from clients.models import Assignment, Client, Proposal, ReviewCard, ReviewDecision, Session
from clients.talking import comment_on
from tests.browser.conftest import DESK, PHONE, Watch, check_with_axe, sign_in
from tests.clients.rows import finished
from tests.factories import (
    AssignmentFactory,
    ClientFactory,
    MembershipFactory,
    PracticeFactory,
    ProgressionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
DUE = dt.date(2026, 1, 5)
# What is pressed on each card in turn, and what is kept of it.
KEYS = [
    (["a"], "approved"),
    (["h"], "held"),
    (["m"], "moved_up"),
    (["e", "Enter"], "adjusted"),
    (["s", "3"], "snoozed"),
]


@pytest.fixture
def ruth(transactional_db: None) -> User:
    ruth = UserFactory(email="ruth@kickstand.test", display_name="Ruth Adeyemi")
    return MembershipFactory(practice=PracticeFactory(name="Adeyemi Strength"), role=Role.OWNER, user=ruth).user


def waiting(ruth: User, count: int) -> list[Session]:
    """So many clients of Ruth with a step up to decide each."""
    practice = ruth.memberships.get().practice
    ladder = ProgressionFactory(practice=practice, rungs=3)
    clients = [ClientFactory(practice=practice, coach=ruth, name=f"Client {n:02}") for n in range(count)]
    assignments = [AssignmentFactory(client=client, progression=ladder) for client in clients]
    return [finished(each, due_on=DUE, status="waiting", action="move_up") for each in assignments]


def press(page: Page, keys: list[str]) -> None:
    """The keys one after the other; the last of them leads to another page."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    if keys == ["e", "Enter"]:
        expect(page.get_by_role("group", name="Your own figures").get_by_role("textbox").first).to_be_focused()
    if keys == ["s", "3"]:
        expect(page.get_by_role("button", name="In 3 days")).to_be_visible()
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(keys[-1])


def test_fifty_cards_are_decided_by_keyboard_alone(open_page: Callable[..., Page], ruth: User) -> None:
    sessions = waiting(ruth, 50)
    page = open_page(DESK)
    sign_in(page, ruth.email)
    expect(page.get_by_role("navigation", name="Cards to review")).to_contain_text("1 of 50")
    press(page, ["j"])
    press(page, ["k"])
    for n in range(50):
        press(page, KEYS[n % 5][0])
    expect(page.get_by_text("Nothing to review")).to_be_visible()
    kept = list(ReviewDecision.objects.order_by("made_at").values_list("kind", flat=True))
    assert kept == [kind for _, kind in KEYS] * 10
    statuses = {
        "approved": "approved",
        "held": "held",
        "moved_up": "adjusted",
        "adjusted": "adjusted",
        "snoozed": "waiting",
    }
    for decision in ReviewDecision.objects.select_related("card"):
        assert Proposal.objects.get(session=decision.card.session_id).status == statuses.get(
            decision.kind, decision.kind
        )
        assert decision.made_by == ruth
    assert len(set(ReviewDecision.objects.values_list("card__session", flat=True))) == len(sessions)
    press(page, ["u"])
    assert re.search(r"/coach/review/[0-9a-f-]+/$", page.url)
    expect(page.get_by_role("article")).to_have_count(1)
    assert ReviewDecision.objects.filter(undone_at=None).count() == 49


def test_what_is_new_comes_by_itself_and_the_typed_line_stays(open_page: Callable[..., Page], ruth: User) -> None:
    waiting(ruth, 1)
    page = open_page(DESK)
    sign_in(page, ruth.email)
    expect(page.get_by_role("article")).to_have_count(1)
    page.keyboard.press("c")
    page.keyboard.type("Well earned")
    late = ClientFactory(
        practice=ruth.memberships.get().practice,
        coach=ruth,
        name="Late Comer",
        user=UserFactory(email="late@kickstand.test"),
    )
    phone = open_page(PHONE)
    sign_in(phone, "late@kickstand.test")
    phone.goto("/me/messages/")
    phone.get_by_role("textbox", name="Message").fill("The bar is taken all week.")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.get_by_text("The bar is taken all week.")).to_be_visible()
    expect(page.get_by_role("article", name=late.name)).to_be_visible(timeout=10_000)
    expect(page.locator("#review-news")).to_have_text("One new card")
    expect(page.locator("#to-review")).to_contain_text("2")
    expect(page.get_by_role("textbox", name="Comment")).to_have_value("Well earned")
    expect(page.get_by_role("textbox", name="Comment")).to_be_focused()


def test_a_comment_beside_the_list_is_seen_where_it_is_shown(open_page: Callable[..., Page], ruth: User) -> None:
    (session,) = waiting(ruth, 1)
    Client.objects.update(user=UserFactory())
    session.client.refresh_from_db()
    comment = comment_on(session, author=session.client.user, text="That was heavy.")
    ReviewCard.objects.filter(kind="message").delete()
    for size, seen in ((PHONE, False), (DESK, True)):
        page = open_page(size)
        sign_in(page, ruth.email)
        page.goto("/coach/review/")
        page.wait_for_load_state("networkidle")
        comment.refresh_from_db()
        assert (comment.seen_by_coach_at is not None) is seen


def test_a_page_that_nobody_looks_at_asks_for_nothing(open_page: Callable[..., Page], ruth: User) -> None:
    page = open_page(DESK)
    page.clock.install()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/coach/review/list/" in request.url else None)
    sign_in(page, ruth.email)
    with page.expect_response("**/coach/review/list/*"):
        page.clock.run_for(9_000)
    look_away(page, hidden=True)
    before = len(asked)
    page.clock.run_for(60_000)
    assert len(asked) == before
    with page.expect_response("**/coach/review/list/*"):  # whoever comes back sees at once what is new
        look_away(page, hidden=False)
        page.clock.run_for(100)


def look_away(page: Page, *, hidden: bool) -> None:
    page.evaluate(
        """(hidden) => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


@pytest.mark.parametrize(("size", "dark"), [(DESK, False), (PHONE, True)])
def test_every_state_passes_axe(
    open_page: Callable[..., Page], watch: Watch, ruth: User, size: Any, dark: bool
) -> None:
    sessions = waiting(ruth, 2)
    Assignment.objects.update(start_date=dt.date.today() - dt.timedelta(days=40), weekdays=[0, 1, 2, 3, 4, 5, 6])
    notice_missed(ruth.memberships.get().practice_id)
    page = open_page(size, dark=dark)
    sign_in(page, ruth.email)
    check_with_axe(page)
    page.goto(f"/coach/review/{sessions[0].pk}/")
    page.get_by_role("button", name="Snooze", exact=True).first.click()
    expect(page.get_by_role("button", name="Tomorrow")).to_be_visible()
    check_with_axe(page)
    page.get_by_label("Until").fill("2020-01-01")
    page.get_by_role("group", name="Snooze").get_by_role("button", name="Snooze", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a day after today.")
    check_with_axe(page)
    page.goto(f"/coach/review/{ReviewCard.objects.filter(kind='missed').first().pk}/")
    check_with_axe(page)
    page.goto("/coach/review/together/?reason=move_up")
    check_with_axe(page)
    if size == DESK:
        page.goto("/coach/review/")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
        check_with_axe(page)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Filter").click()
        expect(page.get_by_label("Reason")).to_be_visible()
        check_with_axe(page)
        page.get_by_label("Reason").select_option("missed")
        page.get_by_role("button", name="Show these").click()
        expect(page.get_by_role("button", name="Show everything")).to_be_visible()
        check_with_axe(page)
    watch.complaints[:] = [told for told in watch.complaints if "status of 422" not in told]  # wrong on purpose
