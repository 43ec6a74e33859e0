"""A ZIP that is sent while it is made: whatever is in it, memory holds one block of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

BLOCK = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file of the archive. `open` is called when its turn comes; `is_packed`: it is as small as it gets already."""

    name: str
    open: Callable[[], Any]
    is_packed: bool = False


class _Sink:
    """What ZipFile writes to: it cannot seek, so sizes and checks follow each file instead of going before it."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []

    def write(self, block: Any) -> int:
        self._blocks.append(bytes(block))
        return len(block)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        found, self._blocks = b"".join(self._blocks), []
        return found


def zipped(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The bytes of the archive, block by block. A file that is gone from the disk is left out."""
    sink: Any = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        for entry in entries:
            archive.compresslevel = 1 if entry.is_packed else None
            try:
                source: BinaryIO = entry.open()
            except FileNotFoundError:
                continue
            with source, archive.open(entry.name, "w") as target:
                while block := source.read(BLOCK):
                    target.write(block)
                    yield sink.taken()
    yield sink.taken()
