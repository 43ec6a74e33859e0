"""Clips and photos as phones send them: the first bytes of each kind, which is all that tells one."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from clients.clips import attach_clip
from clients.models import Attachment, Session

MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
KINDS = {
    "video/mp4": MP4,
    "video/quicktime": b"\0\0\0\x14ftypqt  \0\0\0\0qt  ",
    "video/webm": b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webm",
    "image/jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "image/png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "image/webp": b"RIFF\x24\0\0\0WEBPVP8 ",
    "image/heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
}


def upload(data: bytes = MP4 + b"x" * 100, name: str = "IMG_2041.MOV", said: str = "text/html") -> SimpleUploadedFile:
    """A file as it is sent. Neither its name nor the type that was said is to be believed."""
    return SimpleUploadedFile(name, data, content_type=said)


def attached(session: Session, by: User, *, side: str = "left", number: int = 1, **file: Any) -> Attachment:
    return attach_clip(session.sets.get(side=side, set_number=number), upload(**file), by=by)
