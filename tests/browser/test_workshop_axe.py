"""Every page of the coach's workshop as it looks when it is full, empty, wrong and in conflict: axe, and nothing wider
than the window, in both sizes and both themes.
"""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page

from accounts.models import Role, User
from exercises.models import Exercise
from programs import program_versions, versions
from programs.building import EMPTY, add_line
from programs.drafting import begin
from programs.models import Draft, Program, Progression
from tests.browser.conftest import DESK, PHONE, check_with_axe, sign_in
from tests.factories import (
    AssignmentFactory,
    ClientFactory,
    ExerciseFactory,
    MembershipFactory,
    PracticeFactory,
    ProgressionFactory,
    UserFactory,
    VariationFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = pytest.mark.parametrize("size", [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")])
LONG = "Off-season strength for the second team, after the break and before the first matches"


def a_coach(email: str, practice_name: str) -> User:
    user = UserFactory(email=email, display_name="Ruth Adeyemi")
    return MembershipFactory(practice=PracticeFactory(name=practice_name), role=Role.OWNER, user=user).user


@pytest.fixture
def coach(library: None) -> User:
    return a_coach("ruth@kickstand.test", "Adeyemi Strength")


@pytest.fixture
def exercise(coach: User) -> Exercise:
    practice = coach.memberships.get().practice
    found: Exercise = ExerciseFactory(practice=practice, name=f"Hip thrust, {LONG.lower()}"[:80], slug="own-thrust")
    VariationFactory(exercise=found)
    return found


@pytest.fixture
def progression(coach: User) -> Progression:
    """Followed in an older version, edited by two coaches, the own draft wrong and out of date."""
    practice = coach.memberships.get().practice
    found: Progression = ProgressionFactory(practice=practice, rungs=4, name=LONG, slug="own")
    AssignmentFactory(client=ClientFactory(practice=practice, coach=coach, name="Maya Lindqvist"), progression=found)
    colleague = MembershipFactory(practice=practice, role=Role.COACH).user
    mine, theirs = (_progression_draft(found, by) for by in (coach, colleague))
    versions.save_version(theirs, by=colleague)
    key = mine.content["order"][0]
    mine.content["rungs"][key]["sets"] = "three"
    mine.save()
    return found


def _progression_draft(found: Progression, by: User) -> Draft:
    content = versions.content_of(found) | {"summary": f"As {by.name} would have it"}
    return begin(by=by, kind=Draft.Kind.PROGRESSION, family=found.family, base=found.pk, content=content)


@pytest.fixture
def program(coach: User) -> Program:
    """Saved, and drafted on with a line that cannot be read."""
    content = EMPTY | {"name": LONG, "folder": "Team", "tags": "strength, autumn", "weeks": 4, "days_a_week": 3}
    for at in ("1.1", "1.2", "2.1"):
        for line in ("A1 hip thrust 3x8-12 @RIR2 90s per side // slow", "A2 plank 3x30s", "back squat 5x5 @100kg"):
            content = add_line(content, at, line)
    draft = begin(by=coach, kind=Draft.Kind.PROGRAM, family=uuid4(), base=None, content=content)
    saved = program_versions.save_program(draft, by=coach)
    wrong = add_line(program_versions.content_of(saved), "1.3", "back squat 5x5 per si")
    begin(by=coach, kind=Draft.Kind.PROGRAM, family=saved.family, base=saved.pk, content=wrong)
    return saved


def looked_at(page: Page, address: str) -> None:
    page.goto(address)
    if page.locator("[hx-trigger*='load']").count():  # it asks for more by itself
        page.wait_for_load_state("networkidle")
    check_with_axe(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), address


@SIZES
def test_a_full_workshop(
    open_page: Callable[..., Page],
    coach: User,
    exercise: Exercise,
    progression: Progression,
    program: Program,
    size: dict[str, int],
) -> None:
    page = open_page(size)
    sign_in(page, coach.email)
    for address in (
        "/library/",
        "/library/?q=nothing-of-the-kind",
        "/library/staggered-hip-thrust/",
        "/library/own-thrust/",
        f"/coach/exercises/{exercise.pk}/edit/",
        f"/coach/exercises/{exercise.pk}/variations/new/",
        "/coach/exercises/new/",
        "/coach/progressions/",
        "/coach/progressions/staggered-hip-thrust/",
        "/coach/progressions/own/",
        f"/coach/progressions/{progression.family}/edit/",
        f"/coach/progressions/{progression.family}/tried/",
        f"/coach/progressions/{progression.family}/followers/",
        "/coach/programs/",
        "/coach/programs/new/",
        f"/coach/programs/{program.family}/",
        f"/coach/programs/{program.family}/edit/",
    ):
        looked_at(page, address)


@SIZES
def test_a_new_workshop(open_page: Callable[..., Page], coach: User, size: dict[str, int]) -> None:
    empty = EMPTY | {"name": "Spring", "weeks": 2, "days_a_week": 2}
    program = begin(by=coach, kind=Draft.Kind.PROGRAM, family=uuid4(), base=None, content=empty)
    page = open_page(size)
    sign_in(page, coach.email)
    for address in ("/coach/progressions/", "/coach/programs/", f"/coach/programs/{program.family}/edit/"):
        looked_at(page, address)
    page.goto("/coach/progressions/")
    page.get_by_role("button", name="New progression").first.click()
    page.wait_for_load_state("networkidle")
    check_with_axe(page)
