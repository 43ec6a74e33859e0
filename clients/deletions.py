"""Who was deleted is deleted again after a backup was restored.

Each deletion leaves an empty file in the store of clips, outside the database: its name says which row of which
practice, and nothing about the person. `manage.py repeat_deletions` reads them.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.leaving import close_account, end_sessions, forget_gone
from accounts.models import Membership, Role, User
from accounts.tenancy import practice_scope
from clients.clips import forget_files
from clients.models import Client

FOLDER = "deleted"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """`practice`: in which the row was. `client` went; so did `account`, unless it belonged elsewhere (None)."""

    practice: UUID
    client: UUID
    account: UUID | None = None

    @property
    def name(self) -> str:
        ids = [self.practice, self.client, *([self.account] if self.account else [])]
        return f"{FOLDER}/{'_'.join(map(str, ids))}"


def mark_when_done(mark: Mark) -> None:
    """The deletion stands, also where the store takes no file; then somebody has to know."""
    transaction.on_commit(partial(_write, mark))


def _write(mark: Mark) -> None:
    try:
        default_storage.save(mark.name, ContentFile(b""))
    except Exception:
        log.exception("A deletion could not be marked: after a restore it would come back. %s", mark.name)


def marks() -> Iterator[Mark]:
    """All that there are. A name that is none of ours is passed over."""
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for name in sorted(names):
        try:
            yield Mark(*map(UUID, name.split("_")))
        except (ValueError, TypeError):
            log.warning("This file in %s/ is no mark of a deletion: %s", FOLDER, name)


def is_back(mark: Mark) -> bool:
    with practice_scope(mark.practice):
        if Client.objects.filter(practice_id=mark.practice, pk=mark.client).exists():
            return True
    return bool(mark.account and User.objects.filter(pk=mark.account, is_active=True).exists())


@transaction.atomic
def repeat(mark: Mark) -> None:
    """Delete what is back: the client with all that hangs on them, and the account where that went, too."""
    user = User.objects.filter(pk=mark.account).first() if mark.account else None
    with practice_scope(mark.practice, mark.account):
        for client in Client.objects.filter(practice_id=mark.practice, pk=mark.client):
            forget_files(client)
            client.delete()
        if user:
            Membership.objects.filter(practice_id=mark.practice, user=user, role=Role.CLIENT).delete()
    if user:
        close_account(user)
        end_sessions(user)
    forget_gone()
