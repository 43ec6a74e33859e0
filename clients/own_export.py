"""What clients take along about themselves: what the coach's export has, their account, and their clips.

Left out is what coaches wrote for each other: docs/privacy.md says which, and why.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from io import BytesIO

from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Token
from django.utils.translation import gettext

from accounts.models import Membership, User
from clients.export_columns import HEADS
from clients.export_files import export_zip
from clients.exporting import TABLES, Row, Table
from clients.models import Attachment, Client, PushSubscription, Reminder, ReminderSetting
from clients.zipping import Entry

FOR_COACHES = {"notes", "decisions"}
ENDINGS = {
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
}


def own_export(client: Client, user: User) -> Iterator[bytes]:
    """The ZIP, block by block. Nothing is asked of the database after this has returned."""
    return export_zip(client, by=user, tables=OWN_TABLES, more=[_about(), *_clip_files(client, user)])


def _clip_files(client: Client, user: User) -> list[Entry]:
    """`clips/<id in the table of clips>.mp4`"""
    rows = Attachment.objects.for_user(user).filter(client=client)
    return [
        Entry(
            name=f"clips/{row.pk}.{ENDINGS.get(row.content_type, 'bin')}",
            open=partial(row.file.storage.open, row.file.name),
            is_packed=True,
        )
        for row in rows
    ]


def _about() -> Entry:
    words = gettext(
        "This is everything that your coach’s practice holds about you in Kickstand.\n\n"
        "Each .csv opens in a spreadsheet; export.json has the same for programs; clips has your videos and photos.\n\n"
        "Not in it: the notes that coaches write for each other, and what they ticked off in their review. They are "
        "about you, so you may ask your coach for them: coaches can export them.\n"
    )
    return Entry(name=gettext("about-this-file") + ".txt", open=lambda: BytesIO(words.encode()))


# --- Tables of the account ------------------------------------------------------------------------------------


def _account(client: Client, by: User) -> Iterable[Row]:
    yield {
        "name": by.display_name,
        "email": by.email,
        "unit": by.unit,
        "time_zone": by.time_zone,
        "language": by.language,
        "mail_digest": by.mail_digest,
        "joined_at": by.date_joined,
        "last_sign_in": by.last_login,
        "coach": client.coach.name,
        "status": client.status,
        "side_note": client.side_note,
        "client_since": client.created_at,
    }


def _memberships(client: Client, by: User) -> Iterable[Row]:
    for row in Membership.objects.for_user(by).filter(user=by).select_related("practice").order_by("created_at"):
        yield {"practice": row.practice.name, "as": row.role, "since": row.created_at}


def _addresses(client: Client, by: User) -> Iterable[Row]:
    for row in EmailAddress.objects.filter(user=by).order_by("pk"):
        yield {"email": row.email, "primary": row.primary, "confirmed": row.verified}


def _tokens(client: Client, by: User) -> Iterable[Row]:
    for row in Token.objects.filter(user=by).order_by("pk"):
        name = (row.data or {}).get("name", "")
        yield {"name": name, "may": row.get_scopes(), "made_at": row.created_at, "good_until": row.expires_at}


def _reminders(client: Client, by: User) -> Iterable[Row]:
    """What holds, also where they never chose anything."""
    setting = ReminderSetting.objects.for_user(by).filter(client=client).first() or ReminderSetting()
    yield {name: getattr(setting, name) for name in HEADS["reminders"]}


def _devices(client: Client, by: User) -> Iterable[Row]:
    for row in PushSubscription.objects.for_user(by).filter(client=client):
        yield {
            "browser": row.browser,
            "system": row.system,
            "language": row.language,
            "on_since": row.made_at,
            "last_reminder": row.last_used_at,
        }


def _reminders_sent(client: Client, by: User) -> Iterable[Row]:
    for row in Reminder.objects.for_user(by).filter(client=client).order_by("made_at", "pk"):
        yield {
            "kind": row.kind,
            "day": row.day,
            "way": row.way,
            "due_at": row.due_at,
            "sent_at": row.sent_at,
            "not_sent": row.dropped,
        }


OWN_TABLES: dict[str, Table] = {
    "account": _account,
    "memberships": _memberships,
    "addresses": _addresses,
    "tokens": _tokens,
    "reminders": _reminders,
    "devices": _devices,
    "reminders_sent": _reminders_sent,
    **{name: read for name, read in TABLES.items() if name not in FOR_COACHES},
}
