"""Files that come from elsewhere are the bytes that their authors published, but for a removed source map line."""

import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LOCK = json.loads((ROOT / "static/vendor/vendor.lock.json").read_text())


@pytest.mark.parametrize("name", sorted(LOCK))
def test_vendored_file_is_what_the_lock_says(name: str) -> None:
    content = (ROOT / name).read_bytes()

    assert hashlib.sha256(content).hexdigest() == LOCK[name]["sha256"]
    assert b"sourceMappingURL" not in content


@pytest.mark.parametrize("folder", ["static/vendor", "tests/vendor"])
def test_every_vendored_script_is_in_the_lock(folder: str) -> None:
    scripts = {str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob("*") if path.suffix in {".js", ".css"}}

    assert scripts == {name for name in LOCK if name.startswith(folder)}
