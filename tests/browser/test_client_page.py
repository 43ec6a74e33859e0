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
from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.test_workshop_axe import looked_at
from tests.clients.rows import finished
from tests.factories import AssignmentFactory, ClientFactory, MembershipFactory, PracticeFactory, UserFactory

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
    for path in ("", "?numbers=all&chart=e1rm", "sessions/", "notes/", "body/"):
        looked_at(page, f"/coach/clients/{client.pk}/{path}")
