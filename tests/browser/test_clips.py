"""A clip in a browser: sent in the background, played frame by frame, noted on at a moment, read by the client."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from clients.models import Attachment, AttachmentNote, Session
from tests.browser.conftest import DESK, PHONE, Watch, check_with_axe, sign_in
from tests.clients.rows import finished
from tests.factories import AssignmentFactory, ClientFactory, MembershipFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
CLIP = Path(__file__).parent / "clip.webm"  # 30 frames that count up, drawn in a browser
NOW = "() => document.querySelector('video').currentTime"


@pytest.fixture
def session(transactional_db: None, settings: Any, tmp_path: Path) -> Session:
    """Maya's, of a practice with Ruth as its coach."""
    settings.MEDIA_ROOT = tmp_path
    practice = PracticeFactory()
    ruth: User = UserFactory(email="ruth@kickstand.test", display_name="Ruth Adeyemi")
    maya: User = UserFactory(email="maya@kickstand.test", display_name="Maya Lindqvist")
    MembershipFactory(practice=practice, user=ruth, role=Role.OWNER)
    client = ClientFactory(practice=practice, coach=ruth, user=maya, name="Maya Lindqvist")
    return finished(AssignmentFactory(client=client), due_on=dt.date(2026, 1, 5))


def moment(page: Page) -> float:
    minutes, seconds = page.get_by_role("status", name="Moment").inner_text().split(":")
    return 60 * int(minutes) + float(seconds)


def step(page: Page, key: str) -> float:
    """The moment after a key, once it is another one."""
    before = page.get_by_role("status", name="Moment").inner_text()
    page.keyboard.press(key)
    expect(page.get_by_role("status", name="Moment")).not_to_have_text(before)
    page.wait_for_function("() => !document.querySelector('clip-player').stepping")
    return moment(page)


def test_a_clip_goes_from_the_phone_to_the_coach_and_back(
    open_page: Callable[..., Page], session: Session, watch: Watch
) -> None:
    phone = open_page(PHONE)
    sign_in(phone, "maya@kickstand.test")
    phone.goto(f"/me/sessions/{session.pk}/")
    phone.get_by_label("Which set").select_option("Left, set 3")
    phone.get_by_label("Clip or photo").set_input_files(
        {"name": "notes.mp4", "mimeType": "video/mp4", "buffer": b"no clip"}
    )
    with phone.expect_response(lambda response: response.status == 422):
        phone.get_by_role("button", name="Attach").click()
    expect(phone.get_by_text("That is no clip or photo we can show.")).to_be_visible()
    watch.complaints[:] = [told for told in watch.complaints if "status of 422" not in told]  # wrong on purpose
    phone.get_by_label("Clip or photo").set_input_files(CLIP)
    check_with_axe(phone)
    phone.get_by_role("button", name="Attach").click()
    expect(phone.get_by_text("Ruth can see it now.")).to_be_visible()
    expect(phone.get_by_role("link", name="Left, set 3 Clip")).to_be_visible()

    desk = open_page(DESK)
    sign_in(desk, "ruth@kickstand.test")
    expect(desk.get_by_role("article").get_by_text("A clip")).to_be_visible()
    desk.get_by_role("link", name=re.compile("Left, set 3 Clip")).click()
    expect(desk.get_by_role("heading", name="Left, set 3")).to_be_visible()
    desk.wait_for_function("() => document.querySelector('video').readyState >= 2")
    first = step(desk, ".")
    second = step(desk, ".")
    assert 0.02 < second - first < 0.12  # one frame of twenty a second
    assert step(desk, ",") == pytest.approx(first, abs=0.011)
    desk.get_by_role("radio", name="¼").check()
    assert desk.evaluate("() => document.querySelector('video').playbackRate") == 0.25
    for _ in range(3):
        noted = step(desk, ".")
    desk.get_by_label("Note", exact=True).fill("Hips shift to the right here.")
    desk.get_by_role("button", name="Keep the note").click()
    expect(desk.get_by_text("Kept. Maya reads it.")).to_be_visible()
    assert AttachmentNote.objects.get().at_ms == pytest.approx(noted * 1000, abs=15)
    check_with_axe(desk)
    desk.evaluate("() => { document.querySelector('video').currentTime = 0; }")
    desk.wait_for_function("() => !document.querySelector('video').seeking")
    desk.get_by_role("link", name="Go to").click()
    desk.wait_for_function(f"() => Math.abs(document.querySelector('video').currentTime - {noted}) < 0.03")

    phone.get_by_role("link", name="Left, set 3 Clip").click()
    expect(phone.get_by_text("Hips shift to the right here.")).to_be_visible()
    phone.wait_for_function("() => document.querySelector('video').readyState >= 1")
    check_with_axe(phone)
    phone.get_by_text("Delete this clip").click()
    phone.get_by_role("button", name="Delete for good").click()
    expect(phone.get_by_text("The clip is deleted.")).to_be_visible()
    assert not Attachment.objects.exists()
