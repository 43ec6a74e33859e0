"""Clips and photos of sets: kept, opened, noted on, and deleted with their files."""

from functools import partial

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from clients.cards import refresh
from clients.models import Attachment, AttachmentNote, Client, DataExport, SetLog

# What is kept, by what the bytes say they are. Apple's .m4v is an mp4 by another name.
KINDS = {
    "video/mp4": "video/mp4",
    "video/x-m4v": "video/mp4",
    "video/quicktime": "video/quicktime",
    "video/webm": "video/webm",
    "image/jpeg": "image/jpeg",
    "image/png": "image/png",
    "image/webp": "image/webp",
    "image/heic": "image/heic",
}
HEAD = 8192  # bytes that tell what a file is
MOST_A_SET = 6


def type_of(file: UploadedFile) -> str:
    """What the bytes say that a file is; "" for anything that is no clip or photo of ours."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    return KINDS.get(filetype.guess_mime(head) or "", "")


def too_large_words() -> str:
    most = filesizeformat(settings.CLIPS_MOST_BYTES).replace(".0", "")
    return _("It is larger than %(most)s. Film a shorter clip, or in a lower quality.") % {"most": most}


@transaction.atomic
def attach_clip(row: SetLog, file: UploadedFile, *, by: User) -> Attachment:
    """Keep a clip or photo of a set, and tell the coach of it.

    Raises ValidationError for a set that was not done, an empty file, one that is too large, one that is neither clip
    nor photo, and when the set has enough of them.
    """
    clip = Attachment(
        practice_id=row.practice_id,
        client_id=row.client_id,
        session_id=row.session_id,
        set=row,
        content_type=_acceptable(row, file),
        size=file.size or 0,
        added_by=by,
    )
    clip.kind = Attachment.Kind(clip.content_type.split("/")[0])
    file.content_type = clip.content_type  # what a bucket tells a browser; never what the sender called it
    clip.file.save("clip", file, save=False)
    try:
        clip.full_clean(exclude=["practice", "client", "session", "set", "added_by"], validate_unique=False)
        clip.save()
        refresh(clip.session_id)
    except Exception:
        clip.file.storage.delete(str(clip.file.name))  # a file that no row knows is never found again
        raise
    return clip


def _acceptable(row: SetLog, file: UploadedFile) -> str:
    """The type of a file that may be attached to a set."""
    if row.kind == SetLog.Kind.SKIPPED:
        raise ValidationError({"set": _("That set was skipped: there is nothing to see.")})
    if not file.size:
        raise ValidationError({"file": _("The file is empty. Choose another one.")})
    if file.size > settings.CLIPS_MOST_BYTES:
        raise ValidationError({"file": too_large_words()})
    if row.attachments.count() >= MOST_A_SET:
        words = _("That set has %(count)s already. Delete one first, or choose another set.") % {"count": MOST_A_SET}
        raise ValidationError({"set": words})
    content_type = type_of(file)
    if not content_type:
        raise ValidationError(
            {"file": _("That is no clip or photo we can show. Send MP4, MOV, WebM, JPEG, PNG or HEIC.")}
        )
    return content_type


@transaction.atomic
def delete_clip(clip: Attachment) -> None:
    """Delete a clip with the notes on it, and its file once that is certain."""
    session_id = clip.session_id
    _forget_file(clip)
    clip.delete()
    refresh(session_id)


def forget_files(client: Client) -> None:
    """The files of a client's clips, and exports with the client in them, go when the transaction that deletes their
    rows has ended well. Exports of the whole practice, too: a new one is soon made.
    """
    here = {"practice_id": client.practice_id}
    for clip in Attachment.objects.filter(**here, client=client):
        _forget_file(clip)
    exports = DataExport.objects.filter(Q(client=client) | Q(client=None), **here)
    for export in exports.exclude(file=""):
        _forget_file(export)
    exports.filter(client=None).update(file="")


def _forget_file(row: Attachment | DataExport) -> None:
    transaction.on_commit(partial(row.file.storage.delete, str(row.file.name)))


@transaction.atomic
def open_clip(clip: Attachment) -> None:
    """A coach looks at it: it is no longer new."""
    fresh = Attachment.objects.filter(pk=clip.pk, practice_id=clip.practice_id, seen_at=None)
    if fresh.update(seen_at=timezone.now()):
        refresh(clip.session_id)


def note_on(clip: Attachment, *, at_ms: int, text: str, by: User) -> AttachmentNote:
    """A line at a moment of a clip, for whoever trained. Raises ValidationError when empty, too long or too late."""
    note = AttachmentNote(
        practice_id=clip.practice_id,
        attachment=clip,
        at_ms=at_ms if clip.is_video else 0,
        text=" ".join(text.split()),
        author=by,
    )
    note.full_clean(exclude=["practice", "attachment", "author"], validate_unique=False)
    note.save()
    return note
