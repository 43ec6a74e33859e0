"""A file that comes in: opened carefully. Nothing in it is believed before its size and hash agree with the manifest.

Nothing is unpacked to the disk; names are looked up, never followed.
"""

import hashlib
import io
import json
import lzma
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, BinaryIO
from uuid import UUID
from zipfile import BadZipFile, ZipFile, ZipInfo

from clients.reasons import Because
from clients.takeout.tables import BY_NAME
from clients.takeout.writing import BLOCK, KIND, VERSION

MOST_ENTRIES = 20_000
MOST_MANIFEST = 8_000_000
MOST_LINE = 4_000_000
MOST_TABLES = 2_000_000_000  # bytes of all tables, unpacked
MOST_RATIO = 200  # unpacked to packed, of what is larger than a megabyte: text of ours comes to 30
MOST_CLIPS_RATIO = 4  # all clips unpacked to the whole file: they are packed already, so 1
MOST_AT_ONCE = 8_000_000  # the list of MOST_ENTRIES has 3
BROKEN = (
    *(BadZipFile, zlib.error, lzma.LZMAError),
    *(OSError, EOFError, RuntimeError, NotImplementedError, ValueError, OverflowError),
)


class Refused(Because):
    """The file cannot be restored. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the manifest says of one entry."""

    entry: str
    bytes: int
    sha256: str
    rows: int = 0


class _Careful(io.RawIOBase):
    """A file that is read in small parts. The list of a ZIP's entries is read whole, before anyone can count them."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int | None = -1, /) -> bytes:
        asked = MOST_AT_ONCE + 1 if size is None or size < 0 else size
        if asked > MOST_AT_ONCE + 1:
            raise BadZipFile("more than is read at once")
        found = self._file.read(asked)
        if len(found) > MOST_AT_ONCE:
            raise BadZipFile("more than is read at once")
        return found

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True


class Archive:
    """An export, its manifest read and every entry measured. Raises Refused."""

    def __init__(self, file: BinaryIO) -> None:
        file.seek(0, io.SEEK_END)
        self._size = file.tell()
        try:
            self._zip = ZipFile(_Careful(file))
            entries = self._zip.infolist()
        except BROKEN as error:
            raise Refused("no_zip") from error
        self._entries = {each.filename: each for each in entries}
        if len(entries) > MOST_ENTRIES or len(self._entries) != len(entries):
            raise Refused("not_ours")
        manifest = self._manifest()
        try:
            self._read_head(manifest)
            self.tables = {each["name"]: _held(f"json/{each['name']}.jsonl", each) for each in manifest["tables"]}
            self.clips = {UUID(each["clip"]): _held(each["name"], each) for each in manifest["files"]}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Refused("no_manifest") from error
        self._measure()

    def _manifest(self) -> Any:
        info = self._entries.get("manifest.json")
        if info is None or info.file_size > MOST_MANIFEST:
            raise Refused("not_ours")
        try:
            with self._zip.open(info) as source:
                return json.loads(source.read(MOST_MANIFEST + 1).decode())
        except (*BROKEN, RecursionError) as error:
            raise Refused("no_manifest") from error

    def _read_head(self, manifest: Any) -> None:
        if manifest["kind"] != KIND:
            raise Refused("not_ours")
        self.version = manifest["version"]
        if not isinstance(self.version, int) or isinstance(self.version, bool) or not 1 <= self.version <= VERSION:
            raise Refused("other_version", version=str(self.version)[:10], ours=VERSION)
        self.practice_id = UUID(manifest["practice"]["id"])
        self.practice_name = str(manifest["practice"]["name"])[:80]
        self.client_name = str(manifest["client"]["name"])[:80] if manifest["client"] else ""
        self.made_at = datetime.fromisoformat(manifest["made_at"])
        if self.made_at.tzinfo is None:
            raise ValueError("no offset")

    def _measure(self) -> None:
        unknown = set(self.tables) - {"people", "library", *BY_NAME}
        missing = {"people", "library", *BY_NAME} - set(self.tables)
        if unknown or missing:
            names = ", ".join(sorted(unknown | missing))[:200]
            raise Refused("other_tables", names=names)
        if sum(each.bytes for each in self.tables.values()) > MOST_TABLES:
            raise Refused("tables_too_large")
        if sum(each.bytes for each in self.clips.values()) > MOST_CLIPS_RATIO * self._size:
            raise Refused("packed_too_well", name="clips/")
        for held in (*self.tables.values(), *self.clips.values()):
            info = self._entries.get(held.entry)
            if info is None or info.file_size != held.bytes:
                raise Refused("other_size", name=held.entry[:80])
            if info.file_size > 1_000_000 and info.file_size > MOST_RATIO * max(info.compress_size, 1):
                raise Refused("packed_too_well", name=held.entry[:80])

    @property
    def rows(self) -> int:
        return sum(held.rows for name, held in self.tables.items() if name in BY_NAME)

    # --- Reading ------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Every table as it was hashed. Clips are checked when they are read: each is read once."""
        for held in self.tables.values():
            for _block in self._blocks(held):
                pass

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a table that `check` has passed."""
        held = self.tables[name]
        count = 0
        with self._open(held) as source:
            while line := _line(source, held):
                count += 1
                yield line
        if count != held.rows:
            raise Refused("other_size", name=held.entry)

    def clip(self, held: Held, target: BinaryIO) -> None:
        """Copies a clip. Raises Refused when it is another than the manifest says."""
        for block in self._blocks(held):
            target.write(block)

    def _blocks(self, held: Held) -> Iterator[bytes]:
        digest, left = hashlib.sha256(), held.bytes
        with self._open(held) as source:
            try:
                while block := source.read(BLOCK):
                    left -= len(block)
                    digest.update(block)
                    if left < 0:
                        break
                    yield block
            except BROKEN as error:
                raise Refused("broken", name=held.entry[:80]) from error
        if left or digest.hexdigest() != held.sha256:
            raise Refused("other_content", name=held.entry[:80])

    def _open(self, held: Held) -> IO[bytes]:
        info: ZipInfo = self._entries[held.entry]
        try:
            return self._zip.open(info)
        except BROKEN as error:
            raise Refused("broken", name=held.entry[:80]) from error


def _line(source: IO[bytes], held: Held) -> bytes:
    try:
        line = source.readline(MOST_LINE + 1)
    except BROKEN as error:
        raise Refused("broken", name=held.entry) from error
    if len(line) > MOST_LINE:
        raise Refused("row_too_long", name=held.entry)
    return line


def _held(entry: str, said: dict[str, Any]) -> Held:
    size, rows = said["bytes"], said.get("rows", 0)
    if not isinstance(size, int) or not isinstance(rows, int) or size < 0 or rows < 0:
        raise ValueError("no size")
    return Held(entry=str(entry), bytes=size, sha256=str(said["sha256"]), rows=rows)
