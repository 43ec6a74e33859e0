"""A warning sign told outside a session's end: training stops at once, and the coach hears of it.

A phone may say it a day later, and after the sets that were done before it or before them: `end_what_goes_on` makes it
the same whichever came first.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from clients import happened
from clients.models import Client, PhoneAction, Session, SessionItem, SetLog
from clients.pausing import locked_assignment, pause_training
from clients.program_days import newest_finished, sign_stands
from clients.proposals import OPEN_ANEW, clear_no_more
from clients.services import finish_session, look_again
from clients.talking import comment_on
from exercises.words import minute_of

ON_THE_WAY = dt.timedelta(minutes=10)  # told later than this, the coach reads when it was said


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`ended`: the session that was under way. `about`: where the coach is shown the sign; None before the first."""

    ended: Session | None = None
    about: Session | None = None


@transaction.atomic
def tell_sign(
    client: Client, *, by: User, words: str = "", said_at: dt.datetime | None = None, now: dt.datetime | None = None
) -> Told:
    """One of the warning signs is new: nothing is trained until the coach has looked.

    A session under way ends here. Otherwise it is told of the last session, as pain on the morning after is; before
    the first one training is paused. `words` go to the coach as the client's own, with `said_at` where that is a while
    ago.
    """
    now = now or timezone.now()
    assignment = locked_assignment(client)
    mine = Session.objects.filter(practice_id=client.practice_id, client=client, assignment=assignment)
    said, is_late = _said(client, words, said_at or now, now)
    if assignment is None:
        comment_on(client, author=by, text=said)
        return Told()
    under_way = mine.filter(status=Session.Status.OPEN, sets__isnull=False).order_by("-due_on").first()
    last = newest_finished(assignment)
    if under_way is not None:
        _end(under_way, words, now)
    elif last is not None:
        _flag(last, now)
    else:
        pause_training(client, by=by, now=now)
    if under_way is None or words.strip() or is_late:
        comment_on(under_way or last or client, author=by, text=said)
    _open_anew(client)
    return Told(ended=under_way, about=under_way or last)


def _said(client: Client, words: str, said_at: dt.datetime, now: dt.datetime) -> tuple[str, bool]:
    """What the coach reads, and whether it comes late."""
    text = words.strip() or _("I have one of the warning signs.")
    if now - said_at <= ON_THE_WAY:
        return text, False
    late = _("%(words)s (said %(moment)s, sent when there was a signal)")
    return late % {"words": text, "moment": minute_of(said_at.astimezone(client.zone))}, True


def _end(session: Session, words: str, now: dt.datetime) -> None:
    note = (session.note or words.strip())[:1000]
    finish_session(session, effort=session.effort, note=note, red_flag=True, now=now)


def _flag(session: Session, now: dt.datetime) -> None:
    """The engine looks again at the newest session, and so does the coach, whatever they have seen of it."""
    clear_no_more(session)
    session.red_flag = True
    session.reviewed_at = session.reviewed_by = None
    session.save(update_fields=["red_flag", "reviewed_at", "reviewed_by"])
    happened.sign_told(session)
    look_again(session, now)


def _open_anew(client: Client) -> None:
    """Sessions that are opened and not begun ask again what may be trained."""
    not_begun: Any = SessionItem.objects.filter(
        practice_id=client.practice_id, session__client=client, session__status=Session.Status.OPEN
    )
    not_begun.filter(session__sets=None).update(action=OPEN_ANEW)


# --- Sets that come after the sign -----------------------------------------------------------------------------


def end_what_goes_on(client: Client, *, now: dt.datetime) -> None:
    """Sets came for a session that a warning sign ends, had they come before it. One query where no sign was told."""
    sets = SetLog.objects.filter(practice_id=client.practice_id, session=OuterRef("pk"))
    of_plan = Session.objects.filter(practice_id=client.practice_id, assignment=OuterRef("assignment"))
    told = PhoneAction.objects.filter(practice_id=client.practice_id, client=client).signs()
    open_ones = Session.objects.filter(practice_id=client.practice_id, client=client, status=Session.Status.OPEN)
    going_on = open_ones.filter(Exists(sets), Exists(of_plan.filter(red_flag=True)) | Q(Exists(told)))
    for session in going_on.select_related("client", "assignment").annotate(began=Min("sets__performed_at")):
        if _is_ended_by(told, session):
            _end(session, "", now)


def _is_ended_by(told: Any, session: Any) -> bool:
    """A sign stands; or it was said since the first set; or before any session was finished, and training is paused."""
    assert session.assignment is not None  # what came from another tool is never open
    last = newest_finished(session.assignment)
    if sign_stands(last) or told.filter(said_at__gte=session.began).exists():
        return True
    return last is None and session.client.status == Client.Status.PAUSED and told.filter(session=None).exists()
