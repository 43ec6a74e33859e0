"""The coach's side of a clip: looked at, noted on at a moment, and judged; the client reads it."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from clients.clips import note_on
from clients.models import Assignment, Attachment, AttachmentNote, Session, TechniqueMark
from tests.clients.clips import KINDS, attached
from tests.clients.conftest import MONDAY, play


@pytest.fixture
def session(training: Assignment, settings: Any, tmp_path: Path) -> Session:
    settings.MEDIA_ROOT = tmp_path
    return play(training, due_on=MONDAY.date())


@pytest.fixture
def clip(session: Session, client_user: User) -> Attachment:
    return attached(session, client_user, number=3)


def note(browser: Browser, clip: Attachment, second: str, text: str) -> Any:
    return browser.post(reverse("coach:clip-notes", args=[clip.pk]), {"second": second, "text": text})


def test_a_note_at_a_moment_is_read_by_the_client(as_coach: Browser, as_client: Browser, clip: Attachment) -> None:
    response = note(as_coach, clip, "3.4", "Hips shift to the right here.")
    assert response["Location"] == reverse("coach:clip", args=[clip.pk]) + "?at=3400"
    page = as_coach.get(response["Location"]).content.decode()
    assert "#t=3.4" in page
    assert "0:03.40" in page
    mine = as_client.get(reverse("me:clip", args=[clip.pk])).content.decode()
    assert "Hips shift to the right here." in mine
    assert 'href="?at=3400"' in mine
    assert "Delete the note" not in mine
    assert "1 note" in as_client.get(reverse("me:done", args=[clip.session_id])).content.decode()


@pytest.mark.parametrize(
    ("second", "text", "told"),
    [
        ("1", "", "Write what you see."),
        ("soon", "Knee out", "Seconds from the start, such as 3.4."),
        ("-1", "Knee out", "Seconds from the start, from 0."),
        ("9999", "Knee out", "Seconds from the start, at most 3600."),
        ("NaN", "Knee out", "Seconds from the start, such as 3.4."),
        ("1", "x" * 501, "A note has at most 500 characters."),
    ],
)
def test_a_note_that_is_refused_stays_typed(
    as_coach: Browser, clip: Attachment, second: str, text: str, told: str
) -> None:
    response = note(as_coach, clip, second, text)
    assert response.status_code == 422
    page = response.content.decode()
    assert told in page
    assert f'value="{second}"' in page
    assert text in page
    assert not AttachmentNote.objects.exists()


def test_a_photo_has_notes_without_a_moment(as_coach: Browser, session: Session, client_user: User) -> None:
    photo = attached(session, client_user, data=KINDS["image/jpeg"] + b"\0" * 20)
    assert note(as_coach, photo, "", "Feet level.").status_code == 302
    page = as_coach.get(reverse("coach:clip", args=[photo.pk])).content.decode()
    assert "<img" in page
    assert "<video" not in page
    assert "Feet level." in page
    assert "0:00.00" not in page


def test_a_coach_deletes_a_note_and_a_rival_finds_none(
    as_coach: Browser, as_rival: Browser, clip: Attachment, coach: User
) -> None:
    kept = note_on(clip, at_ms=1000, text="Knee out.", by=coach)
    address = reverse("coach:clip-note-delete", args=[clip.pk, kept.pk])
    assert as_rival.post(address).status_code == 404
    assert as_coach.post(address).status_code == 302
    assert not AttachmentNote.objects.exists()


def test_technique_is_judged_beside_the_clip(as_coach: Browser, clip: Attachment, session: Session) -> None:
    page = as_coach.get(reverse("coach:clip", args=[clip.pk])).content.decode()
    address = f"{reverse('coach:technique', args=[session.pk])}?clip={clip.pk}"
    assert address in page
    marks = {"technique-1-left": "sound", "technique-1-right": "failed", "technique-1-right-note": "Hips turn"}
    refused = as_coach.post(address, {"technique-1-left-note": "a note alone"})
    assert refused.status_code == 422
    assert f"?clip={clip.pk}" in refused.content.decode()
    assert as_coach.post(address, marks)["Location"] == reverse("coach:clip", args=[clip.pk])
    assert TechniqueMark.objects.filter(item__session=session).count() == 2


def test_a_clip_of_another_session_or_none_is_not_found(
    as_coach: Browser, clip: Attachment, training: Assignment, monday: Any
) -> None:
    monday.shift(3 * 86400)
    other = play(training, due_on=MONDAY.date().replace(day=8))
    for named in (clip.pk, "no-id"):
        assert as_coach.get(f"{reverse('coach:technique', args=[other.pk])}?clip={named}").status_code == 404


@pytest.mark.parametrize("at", ["-5", "x", "99999999999", "٣", ""])
def test_a_moment_that_is_none_is_the_start(as_coach: Browser, clip: Attachment, at: str) -> None:
    page = as_coach.get(reverse("coach:clip", args=[clip.pk]), {"at": at})
    assert page.status_code == 200
    assert "#t=" not in page.content.decode()
