"""The keys that a server signs its pushes with (VAPID), from the environment or a developer's data folder. Imports no
app.
"""

from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

NAMES = ("VAPID_PRIVATE_KEY", "VAPID_PUBLIC_KEY", "VAPID_CONTACT")


def push_keys(environ: Mapping[str, str], written: Path | None) -> dict[str, str]:
    """Each of NAMES; all "" where there is none. `written`: the file of `manage.py vapid_keys --into`, if any.

    A pair is never mixed: the file counts only where the environment names none of them. Raises ImproperlyConfigured
    for some without the others.
    """
    found = {name: environ.get(name, "").strip() for name in NAMES}
    if not any(found.values()) and written is not None and written.exists():
        lines = (line.partition("=") for line in written.read_text().splitlines())
        found |= {name: value.strip() for name, _, value in lines if name in NAMES}
    missing = [name for name, value in found.items() if not value]
    if missing and len(missing) < len(NAMES):
        raise ImproperlyConfigured(f"{missing[0]} is not set. `manage.py vapid_keys` prints all three.")
    return found
