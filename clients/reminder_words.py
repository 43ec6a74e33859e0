"""What a reminder says, on a lock screen and in a mail: who and what, never a figure, a pain or a word of a message.

Others may stand by and read it. It is written in the language that is active.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.models import Assignment, Comment, Proposal, Reminder
from clients.reminding import due_sessions, new_replies, standing_decisions
from clients.today import first_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """`page`: the address that it leads to, without the host. `title` is one line: it is a mail's subject, too."""

    title: str
    body: str
    page: str


def words_of(reminder: Reminder, now: Any) -> Words | None:
    """None where there is nothing to tell any more: trained, read, undone, or told by a newer one."""
    return {
        Reminder.Kind.SESSION: _session,
        Reminder.Kind.REPLY: _reply,
        Reminder.Kind.DECISION: _decision,
        Reminder.Kind.TEST: _test,
    }[Reminder.Kind(reminder.kind)](reminder, now)


def _session(reminder: Reminder, now: Any) -> Words | None:
    if reminder.client.today(now) != reminder.day:
        return None
    due = due_sessions(reminder.practice_id, [reminder.client_id], now)
    assignment = next((each for each in due if each.pk == reminder.about), None)
    if assignment is None:
        return None
    return Words(
        title=_("Today: %(what)s") % {"what": " ".join(_name(assignment).split())},
        body=_("Your session is ready when you are."),
        page=reverse("me:today"),
    )


def _name(assignment: Assignment) -> str:
    whole = assignment.program or assignment.ladder
    return whole.name


def _reply(reminder: Reminder, now: Any) -> Words | None:
    newest: Comment | None = new_replies(reminder.practice_id).filter(client=reminder.client_id).first()
    if newest is None or newest.pk != reminder.about:
        return None
    unseen = Comment.objects.filter(
        practice_id=reminder.practice_id, client=reminder.client_id, seen_by_client_at=None, author=newest.author_id
    )
    title = ngettext("%(coach)s wrote to you", "%(coach)s wrote to you: %(count)d messages", unseen.count())
    return Words(
        title=title % {"coach": _first_name(newest.author), "count": unseen.count()},
        body=_("Read and answer in Kickstand."),
        page=f"{reverse('me:messages')}#newest",
    )


def _decision(reminder: Reminder, now: Any) -> Words | None:
    rows = standing_decisions(reminder.practice_id).filter(session=reminder.about)
    found: list[Proposal] = list(
        rows.select_related("decided_by", "assignment__progression", "assignment__program").order_by("decided_at")
    )
    if not found:
        return None
    names = dict.fromkeys(_name(each.assignment) for each in found)
    return Words(
        title=_("%(coach)s decided what comes next") % {"coach": _first_name(found[-1].decided_by)},
        body=", ".join(names),
        page=reverse("me:done", args=[reminder.about]),
    )


def _test(reminder: Reminder, now: Any) -> Words:
    return Words(
        title=_("Reminders reach this device"),
        body=_("This is the test that you asked for."),
        page=reverse("me:reminders"),
    )


def _first_name(user: Any) -> str:
    return " ".join(first_name(user.name).split())
