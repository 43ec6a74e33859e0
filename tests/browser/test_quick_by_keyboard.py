"""A coach who knows the exercise, by keyboard alone: a progression in under two minutes, a program in under five.

The time is a keystroke-level estimate (Card, Moran and Newell, 1980): so much a key for an average typist, so much for
every time that somebody has to think what comes next.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import Role, User
from programs.models import Program, Progression
from tests.browser.conftest import DESK, sign_in
from tests.factories import MembershipFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
A_KEY, A_THOUGHT = 0.28, 1.2
MOST_TABS = 60
DAYS = (
    ("back squat 5x5 @100kg", "A1 hip thrust 3x8-12 @RIR2", "A2 push-up 3x10", "plank 3x30s"),
    ("deadlift 3x5 @120kg", "A1 split squat 3x8 per side", "A2 chin-up 3x5", "glute bridge 3x12"),
    ("front squat 4x6 @70kg", "A1 Romanian deadlift 3x8", "A2 bench press 3x8", "side plank 3x30s per side"),
)


class Typist:
    """Counts what the hands do. `think` stands for looking up and deciding, once for each thing that is wanted."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.thoughts = page, 0, 0

    def think(self) -> "Typist":
        self.thoughts += 1
        return self

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.keys += len(text)
        self.page.keyboard.type(text)

    def go_to(self, control: Locator, *, back: bool = False) -> None:
        for _ in range(MOST_TABS):
            if control.evaluate("(wanted) => wanted === document.activeElement"):
                return
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Not reached by {MOST_TABS} tabs: {control}")

    @property
    def seconds(self) -> float:
        return self.keys * A_KEY + self.thoughts * A_THOUGHT

    def told(self, what: str) -> str:
        return f"{what}: {self.keys} keys, {self.thoughts} thoughts, {self.seconds:.0f} s"


@pytest.fixture
def coach(library: None) -> User:
    user = UserFactory(email="ruth@kickstand.test", display_name="Ruth Adeyemi")
    return MembershipFactory(practice=PracticeFactory(), role=Role.OWNER, user=user).user


def test_a_progression_and_a_program_are_quick_to_make(open_page: Callable[..., Page], coach: User) -> None:
    page = open_page(DESK)
    sign_in(page, coach.email)
    progression, program = five_rungs(page), four_weeks(page)

    print(progression.told("Progression of 5 rungs"), program.told("Program of 4 weeks"), sep="\n")
    rungs = Progression.objects.get(name="Back to thrusting").rungs.select_related("gate").order_by("position")
    assert [(rung.reps_low, hasattr(rung, "gate")) for rung in rungs] == [(6 + place, True) for place in range(5)]
    saved = Program.objects.get(name="Off-season")
    assert (saved.weeks, sum(day.items.count() for day in saved.days.all())) == (4, 48)
    assert progression.seconds < 120, progression.told("Progression")
    assert program.seconds < 300, program.told("Program")


def five_rungs(page: Page) -> Typist:
    """Each rung with its own reps, and a gate to the next."""
    page.goto("/coach/progressions/")
    hands = Typist(page)
    hands.think().go_to(page.get_by_role("button", name="New progression"))
    hands.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    hands.think().type("Back to thrusting")
    for place in range(5):
        if place:
            hands.think().go_to(page.get_by_role("button", name="Add a rung"))
            hands.press("Enter")
            expect(page.get_by_label(f"Variation of rung {place + 1}")).to_be_focused()
        hands.think().go_to(page.get_by_label("Reps from").nth(place))
        hands.type(str(6 + place))
    hands.think().go_to(page.get_by_role("button", name="Save progression"))
    hands.press("Enter")
    expect(page.get_by_role("heading", name="Back to thrusting", level=1)).to_be_visible()
    return hands


def four_weeks(page: Page) -> Typist:
    """Three days of four lines, then the weeks after it with a rep more each."""
    page.goto("/coach/programs/")
    hands = Typist(page)
    hands.think().go_to(page.get_by_role("link", name="New program").first)
    hands.press("Enter")
    for label, text in (("Name", "Off-season"), ("Weeks", "4"), ("Days a week", "3")):
        hands.think().go_to(page.get_by_label(label, exact=True))
        hands.type(text)
    hands.press("Enter")
    for day, lines in enumerate(DAYS, start=1):
        field = page.get_by_label(f"Add an exercise to week 1, day {day}", exact=True)
        hands.go_to(field)
        for line in lines:
            hands.think().type(line)
            hands.press("Enter")
        expect(page.locator(f'.day[data-at="1.{day}"] .item-name')).to_have_count(4)
    expect(page.locator("#pill")).to_have_text("Draft saved")
    hands.think().go_to(page.locator("#week-1"), back=True)
    hands.press("Enter")
    hands.think().go_to(page.get_by_role("dialog").get_by_label("Reps"))
    hands.type("1")
    hands.press("Enter")
    expect(page.locator('.day[data-at="4.3"] .item-name')).to_have_count(4)
    hands.think().go_to(page.get_by_role("button", name="Save", exact=True), back=True)
    hands.press("Enter")
    expect(page.get_by_text("Saved as version 1.")).to_be_visible()
    return hands
