"""A client's page in a real browser: what the pointer and the keys read, and axe in both sizes and themes."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role
from clients.body_mass import weigh
from clients.models import Client
from clients.notes import write_note
from tests.browser.conftest import DESK, PHONE, Watch, check_with_axe, sign_in
from tests.browser.test_workshop_axe import looked_at
from tests.clients.rows import finished
from tests.factories import (
    AssignmentFactory,
    ClientFactory,
    ExerciseFactory,
    MembershipFactory,
    PracticeFactory,
    UserFactory,
    VariationFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
START = dt.date(2026, 1, 5)


@pytest.fixture
def client(transactional_db: None) -> Client:
    """Eight sessions, a lay-off after the sixth, and a name that is long."""
    practice = PracticeFactory(name="Adeyemi Strength")
    user = UserFactory(email="ruth@kickstand.test", display_name="Ruth Adeyemi")
    MembershipFactory(practice=practice, role=Role.OWNER, user=user)
    found: Client = ClientFactory(practice=practice, coach=user, name="Maximiliane Featherstonehaugh-Cholmondeley")
    assignment = AssignmentFactory(client=found)
    for n in (0, 3, 7, 10, 14, 17, 42, 45):
        finished(assignment, due_on=START + dt.timedelta(days=n))
    write_note(found, author=user, text=f"{'Long' * 40} words.\nAnd a second line.")
    weigh(found, kg=Decimal("70.25"))
    return found


def test_keys_and_pointer_read_the_chart(client: Client, open_page: Callable[..., Page]) -> None:
    page = open_page(DESK)
    sign_in(page, "ruth@kickstand.test")
    page.goto(f"/coach/clients/{client.pk}/")
    said = page.locator(".chart-said")
    expect(said).to_have_text("Thu 19 Feb 2026: left 22.5 kg, right 22.5 kg")
    keys = page.get_by_role("slider", name="Session to read")
    keys.press("ArrowLeft")
    expect(said).to_have_text("Mon 16 Feb 2026: left 22.5 kg, right 22.5 kg · after 3 weeks away")
    expect(keys).to_have_attribute("aria-valuetext", re.compile("^Mon 16 Feb"))
    keys.press("Home")
    expect(said).to_have_text(re.compile("^Mon 5 Jan"))
    box = page.locator(".over-time svg.chart").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.93, box["y"] + 60)
    expect(said).to_have_text(re.compile("^Thu 19 Feb"))
    page.get_by_role("link", name="Reps", exact=True).click()
    expect(page.get_by_role("heading", name="Reps per side, all sets")).to_be_visible()
    expect(page).to_have_url(re.compile("chart=reps"))
    page.get_by_role("slider", name="Session to read").press("ArrowLeft")
    expect(said).to_have_text("Mon 16 Feb 2026: left 24, right 24 · after 3 weeks away")


@pytest.mark.parametrize("size", [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")])
def test_every_page_of_a_client_passes_axe(
    client: Client, open_page: Callable[..., Page], size: dict[str, int]
) -> None:
    page = open_page(size)
    sign_in(page, "ruth@kickstand.test")
    for path in ("", "?numbers=all&chart=e1rm", "sessions/", "notes/", "body/", "swaps/"):
        looked_at(page, f"/coach/clients/{client.pk}/{path}")


def test_a_day_is_moved_and_an_exercise_swapped_and_both_are_taken_back(
    client: Client, open_page: Callable[..., Page], watch: Watch
) -> None:
    VariationFactory(exercise=ExerciseFactory(name="Split squat", slug="split-squat-here", laterality="single_leg"))
    page = open_page(DESK)
    sign_in(page, "ruth@kickstand.test")
    page.goto(f"/coach/clients/{client.pk}/")
    days = page.get_by_role("region", name="Coming days")
    page.get_by_text("Move a day").click()
    second, third = (days.get_by_label("Session of").locator("option").nth(n).get_attribute("value") for n in (1, 2))
    days.get_by_label("Session of").select_option(second)
    days.get_by_label("Do it on").fill(third or "")
    days.get_by_role("button", name="Move", exact=True).click()
    expect(days.get_by_text("has a session already. Choose a free day.")).to_be_visible()
    check_with_axe(page)
    tomorrow = dt.date.fromisoformat(second or "") + dt.timedelta(days=1)
    days.get_by_label("Do it on").fill(tomorrow.isoformat())
    days.get_by_role("button", name="Move", exact=True).click()
    expect(days.get_by_text(re.compile("moved from .* by you"))).to_be_visible()
    check_with_axe(page)
    days.get_by_role("button", name=re.compile("Move back")).click()
    expect(days.get_by_text("moved from")).to_have_count(0)

    days.get_by_role("link", name="Swap an exercise").click()
    page.get_by_label("Do", exact=True).select_option(index=1)
    page.get_by_role("button", name="Next").click()
    for side in ("Left", "Right"):
        page.get_by_label(f"{side} load, kg").fill("12.5")
        page.get_by_label(f"{side} reps").fill("8")
    page.get_by_label("Why").fill("Bench" * 30)
    check_with_axe(page)
    page.get_by_role("button", name="Swap", exact=True).click()
    expect(days.get_by_text(re.compile("Instead of .*BenchBench"))).to_be_visible()
    check_with_axe(page)
    aside = page.locator(".client-aside")
    assert aside.evaluate("aside => aside.scrollWidth <= aside.clientWidth")
    days.get_by_role("button", name=re.compile("^Undo")).click()
    expect(days.get_by_text("Instead of")).to_have_count(0)
    watch.complaints[:] = [told for told in watch.complaints if "status of 422" not in told]  # wrong on purpose
