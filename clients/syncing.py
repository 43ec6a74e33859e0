"""What a phone kept while it had no signal, taken in: each action for itself, and once however often it is sent.

What cannot be placed is kept as it was sent (`PhoneAction`), with the reason, and the coach is shown it: a phone may
forget what it was told is kept here, and only that. docs/adr/0011 says how phone and server speak.
"""

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from clients.cards import refresh
from clients.forms.sync import Sent
from clients.models import Client, PhoneAction, Session
from clients.signs import end_what_goes_on
from clients.sync_actions import DO, Outcome, Refused, Who, newest_session

log = logging.getLogger(__name__)

SAVED, HAD, RETRY = "saved", "had", "retry"
Words = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of an action. `why` and `what` (to do) are for the person who trains."""

    id: str
    state: str
    why: Words = ""
    what: Words = ""

    def as_json(self) -> dict[str, str]:
        said = {"id": self.id, "state": self.state}
        return said | ({"why": str(self.why), "what": str(self.what)} if self.why else {})


TELL = _("Your coach has it as you sent it. Nothing more to do.")
AGAIN = _("Look at it and do it again.")
LATER = Result(id="", state=RETRY, why=_("Something went wrong here."), what=_("It is sent again by itself."))
UNREAD = (_("This entry cannot be read."), _("Tell your coach what you did, then remove it from this phone."))
WORDS: dict[str, tuple[Words, Words]] = {
    "gone": (_("Its session is no longer there."), TELL),
    "changed": (_("Your coach has put another exercise in its place."), TELL),
    "not_swapped": (_("The other exercise cannot be taken any more: a set is logged, or it is not offered now."), TELL),
    "ended": (_("Your coach has ended what it belongs to."), TELL),
    "not_due": (_("Your coach has moved or removed this day."), TELL),
    "not_moved": (_("That session cannot be moved any more: it has begun, or it is not the next one now."), TELL),
    "not_free": (
        _("That day is not free any more. The session stays on its day."),
        _("Choose another day."),
    ),
    "blocked": (_("Your coach looks first before you train this again."), TELL),
    "side": (_("Your coach has changed the sides of this exercise."), TELL),
    "other_place": (_("This form has logged another set already."), AGAIN),
    "other_content": (_("This was sent before with other words."), TELL),
    "two_phones": (_("This set was logged later on another phone. The later one holds."), TELL),
    "later": (_("You answered this again later. The later answer holds."), TELL),
    "finished": (_("This session was finished meanwhile."), TELL),
    "nothing_logged": (_("Nothing is logged yet."), _("Log a set, or skip the session and say why.")),
    "figure": (_("A figure is not possible."), AGAIN),
    "kind": (
        _("This app sends something that is not known here."),
        _("Open it with signal, so that it is renewed."),
    ),
}


def take(client: Client, user: User, actions: Sequence[Sent]) -> list[Result]:
    """Do the actions in their order. One client's phones are heard one after the other.

    Each action stands for itself: what goes wrong with one is undone and sent again later, the others are done.
    """
    Client.objects.select_for_update(no_key=True, of=("self",)).only("pk").get(pk=client.pk)
    who = Who(client=client, user=user, now=timezone.now())
    held: dict[Any, list[PhoneAction]] = {}
    for row in PhoneAction.objects.for_user(user).filter(client=client, uuid__in=[sent.id for sent in actions]):
        held.setdefault(row.uuid, []).append(row)
    results = [_take(who, sent, held.setdefault(sent.id, [])) for sent in actions]
    _heed_signs(who)
    return results


def _heed_signs(who: Who) -> None:
    """Whichever came first, a session in which a warning sign was told does not go on."""
    try:
        with transaction.atomic():
            end_what_goes_on(who.client, now=who.now)
    except Exception as error:  # what was sent is kept all the same; the next batch looks again
        log.error("A session could not be ended: %s\n%s", type(error).__name__, _frames(error))


def _frames(error: Exception) -> str:
    """Where it went wrong. Without the message, which may hold what a person wrote."""
    return "".join(traceback.format_tb(error.__traceback__))


def _take(who: Who, sent: Sent, held: list[PhoneAction]) -> Result:
    try:
        with transaction.atomic():
            result = _once(who, sent, held)
    except Exception as error:  # whatever it is, the other actions are done, and this one is not lost: it comes again
        log.error("Action %s (%s) of a phone failed: %s\n%s", sent.id, sent.kind, type(error).__name__, _frames(error))
        result = Result(id=str(sent.id), state=RETRY, why=LATER.why, what=LATER.what)
    who.waits = who.waits or result.state == RETRY
    return result


def _once(who: Who, sent: Sent, held: list[PhoneAction]) -> Result:
    """Had already, or done now, or kept apart."""
    known = next((row for row in held if row.digest == sent.digest), None)
    if known is not None and known.state == PhoneAction.State.SAVED:
        return Result(id=str(sent.id), state=HAD)
    if known is not None and known.state == PhoneAction.State.CONFLICT:
        return _result(sent, known.state, known.reason)
    try:
        if sent.kind != PhoneAction.Kind.SET and any(row.state == PhoneAction.State.SAVED for row in held):
            raise Refused("other_content", state=PhoneAction.State.CONFLICT)
        if sent.kind not in DO:
            raise Refused("kind")
        outcome = DO[sent.kind](who, sent)
    except Refused as refused:  # what was done until then (a session was opened) stays
        return _apart(who, sent, refused, held)
    if outcome.waits:
        return Result(id=str(sent.id), state=RETRY, why=LATER.why, what=LATER.what)
    _settle(who, sent, outcome, held)
    return _result(sent, outcome.state, outcome.reason)


def _settle(who: Who, sent: Sent, outcome: Outcome, held: list[PhoneAction]) -> None:
    """What is done now is no longer apart: nor is what the person has put right since under the same UUID."""
    apart = [row for row in held if row.state == PhoneAction.State.REFUSED]
    for row in apart:
        row.state = PhoneAction.State.SAVED
        row.save(update_fields=["state"])
    if sent.kind != PhoneAction.Kind.SET:
        _keep(who, sent, PhoneAction.State.SAVED, session=outcome.session, held=held)
    for session in {row.session for row in apart}:
        _tell(session)


def _result(sent: Sent, state: str, reason: str = "", why: Words = "") -> Result:
    said, what = WORDS.get(reason, ("", ""))
    return Result(id=str(sent.id), state=state, why=why or said, what=what)


def _apart(who: Who, sent: Sent, refused: Refused, held: list[PhoneAction]) -> Result:
    """Kept as it was sent, beside the session that the coach looks at."""
    session = refused.session or newest_session(who)
    _keep(who, sent, refused.state, reason=refused.code, session=session, held=held)
    _tell(session)
    return _result(sent, refused.state, refused.code, why=refused.words)


def _tell(session: Session | None) -> None:
    if session is not None:
        refresh(session.pk)


def _keep(
    who: Who, sent: Sent, state: str, *, session: Session | None, held: list[PhoneAction], reason: str = ""
) -> None:
    known = next((row for row in held if row.digest == sent.digest), None)
    row = known or PhoneAction(
        practice_id=who.client.practice_id,
        client=who.client,
        uuid=sent.id,
        digest=sent.digest,
        kind=sent.kind if sent.kind in PhoneAction.Kind.values else PhoneAction.Kind.UNKNOWN,
        data=sent.data,
        phone_time=sent.phone_time,
        said_at=sent.said_at,
        received_at=who.now,
    )
    row.state, row.reason, row.session = state, reason, session
    row.full_clean(exclude=["practice", "client", "session", "data"], validate_unique=False, validate_constraints=False)
    row.save()
    if known is None:
        held.append(row)


def unread(pk: str) -> Result:
    """The answer to what is no action at all: it stays on the phone, in sight."""
    return Result(id=pk, state=PhoneAction.State.REFUSED, why=UNREAD[0], what=UNREAD[1])
