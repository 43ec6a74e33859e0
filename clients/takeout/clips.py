"""The clips of an export that comes back: each is looked at again, kept, and taken back where all of it is refused."""

import hashlib
import re
import tempfile
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.files import File

from clients.clips import type_of
from clients.models import Attachment
from clients.models.clips import attachment_path
from clients.takeout.archive import Archive, Held
from clients.takeout.writing import BLOCK

IN_MEMORY = 4 * 1024 * 1024
OURS = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}")


class ClipKeeper:
    """`renamed`: what an id of the file is called here; `is_own`: the export is of this very practice."""

    def __init__(self, archive: Archive, renamed: Callable[[Any], UUID], *, is_own: bool) -> None:
        self.archive, self.is_own = archive, is_own
        self.held = {renamed(pk): held for pk, held in archive.clips.items()}
        self.saved: list[tuple[Any, str]] = []

    def keep(self, clip: Attachment) -> bool:
        """Whether the clip's bytes are in the file and are what its row says. A name of the file never reaches what is
        there: it is used where nothing has it, else another one is.
        """
        held = self.held.get(clip.pk)
        if held is None or held.bytes != clip.size:
            return False
        storage, name = clip.file.storage, str(clip.file.name)
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as target:
            self.archive.clip(held, target)  # type: ignore[arg-type]
            file: Any = File(target, name="clip")
            file.size = held.bytes
            if type_of(file) != clip.content_type:
                return False
            if self._is_there(storage, name, held):
                return True
            file.content_type = clip.content_type
            free = OURS.fullmatch(name) and not storage.exists(name)
            clip.file = storage.save(name if free else attachment_path(clip, "clip"), file)
        self.saved.append((storage, str(clip.file.name)))
        return True

    def _is_there(self, storage: Any, name: str, held: Held) -> bool:
        """Whether the practice's own file is still where it was, to the last byte: rows went without their files."""
        if not self.is_own or not OURS.fullmatch(name) or not storage.exists(name):
            return False
        digest = hashlib.sha256()
        with storage.open(name) as source:
            while block := source.read(BLOCK):
                digest.update(block)
        return digest.hexdigest() == held.sha256

    def take_back(self) -> None:
        """Nothing was restored: no file stays that no row knows."""
        for storage, name in self.saved:
            storage.delete(name)
