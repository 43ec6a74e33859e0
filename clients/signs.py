"""A warning sign told outside a session's end: training stops at once, and the coach hears of it."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from clients import happened
from clients.models import Client, Session, SessionItem
from clients.pausing import locked_assignment, pause_training
from clients.proposals import OPEN_ANEW, clear_no_more
from clients.services import finish_session, look_again
from clients.talking import comment_on


@transaction.atomic
def tell_sign(client: Client, *, by: User, words: str = "", now: dt.datetime | None = None) -> Session | None:
    """One of the warning signs is new: nothing is trained until the coach has looked.

    A session under way ends here. Otherwise it is told of the last session, as pain on the morning after is; before
    the first one training is paused. `words` go to the coach as the client's own. Returns the session that ended.
    """
    now = now or timezone.now()
    assignment = locked_assignment(client)
    mine = Session.objects.filter(practice_id=client.practice_id, client=client, assignment=assignment)
    under_way = mine.filter(status=Session.Status.OPEN, sets__isnull=False).order_by("-due_on").first()
    last = mine.filter(status=Session.Status.FINISHED).order_by("-performed_on", "-finished_at").first()
    said = words.strip() or _("I have one of the warning signs.")
    if assignment is None:
        comment_on(client, author=by, text=said)
        return None
    if under_way is not None:
        note = (under_way.note or words.strip())[:1000]
        finish_session(under_way, effort=under_way.effort, note=note, red_flag=True, now=now)
    elif last is not None:
        _flag(last, now)
    else:
        pause_training(client, by=by, now=now)
    if under_way is None or words.strip():
        comment_on(under_way or last or client, author=by, text=said)
    _open_anew(client)
    return under_way


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
