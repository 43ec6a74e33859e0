"""A clip or photo of a set: sent by the client, told by its bytes, served behind the gate, gone when it is deleted."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as configured
from django.core.exceptions import ValidationError
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from clients.clips import MOST_A_SET, attach_clip, type_of
from clients.models import Assignment, Attachment, AttachmentNote, ReviewCard, Session
from clients.proposals import mark_reviewed
from clients.serving import PART, range_of
from config.clip_store import clip_store
from tests.clients.clips import KINDS, MP4, attached, upload
from tests.clients.conftest import MONDAY, opened, play


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def session(training: Assignment, media: Path) -> Session:
    return play(training, due_on=MONDAY.date())


@pytest.fixture
def clip(session: Session, client_user: User) -> Attachment:
    return attached(session, client_user, number=3)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def send(browser: Browser, session: Session, file: Any = None, row: Any = None, **headers: str) -> Any:
    row = row or session.sets.get(side="left", set_number=2)
    data = {"set": str(getattr(row, "pk", row))} | ({"file": file} if file else {})
    return browser.post(reverse("me:clip-add", args=[session.pk]), data, headers=headers)


def reasons(session: Session) -> list[str]:
    card = ReviewCard.objects.open().filter(session=session).first()
    return [reason["code"] for reason in card.reasons] if card else []


# --- Sending ---------------------------------------------------------------------------------------------------


def test_a_client_sends_a_clip_from_the_page_of_the_session(as_client: Browser, session: Session, media: Path) -> None:
    page = as_client.get(reverse("me:done", args=[session.pk])).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert page.count("<option") == 6
    response = send(as_client, session, upload())
    assert response["Location"] == reverse("me:done", args=[session.pk]) + "#form-check"
    kept = Attachment.objects.get()
    assert (str(kept.set), kept.kind, kept.content_type, kept.size) == ("Left, set 2", "video", "video/mp4", 124)
    assert [path.read_bytes() for path in files(media)] == [MP4 + b"x" * 100]
    assert "IMG" not in str(kept.file.name)
    page = as_client.get(reverse("me:done", args=[session.pk])).content.decode()
    assert reverse("me:clip", args=[kept.pk]) in page


@pytest.mark.parametrize("content_type", KINDS)
def test_what_it_is_is_told_by_the_bytes(content_type: str, session: Session, client_user: User) -> None:
    clip = attached(session, client_user, data=KINDS[content_type] + b"\0" * 50, name="notes.txt", said="text/plain")
    assert clip.content_type == content_type
    assert clip.kind == content_type.split("/")[0]


@pytest.mark.parametrize(
    "data",
    [
        b"<html><script>alert(1)</script>",
        b"%PDF-1.7 ",
        b"GIF89a\1\0\1\0",
        b"PK\3\4",
        b"\0" * 40,
        b"x",
        b"RIFF\0\0\0\0AVI LIST",
    ],
)
def test_other_files_are_refused_at_the_field_whatever_they_call_themselves(
    as_client: Browser, session: Session, media: Path, data: bytes
) -> None:
    response = send(as_client, session, upload(data, name="squat.mp4", said="video/mp4"))
    assert response.status_code == 422
    assert "That is no clip or photo we can show." in response.content.decode()
    assert "aria-invalid" in response.content.decode()
    assert files(media) == []


def test_nothing_chosen_and_an_empty_file_are_refused(as_client: Browser, session: Session) -> None:
    assert "Choose a clip or a photo." in send(as_client, session).content.decode()
    response = send(as_client, session, upload(b"", name="empty.mp4"))
    assert response.status_code == 422
    assert "The file is empty." in response.content.decode()


def test_a_file_that_is_too_large_is_dropped_and_said(
    as_client: Browser, session: Session, media: Path, settings: Any
) -> None:
    settings.CLIPS_MOST_BYTES = 100_000
    response = send(as_client, session, upload(MP4 + b"x" * 100_000))
    assert response.status_code == 422
    assert "It is larger than" in response.content.decode()
    assert files(media) == []
    assert send(as_client, session, upload(MP4 + b"x" * (100_000 - len(MP4)))).status_code == 302


def test_the_limit_is_200_mb() -> None:
    assert configured.CLIPS_MOST_BYTES == 200 * 1024 * 1024


def test_files_of_strangers_are_not_kept_on_their_way(as_stranger: Browser) -> None:
    seen = as_stranger.post(reverse("account_login"), {"login": "x", "file": upload()})
    assert dict(seen.wsgi_request.FILES) == {}


def test_the_page_that_sends_in_the_background_gets_its_part(as_client: Browser, session: Session) -> None:
    refused = send(as_client, session, upload(b"no clip"), **{"HX-Request": "true"})
    assert refused.status_code == 422
    assert refused.content.decode().lstrip().startswith("<section")
    done = send(as_client, session, upload(), **{"HX-Request": "true"})
    assert done["HX-Redirect"].endswith("#form-check")


def test_a_set_of_another_session_or_none_is_refused(
    as_client: Browser, session: Session, training: Assignment, other_client: Any
) -> None:
    for row in (uuid4(), "no-id", ""):
        response = send(as_client, session, upload(), row=row or "nothing")
        assert response.status_code == 422
        assert "That set is no longer there." in response.content.decode()


def test_a_set_has_room_for_a_few(session: Session, client_user: User) -> None:
    for _ in range(MOST_A_SET):
        attached(session, client_user)
    with pytest.raises(ValidationError, match="That set has 6 already"):
        attached(session, client_user)


def test_a_day_that_is_under_way_has_no_such_page(as_client: Browser, training: Assignment, media: Path) -> None:
    item = opened(training)
    assert send(as_client, item.session, upload(), row=uuid4()).status_code == 404


def test_a_skipped_set_has_nothing_to_see(session: Session, client_user: User) -> None:
    row = session.sets.first()
    assert row
    row.kind = "skipped"
    with pytest.raises(ValidationError, match="skipped"):
        attach_clip(row, upload(), by=client_user)


def test_type_of_leaves_the_file_at_its_start() -> None:
    file = upload()
    assert type_of(file) == "video/mp4"
    assert file.tell() == 0


# --- Serving ---------------------------------------------------------------------------------------------------


def test_client_and_coaches_get_the_bytes_and_nobody_else(
    as_client: Browser, as_coach: Browser, as_colleague: Browser, as_other_client: Browser, as_rival: Browser, clip: Any
) -> None:
    mine, theirs = (reverse(name, args=[clip.pk]) for name in ("me:clip-file", "coach:clip-file"))
    for browser, address in ((as_client, mine), (as_coach, theirs), (as_colleague, theirs)):
        response = browser.get(address)
        assert body(response) == MP4 + b"x" * 100
        assert response["Content-Type"] == "video/mp4"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"].startswith("private")
        assert response["Accept-Ranges"] == "bytes"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert "Content-Disposition" not in response
    for browser in (as_other_client, as_rival):
        assert browser.get(mine).status_code == 404
        assert browser.get(theirs).status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "told", "length"),
    [
        ("bytes=0-", 206, "bytes 0-123/124", 124),
        ("bytes=4-7", 206, "bytes 4-7/124", 4),
        ("bytes=-24", 206, "bytes 100-123/124", 24),
        ("bytes=100-9999", 206, "bytes 100-123/124", 24),
        ("bytes=124-", 416, "bytes */124", 0),
        ("bytes=7-4", 200, None, 124),
        ("bytes=0-1,4-5", 200, None, 124),
        ("nonsense", 200, None, 124),
    ],
)
def test_a_player_jumps_by_ranges(
    as_client: Browser, clip: Attachment, asked: str, status: int, told: str | None, length: int
) -> None:
    address = reverse("me:clip-file", args=[clip.pk])
    response = as_client.get(address, headers={"Range": asked, "Accept-Encoding": "gzip"})
    assert response.status_code == status
    assert response.get("Content-Range") == told
    assert len(body(response)) == length
    assert "Content-Encoding" not in response


def test_a_part_is_never_the_whole_of_a_long_clip() -> None:
    size = 10 * PART
    assert range_of("bytes=0-", size) == range(0, PART)
    assert range_of(f"bytes={PART}-", size) == range(PART, 2 * PART)
    assert range_of("bytes=-0", size) == range(0)


def test_a_range_of_other_bytes_gets_the_whole_and_a_known_one_nothing(as_client: Browser, clip: Attachment) -> None:
    address = reverse("me:clip-file", args=[clip.pk])
    tag = as_client.head(address)["ETag"]
    older = as_client.get(address, headers={"Range": "bytes=0-3", "If-Range": '"older"'})
    assert (older.status_code, len(body(older))) == (200, 124)
    assert as_client.get(address, headers={"Range": "bytes=0-3", "If-Range": tag}).status_code == 206
    assert as_client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert as_client.head(address)["Content-Length"] == "124"


def test_a_file_that_is_gone_is_not_found(as_client: Browser, clip: Attachment, media: Path) -> None:
    files(media)[0].unlink()
    assert as_client.get(reverse("me:clip-file", args=[clip.pk])).status_code == 404


def test_a_bucket_hands_out_a_link_that_runs_out(
    as_client: Browser, as_rival: Browser, clip: Attachment, settings: Any
) -> None:
    environ = {"CLIPS_S3_BUCKET": "clips", "CLIPS_S3_ENDPOINT": "https://store.example.org"}
    bucket, origin = clip_store(environ | {"CLIPS_S3_KEY": "k", "CLIPS_S3_SECRET": "s"})
    settings.STORAGES = configured.STORAGES | {"default": bucket}
    settings.CLIPS_ORIGIN = origin
    response = as_client.get(reverse("me:clip-file", args=[clip.pk]))
    assert response.status_code == 302
    assert response["Location"].startswith(f"https://store.example.org/clips/{clip.file.name}?")
    assert "X-Amz-Expires=300" in response["Location"]
    assert "response-content-type=video%2Fmp4" in response["Location"]
    assert "no-store" in response["Cache-Control"]
    assert as_rival.get(reverse("coach:clip-file", args=[clip.pk])).status_code == 404


# --- Deleting --------------------------------------------------------------------------------------------------


def test_the_client_deletes_a_clip_with_its_file_and_notes(
    as_client: Browser, clip: Attachment, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    AttachmentNote.objects.create(practice=clip.practice, attachment=clip, text="Knee out.")
    with django_capture_on_commit_callbacks(execute=True):
        response = as_client.post(reverse("me:clip-delete", args=[clip.pk]))
    assert response["Location"] == reverse("me:done", args=[clip.session_id])
    assert not Attachment.objects.exists()
    assert not AttachmentNote.objects.exists()
    assert files(media) == []
    assert "clip" not in reasons(clip.session)


# --- What the coach is told ------------------------------------------------------------------------------------


def test_a_new_clip_is_a_reason_until_a_coach_opens_it(
    as_coach: Browser, as_colleague: Browser, session: Session, client_user: User
) -> None:
    assert "clip" not in reasons(session)
    clip = attached(session, client_user, side="right", number=3)
    page = as_coach.get(reverse("coach:review")).content.decode()
    assert "A clip of right, set 3." in page
    assert page.count(reverse("coach:clip", args=[clip.pk])) == 2  # in the table of sessions, and below it
    log = as_coach.get(reverse("coach:client-sessions", args=[session.client_id])).content.decode()
    assert reverse("coach:clip", args=[clip.pk]) in log
    assert ReviewCard.objects.get(session=session).urgency == 22
    as_coach.get(reverse("coach:clip", args=[clip.pk]), headers={"Sec-Purpose": "prefetch"})
    assert "clip" in reasons(session)
    as_colleague.get(reverse("coach:clip", args=[clip.pk]))
    assert "clip" not in reasons(session)


def test_a_clip_brings_a_session_back_that_was_looked_at(
    as_coach: Browser, session: Session, client_user: User, coach: User, monday: Any
) -> None:
    mark_reviewed(session, by=coach, now=timezone.now())
    assert reasons(session) == []
    monday.shift(3600)
    attached(session, client_user)
    assert "clip" in reasons(session)
    monday.shift(60)
    decided = as_coach.post(reverse("coach:decide", args=[session.pk]), {"verdict": "approve"})
    assert decided.status_code == 302
    assert reasons(session) == []


def test_the_pages_cost_the_same_for_many_clips(
    as_client: Browser,
    as_coach: Browser,
    session: Session,
    client_user: User,
    coach: User,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    first = attached(session, client_user)
    pages = (
        (as_client, reverse("me:done", args=[session.pk])),
        (as_client, reverse("me:clip", args=[first.pk])),
        (as_coach, reverse("coach:review-item", args=[session.pk])),
        (as_coach, reverse("coach:clip", args=[first.pk])),
    )
    as_coach.get(pages[3][1])
    counts = []
    for browser, address in pages:
        with django_assert_max_num_queries(45) as few:
            browser.get(address)
        counts.append(len(few.captured_queries))
    for number in (1, 2, 3):
        clip = attached(session, client_user, side="right", number=number)
        Attachment.objects.filter(pk=clip.pk).update(seen_at=timezone.now())
    AttachmentNote.objects.bulk_create(
        AttachmentNote(practice=first.practice, attachment=first, text="Knee out.", at_ms=n, author=coach)
        for n in range(9)
    )
    for (browser, address), count in zip(pages, counts, strict=True):
        with django_assert_num_queries(count):
            browser.get(address)
