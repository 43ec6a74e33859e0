"""What each kind of a phone's actions does, with the services that the pages' forms use."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from accounts.models import User
from clients.forms.client import CommentForm, FinishForm, MorningForm, SetForm, SkipForm
from clients.forms.sync import Sent, uuid_of
from clients.keeping import Kept, OtherPlace, keep_set, stop_rest
from clients.models import Assignment, Client, PhoneAction, Session, SessionItem
from clients.own_days import move_of, move_own
from clients.own_swap import items_to_swap, swap_for_today
from clients.schedule import LATE_DAYS, schedule_of
from clients.services import Blocked, answer_morning, finish_session, open_session, skip_session
from clients.signs import tell_sign
from clients.talking import comment_on
from programs.engine.judging import PAIN_RED

MOST_WORDS = 800  # of a warning sign; with when it was said it is still one comment
AHEAD, BACK = dt.timedelta(days=21), dt.timedelta(days=120)  # how far from today a phone may open a session


class Refused(Exception):
    """An action that cannot be placed. `code` names the reason, `words` say more; `session`: whose card shows it."""

    def __init__(
        self,
        code: str,
        *,
        session: Session | None = None,
        words: str = "",
        state: str = PhoneAction.State.REFUSED,
    ) -> None:
        super().__init__(code)
        self.code, self.session, self.words, self.state = code, session, words, state


@dataclass(slots=True, kw_only=True)
class Who:
    """Whose phone it is, and when the batch came. `waits`: something of this batch has to be sent again."""

    client: Client
    user: User
    now: dt.datetime
    waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    session: Session | None = None
    state: str = "saved"
    reason: str = ""
    waits: bool = False  # what comes before it has to be sent again first


def newest_session(who: Who) -> Session | None:
    """Where the coach is shown what belongs to no session."""
    sessions = Session.objects.for_user(who.user).filter(client=who.client, source=Session.Source.HERE)
    before = sessions.filter(due_on__lte=who.client.today(who.now)).order_by("-due_on").first()
    return before or sessions.order_by("due_on").first()


# --- Which session, which exercise -----------------------------------------------------------------------------


def _session(who: Who, sent: Sent) -> Session:
    """The session that is meant: by its id, its exercise, or its training day; opened where nobody has yet."""
    named, item = uuid_of(sent.data.get("session")), uuid_of(sent.data.get("item"))
    rows = Session.objects.for_user(who.user).filter(client=who.client).select_related("client__coach", "assignment")
    for known in [{"pk": named}] * bool(named) + [{"items": item}] * bool(item):
        found = rows.filter(**known).first()
        if found is not None:
            return found
    return _of_day(who, sent.data)


def _of_day(who: Who, data: dict[str, str]) -> Session:
    return session_of_day(who, uuid_of(data.get("assignment")), _day(data.get("due_on", "")))


def session_of_day(who: Who, pk: UUID | None, day: dt.date | None) -> Session:
    """The session of a training day of an assignment (`pk`), opened where nobody has yet. Raises Refused."""
    if pk is None or day is None or not -BACK <= day - who.client.today(who.now) <= AHEAD:
        raise Refused("gone")
    assignment = _plan(who, pk)
    found = Session.objects.for_user(who.user).filter(assignment=assignment, due_on=day).first()
    if found is not None:
        return found
    _raise_if_ended(who, assignment)
    if not schedule_of(assignment).is_due(day):
        raise Refused("not_due")
    try:
        return open_session(assignment, due_on=day, now=who.now)
    except Blocked as blocked:
        raise Refused("blocked") from blocked


def _plan(who: Who, pk: UUID | None) -> Assignment:
    """What the client follows, or followed. Raises Refused."""
    rows = Assignment.objects.for_user(who.user).whole().filter(client=who.client)
    found = rows.select_related("client__coach", "program", "progression", "start_rung").filter(pk=pk).first()
    if found is None:
        raise Refused("gone")
    return found


def _raise_if_ended(who: Who, assignment: Assignment) -> None:
    if assignment.status != Assignment.Status.ACTIVE or who.client.status != Client.Status.ACTIVE:
        raise Refused("ended")


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _item(who: Who, sent: Sent) -> SessionItem:
    pk = uuid_of(sent.data.get("item"))
    if pk is None:
        raise Refused("gone")
    found = _items(who).filter(pk=pk).first()
    if found is None:
        session = _session(who, sent)
        found = _items(who).filter(pk=pk, session=session).first() or _instead(who, sent, session)
        if found is None or found.pk != pk:
            raise Refused("changed", session=session)
    return found


def _instead(who: Who, sent: Sent, session: Session) -> SessionItem | None:
    """What was taken instead of an exercise without signal, swapped in now: its sets may come before the choice."""
    first = uuid_of(sent.data.get("instead_of"))
    item = items_to_swap(who.user).filter(pk=first, session=session).first() if first else None
    if item is None:
        return None
    try:
        swap = swap_for_today(item, key=sent.data.get("instead_key", ""), by=who.user)
    except ValidationError as error:
        raise Refused("not_swapped", session=session) from error
    return _items(who).filter(swap=swap).first()


def _items(who: Who) -> Any:
    rows = SessionItem.objects.for_user(who.user).filter(session__client=who.client)
    return rows.select_related("session__client__coach").prefetch_related("targets")


# --- Sets ------------------------------------------------------------------------------------------------------


def _set(who: Who, sent: Sent) -> Outcome:
    item = _item(who, sent)
    form = SetForm(sent.data | {"uuid": sent.data.get("uuid") or str(sent.id), "performed_at": ""})
    if not form.is_valid():
        raise Refused("figure", session=item.session, words=_told(form.errors.as_data()))
    facts = replace(form.facts(), performed_at=sent.said_at, said_at=sent.said_at, phone_time=sent.phone_time)
    if facts.side not in {target.side for target in item.targets.all()}:
        raise Refused("side", session=item.session)
    try:
        _, kept = keep_set(item, facts, by=who.user)
    except OtherPlace as other:
        raise Refused("other_place", session=item.session, state=PhoneAction.State.CONFLICT) from other
    except ValidationError as error:
        raise Refused("figure", session=item.session, words=" ".join(error.messages)) from error
    if kept == Kept.OVERTAKEN:
        return Outcome(session=item.session, state=PhoneAction.State.CONFLICT, reason="two_phones")
    return Outcome(session=item.session, state=kept)


def _told(errors: Any) -> str:
    return " ".join(message for each in errors.values() for error in each for message in error.messages)


def _stop(who: Who, sent: Sent) -> Outcome:
    """Pain ends one exercise, or all of the session."""
    items = [_item(who, sent)] if sent.data.get("item") else list(_items(who).filter(session=_session(who, sent)))
    for item in items:
        stop_rest(item, at=sent.said_at)
    return Outcome(session=items[0].session if items else None)


def _swap(who: Who, sent: Sent) -> Outcome:
    """Another exercise for today, where the implement is taken."""
    return Outcome(session=_item(who, sent).session)


# --- The session as a whole ------------------------------------------------------------------------------------


def _skip_session(who: Who, sent: Sent) -> Outcome:
    if who.waits:
        return Outcome(waits=True)
    session = _session(who, sent)
    form = _valid(SkipForm(sent.data), session)
    if session.status == Session.Status.FINISHED:
        raise Refused("finished", session=session, state=PhoneAction.State.CONFLICT)
    if _overtaken(who, session, sent):
        raise Refused("later", session=session, state=PhoneAction.State.CONFLICT)
    return Outcome(session=skip_session(session, reason=form["skip_reason"], now=who.now))


def _finish(who: Who, sent: Sent) -> Outcome:
    if who.waits:
        return Outcome(waits=True)
    session = _session(who, sent)
    form = _valid(FinishForm(sent.data), session)
    if not session.sets.exists() and not form["red_flag"]:
        raise Refused("nothing_logged", session=session)
    said: dict[str, Any] = {"effort": session.effort, "note": session.note}
    answered = session.finished_at if any(value not in (None, "") for value in said.values()) else None
    if not _overtaken(who, session, sent, answered) or said == {name: form[name] for name in said}:
        finish_session(session, **form, now=who.now)
        return Outcome(session=session)
    if form["red_flag"]:  # a warning sign once told stays told, whatever else holds
        finish_session(session, **said, red_flag=True, now=who.now)
    raise Refused("later", session=session, state=PhoneAction.State.CONFLICT)


def _morning(who: Who, sent: Sent) -> Outcome:
    session = _session(who, sent)
    pain = _valid(MorningForm(sent.data), session)["pain"]
    late = _overtaken(who, session, sent, session.next_day_pain_at) and pain != session.next_day_pain
    if not late or pain >= PAIN_RED:
        answer_morning(session, pain=pain, now=who.now)
    if late:
        raise Refused("later", session=session, state=PhoneAction.State.CONFLICT)
    return Outcome(session=session)


def _overtaken(who: Who, session: Session, sent: Sent, answered: dt.datetime | None = None) -> bool:
    """Whether the person has said the same kind of thing about this session later: on a phone, or on the page."""
    saved = PhoneAction.objects.for_user(who.user).filter(
        session=session, kind=sent.kind, state=PhoneAction.State.SAVED
    )
    if saved.filter(said_at__gt=sent.said_at).exists():
        return True
    return answered is not None and answered > sent.said_at and not saved.filter(received_at=answered).exists()


def _valid(form: Any, session: Session | None) -> dict[str, Any]:
    if not form.is_valid():
        raise Refused("figure", session=session, words=_told(form.errors.as_data()))
    return dict(form.cleaned_data)


def _move(who: Who, sent: Sent) -> Outcome:
    """The next session on another day, by what the person saw: which session, and what was free when they said it.

    It is opened before it is moved, so that it keeps the ids that the phone logs sets with.
    """
    day, to = _day(sent.data.get("day", "")), _day(sent.data.get("to", ""))
    assignment = _plan(who, uuid_of(sent.data.get("assignment")))
    _raise_if_ended(who, assignment)
    if day and to and schedule_of(assignment).moved.get(day) == to:
        return Outcome()  # it is there already
    found = move_of(assignment, who.client.today(sent.said_at))
    if found is None or found.day != day:
        raise Refused("not_moved")
    if to is None or not found.may_be_on(to) or to < who.client.today(who.now) - dt.timedelta(days=LATE_DAYS):
        raise Refused("not_free")
    with suppress(Blocked):  # training waits for the coach: then nothing is logged for it either
        open_session(assignment, due_on=found.day, now=who.now)
    try:
        move_own(who.client, day=found.day, to=to, by=who.user, now=sent.said_at)
    except ValidationError as error:  # opening it has closed one that was left open: that one was its turn
        raise Refused("not_moved") from error
    return Outcome(session=Session.objects.for_user(who.user).filter(assignment=assignment, due_on=to).first())


def _sign(who: Who, sent: Sent) -> Outcome:
    """A warning sign is never refused: words that are too long are cut, and stay whole as they were sent."""
    words = sent.data.get("words", "")[:MOST_WORDS]
    told = tell_sign(who.client, by=who.user, words=words, said_at=sent.said_at, now=who.now)
    return Outcome(session=told.about)


# --- Words -----------------------------------------------------------------------------------------------------


def _comment(who: Who, sent: Sent) -> Outcome:
    """About its session; about nothing but the client where the session is gone."""
    text = _text(sent)
    try:
        about: Session | Client = _session(who, sent)
    except Refused:
        about = who.client
    comment_on(about, author=who.user, text=text)
    return Outcome(session=about if isinstance(about, Session) else None)


def _message(who: Who, sent: Sent) -> Outcome:
    comment_on(who.client, author=who.user, text=_text(sent))
    return Outcome()


def _text(sent: Sent) -> str:
    return str(_valid(CommentForm(sent.data), None)["text"])


DO: dict[str, Callable[[Who, Sent], Outcome]] = {
    PhoneAction.Kind.SET: _set,
    PhoneAction.Kind.STOP: _stop,
    PhoneAction.Kind.SWAP: _swap,
    PhoneAction.Kind.SKIP_SESSION: _skip_session,
    PhoneAction.Kind.FINISH: _finish,
    PhoneAction.Kind.MORNING: _morning,
    PhoneAction.Kind.COMMENT: _comment,
    PhoneAction.Kind.MESSAGE: _message,
    PhoneAction.Kind.SIGN: _sign,
    PhoneAction.Kind.MOVE: _move,
}
