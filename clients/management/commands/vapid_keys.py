"""`manage.py vapid_keys`: makes the pair of keys that pushes are signed with, and prints it for the environment."""

from email.utils import parseaddr
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from py_vapid.utils import b64urlencode


class Command(BaseCommand):
    help = (
        "Make a pair of VAPID keys and print it as lines for the environment. Keep them: with another pair every "
        "device has to turn reminders on again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--contact", default="", help="whom a push service may write to: mailto:… or https://…")
        parser.add_argument("--into", type=Path, help="write them to this file, unless it is there")

    def handle(self, *args: Any, contact: str, into: Path | None, **options: Any) -> None:
        if into is not None and into.exists():
            return
        lines = "\n".join(f"{name}={value}" for name, value in make_keys(contact or _contact()).items()) + "\n"
        if into is None:
            self.stdout.write(lines, ending="")
            return
        into.parent.mkdir(parents=True, exist_ok=True)
        into.touch(mode=0o600)
        into.write_text(lines)


def make_keys(contact: str) -> dict[str, str]:
    """Both keys as push services and browsers read them: base64url of the bare number and of the point."""
    key = ec.generate_private_key(ec.SECP256R1())
    secret = key.private_numbers().private_value.to_bytes(32, "big")
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {
        "VAPID_PRIVATE_KEY": b64urlencode(secret),
        "VAPID_PUBLIC_KEY": b64urlencode(point),
        "VAPID_CONTACT": contact,
    }


def _contact() -> str:
    return f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"
