"""The thread of a client: everything written between them and their coaches, newest last. Reads only."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.access import membership_of
from clients.inbox import when_words
from clients.models import Client, Comment
from clients.talking import seen_field

PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A comment as the thread shows it. `mine`: of the reader's side; `seen`: when the other side saw it, in words."""

    comment: Comment
    who: str
    when: str
    mine: bool
    is_new: bool
    seen: str = ""

    @property
    def session(self) -> Any:
        return self.comment.session


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One page of it. The first page holds the newest lines."""

    page: Page[Any]
    lines: list[Line]

    @property
    def comments(self) -> list[Comment]:
        return [line.comment for line in self.lines]


def thread_of(client: Client, user: Any, *, number: str | None = None) -> Thread:
    """The same few queries however much was written: a count, and the lines with their authors and sessions."""
    rows = (
        Comment.objects.for_user(user)
        .filter(client=client)
        .select_related("author", "session")
        .order_by("-created_at", "-pk")
    )
    page = Paginator(rows, PER_PAGE).get_page(number)
    found = list(page.object_list)
    mine = [_is_mine(comment, client, user) for comment in found]
    newest_mine = mine.index(True) if True in mine and page.number == 1 else None
    lines = [_line(each, user, mine=mine[n], tells=n == newest_mine) for n, each in enumerate(found)]
    return Thread(page=page, lines=lines[::-1])


def unread_count(user: Any) -> int:
    """How many comments the user's side has not seen. One query."""
    membership = membership_of(user)
    return unread_by(user).count() if membership else 0


def unread_of(user: Any, clients: list[Any]) -> dict[Any, int]:
    """How many comments of each of these clients (by id) no coach has seen. One query."""
    rows = unread_by(user).filter(client__in=clients).order_by().values_list("client").annotate(Count("pk"))
    return dict(rows)


def unread_by(user: Any) -> Any:
    """The comments that the user's side has not seen."""
    return Comment.objects.for_user(user).filter(**{seen_field(user): None})


def _is_mine(comment: Comment, client: Client, user: Any) -> bool:
    """Of the reader's side: for a client their own lines, for a coach those of every coach."""
    by_client = comment.author_id is not None and comment.author_id == client.user_id
    return by_client == (user.pk == client.user_id)


def _who(comment: Comment, user: Any) -> str:
    if comment.author is None:
        return _("Somebody who left")
    return _("You") if comment.author_id == user.pk else comment.author.name


def _seen(moment: Any, user: Any) -> str:
    return _("Seen %(when)s") % {"when": when_words(moment, user)} if moment else _("Not seen yet")


def _line(comment: Comment, user: Any, *, mine: bool, tells: bool) -> Line:
    other = "seen_by_client_at" if seen_field(user) == "seen_by_coach_at" else "seen_by_coach_at"
    seen_at = getattr(comment, other)
    return Line(
        comment=comment,
        who=_who(comment, user),
        when=when_words(comment.created_at, user),
        mine=mine,
        is_new=getattr(comment, seen_field(user)) is None,
        seen=_seen(seen_at, user) if mine and tells else "",
    )
