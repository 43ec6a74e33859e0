"""What may be sent as a file at all. Imports no app."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest


class BoundedUploadHandler(FileUploadHandler):
    """Nobody fills the disk: files of strangers are dropped unread, and so is a file once it grows too large.

    The rest of the form arrives, so that the page can say what is wrong: `was_too_large(request)`.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.CLIPS_MOST_BYTES:
            vars(self.request)["upload_too_large"] = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None  # the next handler keeps it


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was dropped for its size. Asked after its POST was read."""
    return bool(vars(request).get("upload_too_large"))
