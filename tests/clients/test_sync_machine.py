"""Three phones, two people, wrong clocks, answers that get lost, a coach who changes things: in the end all agree.

Each history is played against a plain model: a list of what each person said, and when. 2,000 histories in the suite,
10,000 with `make sync`. A history is quick because the rows it begins with are made once and rolled back to.
"""

import datetime as dt
import json
import os
import sys
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.errors import StopTest
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from accounts.models import User
from accounts.tenancy import practice_scope
from clients.ahead_ids import session_id, swap_id
from clients.freezing import Blocked
from clients.models import Assignment, Client, Comment, PhoneAction, ScheduleChange, Session, SessionItem, SetLog, Swap
from clients.own_swap import alternatives, items_to_swap, swap_for_today
from clients.program_days import raise_if_all_stopped
from clients.services import open_session
from clients.views.sync import sync
from tests.factories import AssignmentFactory

HISTORIES = int(os.environ.get("SYNC_HISTORIES", "2000"))
SHARDS = 4  # so that the workers of the suite share them
STEPS = 10
CLOCKS = [dt.timedelta(0), dt.timedelta(seconds=150), dt.timedelta(days=-1), dt.timedelta(days=400)]
SMALL = dt.timedelta(minutes=5)  # what the server takes for the time on the way
PLACES = [("left", 1), ("right", 1), ("left", 2)]
PHONES = [0, 0, 1]  # whose each phone is
KINDS = [  # the dear ones last
    *("comment", "message", "morning", "comment", "message"),
    *("finish", "stop", "skip_session", "move", "sign", "sign"),
]
NOT_DONE = {  # why the server may refuse what is not about an exercise
    ("finish", "nothing_logged"),
    *(("move", reason) for reason in ("not_moved", "not_free", "ended")),
}


@dataclass
class Person:
    user: User
    client: Client
    assignment: Assignment
    today: SessionItem
    coming: dict[str, str]  # the item of a session that nobody has opened, as the phone's page names it
    instead: str  # what could be done in the place of today's exercise: the same in every history
    move: dict[str, str]  # today's session, done tomorrow
    swapped: str  # the exercise that would stand there then, as the kept page of alternatives names it


@dataclass
class Word:
    """One entry of a phone. `true`: when it was said by a clock that is right, as far as the server can know."""

    sent: dict[str, Any]
    true: dt.datetime
    state: str = "waiting"

    @property
    def data(self) -> dict[str, str]:
        return self.sent["data"]

    @property
    def content(self) -> tuple[str, str]:
        return self.data["load"], self.data["reps"]


@dataclass
class Phone:
    person: Person
    clock: dt.timedelta
    words: list[Word] = field(default_factory=list)
    uuids: dict[Any, UUID] = field(default_factory=dict)
    has_swapped: bool = False

    def waiting(self) -> list[Word]:
        return [word for word in self.words if word.state == "waiting"]


class Phones(RuleBasedStateMachine):
    people: ClassVar[list[Person]] = []

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.said = 0
        self.start = timezone.now() - dt.timedelta(hours=2)

    @initialize(clocks=st.tuples(*[st.sampled_from(CLOCKS)] * 3))
    def three_phones(self, clocks: tuple[dt.timedelta, ...]) -> None:
        self.phones = [Phone(self.people[who], clock) for who, clock in zip(PHONES, clocks, strict=True)]

    # --- On the phone, without signal ------------------------------------------------------------------------

    @rule(
        n=st.sampled_from([0, 0, 1, 1, 2]),
        place=st.sampled_from(PLACES),
        reps=st.integers(5, 7),
        ahead=st.sampled_from([False, False, False, True]),
    )
    def logs(self, n: int, place: tuple[str, int], reps: int, ahead: bool) -> None:
        """A set, or the correction of one: of today, or now and then of a day that nobody has opened."""
        phone = self.phones[n]
        coming = ahead and place == ("right", 1)
        where = phone.person.coming if coming else self._todays(phone)
        known = phone.uuids.get((where["item"], place))
        uuid = phone.uuids.setdefault((where["item"], place), uuid4())
        side, number = place
        figures = {"load": "40", "reps": str(reps), "rir": "2", "unit": "kg", "kind": "done"}
        self._says(
            phone, "set", uuid4() if known else uuid, **where, **figures, uuid=uuid, side=side, set_number=number
        )

    def _todays(self, phone: Phone) -> dict[str, str]:
        """What the phone shows as today's exercise."""
        person = phone.person
        if not phone.has_swapped:
            return {"item": str(person.today.pk)}
        instead = {"instead_of": str(person.today.pk), "instead_key": person.instead}
        return {"item": person.swapped, "session": str(person.today.session_id), **instead}

    @rule(n=st.integers(0, 2), does=st.sampled_from([False] * 5 + [True]))
    def swaps(self, n: int, does: bool) -> None:
        """Another exercise, as the phone without signal chooses it; from then on it logs sets of that one."""
        phone = self.phones[n]
        if does and not phone.has_swapped:
            phone.has_swapped = True
            self._says(phone, "swap", uuid4(), **self._todays(phone))

    @rule(n=st.integers(0, 2), kind=st.sampled_from(KINDS), first=st.sampled_from([False, False, True]))
    def says(self, n: int, kind: str, first: bool) -> None:
        """`first`: it overtakes all that waits on the phone."""
        phone = self.phones[n]
        more = {
            "comment": {"text": f"About {self.said}"},
            "message": {"text": f"Hello {self.said}"},
            "skip_session": {"skip_reason": "time"},
            "finish": {"effort": "7"},
            "morning": {"pain": "1"},
            "move": phone.person.move,
            "sign": {"words": f"Sign {self.said}"},
        }
        session = {} if kind in ("message", "move", "sign") else {"session": phone.person.today.session_id}
        self._says(phone, kind, uuid4(), **session, **more.get(kind, {}))
        if first:
            self._send(phone, phone.words[-1:], lost=False)

    def _says(self, phone: Phone, kind: str, pk: UUID, /, **data: Any) -> None:
        self.said += 1
        moment = self.start + dt.timedelta(minutes=self.said)
        unseen = phone.clock if abs(phone.clock) < SMALL else dt.timedelta()
        at = (moment + phone.clock).isoformat()
        sent = {"id": str(pk), "kind": kind, "at": at, "data": {name: str(value) for name, value in data.items()}}
        phone.words.append(Word(sent, moment + unseen))

    # --- On the way -------------------------------------------------------------------------------------------

    @rule(n=st.integers(0, 2), lost=st.booleans(), order=st.sampled_from(["as said", "reversed", "twice", "one"]))
    def sends(self, n: int, lost: bool, order: str) -> None:
        phone = self.phones[n]
        words = phone.waiting()
        some = {"as said": words, "reversed": words[::-1], "twice": words + words, "one": words[-1:]}[order]
        self._send(phone, some, lost=lost)

    @rule(n=st.integers(0, 2))
    def sends_what_was_sent_before(self, n: int) -> None:
        """A copy that comes late, after its answer."""
        phone = self.phones[n]
        self._send(phone, [word for word in phone.words if word.state in ("saved", "had")][:3], lost=True)

    @rule(n=st.integers(0, 2))
    def another_is_signed_in(self, n: int) -> None:
        """Nothing is sent as somebody else, whatever the phone believes."""
        phone = self.phones[n]
        other = next(person for person in self.people if person is not phone.person)
        if phone.waiting():
            assert self._post(other, phone, phone.waiting()).status_code == 409

    def _send(self, phone: Phone, words: list[Word], *, lost: bool) -> None:
        if not words:
            return
        response = self._post(phone.person, phone, words)
        assert response.status_code == 200, response.content
        results = json.loads(response.content)["results"]
        assert [each["id"] for each in results] == [word.sent["id"] for word in words]
        for word, result in zip(words, results, strict=True):
            assert result["state"] in ("saved", "had", "refused", "conflict"), result
            assert result["state"] in ("saved", "had") or (result["why"] and result["what"])
            if not lost and word.state == "waiting":
                word.state = result["state"]

    def _post(self, signed_in: Person, phone: Phone, words: list[Word]) -> Any:
        body = {
            "user": str(phone.person.user.pk),
            "version": 2,
            "sent_at": (timezone.now() + phone.clock).isoformat(),
            "actions": [word.sent for word in words],
        }
        request = RequestFactory().post("/me/sync/", json.dumps(body), content_type="application/json")
        request.user = signed_in.user
        with practice_scope(signed_in.client.practice_id, signed_in.user.pk):
            return sync(request)

    # --- At the desk ------------------------------------------------------------------------------------------

    @rule(who=st.integers(0, 1), status=st.sampled_from(["ended", "active"]))
    def the_coach_ends_or_restores(self, who: int, status: str) -> None:
        Assignment.objects.filter(pk=self.people[who].assignment.pk).update(status=status)

    @rule(who=st.integers(0, 1), does=st.sampled_from([False] * 7 + [True]))
    def another_exercise_is_chosen(self, who: int, does: bool) -> None:
        """With signal, while nothing is logged: what a phone still holds is of an exercise that is gone."""
        if not does:
            return  # it costs as much as a whole history without it
        person = self.people[who]
        item = SessionItem.objects.select_related("session").filter(pk=person.today.pk).first()
        if item is not None and item.may_be_swapped and not self._is_ended(person):
            with practice_scope(person.client.practice_id, person.user.pk):
                swap_for_today(item, key=person.instead, by=person.user)

    def _is_ended(self, person: Person) -> bool:
        return not Assignment.objects.filter(pk=person.assignment.pk, status=Assignment.Status.ACTIVE).exists()

    # --- In the end -------------------------------------------------------------------------------------------

    def teardown(self) -> None:
        """A history that is cut short in its midst (nothing is left to draw from) is not among those that count."""
        try:
            if hasattr(self, "phones") and not isinstance(sys.exception(), StopTest):
                self._everything_arrives()
                for person in self.people:
                    self._all_agree(person)
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        finally:
            transaction.savepoint_rollback(self.savepoint)

    def _everything_arrives(self) -> None:
        """The plan is on again, each person presses "Try again", and every phone has a signal."""
        Assignment.objects.update(status=Assignment.Status.ACTIVE)
        for phone in self.phones:
            for word in phone.words:
                word.state = "waiting" if word.state == "refused" else word.state
            self._send(phone, phone.waiting(), lost=False)
            assert not phone.waiting()

    def _all_agree(self, person: Person) -> None:
        words = [word for phone in self.phones if phone.person is person for word in phone.words]
        if not words:
            return
        sets: dict[Any, list[Word]] = {}
        here = {
            str(pk) for pk in SessionItem.objects.filter(session__client=person.client).values_list("pk", flat=True)
        }
        for word in words:
            if word.data.get("item", "") not in ("", *here):
                self._is_shown_to_the_coach(person, word)
            elif word.sent["kind"] == "set":
                sets.setdefault((word.data["item"], word.data["side"], int(word.data["set_number"])), []).append(word)
            else:
                self._is_known(person, word)
        rows = SetLog.objects.filter(client=person.client).exclude(kind="stopped").prefetch_related("revisions")
        found = {(str(row.item_id), row.side, row.set_number): row for row in rows}
        assert found.keys() == sets.keys()
        for place, told in sets.items():
            self._last_holds(found[place], told)
        for kind, session in (("comment", person.today.session_id), ("message", None)):
            texts = [word.data["text"] for word in words if word.sent["kind"] == kind]
            kept = Comment.objects.filter(client=person.client, session=session).exclude(text__startswith="Sign ")
            assert sorted(texts) == sorted(kept.values_list("text", flat=True))

        self._is_where_it_was_moved(person)
        signs = [word for word in words if word.sent["kind"] == "sign"]
        if signs:
            self._training_waits(person, signs)

    def _is_where_it_was_moved(self, person: Person) -> None:
        """Today's session, as the first move to arrive that could be done says, and only once."""
        moved = PhoneAction.objects.filter(client=person.client, kind="move", state="saved")
        person.assignment.refresh_from_db(fields=["moved_days"])
        day, to = person.move["day"], person.move["to"]
        assert person.assignment.moved_days == ({day: to} if moved else {})
        assert ScheduleChange.objects.filter(assignment=person.assignment).exclude(kind="paused").count() == bool(moved)
        due_on = Session.objects.get(pk=person.today.session_id).due_on
        assert due_on.isoformat() == (to if moved else day)

    def _training_waits(self, person: Person, signs: list[Word]) -> None:
        """Each sign is read by the coach, and nothing goes on before they have looked."""
        texts = Comment.objects.filter(client=person.client, text__startswith="Sign ").values_list("text", flat=True)
        assert sorted(text.partition(" (")[0] for text in texts) == sorted(word.data["words"] for word in signs)
        person.client.refresh_from_db(fields=["status"])
        told = PhoneAction.objects.filter(client=person.client, kind="sign").exclude(session=None)
        if person.client.status == Client.Status.ACTIVE:
            if not told:
                return  # nothing was followed when it came: there is nothing to stop
            with pytest.raises(Blocked):
                raise_if_all_stopped(person.assignment)
        under_way = Session.objects.filter(client=person.client, status=Session.Status.OPEN)
        assert not under_way.exclude(sets=None).exists()

    def _last_holds(self, row: SetLog, told: list[Word]) -> None:
        last = max(told, key=lambda word: word.true)
        assert (f"{row.load.normalize():f}", str(row.reps)) == last.content
        assert abs(row.said_at - last.true) < dt.timedelta(seconds=30)
        kept = {row_content(each.before) for each in row.revisions.all()} | {last.content}
        assert kept >= {word.content for word in told}
        assert kept <= {word.content for word in told} | {("None", "None")}

    def _is_known(self, person: Person, word: Word) -> None:
        """Done or kept apart, once, and the phone was told which."""
        row = PhoneAction.objects.get(client=person.client, uuid=word.sent["id"])
        assert row.data == word.data
        told = "saved" if word.state in ("saved", "had") else word.state
        assert row.state == told
        if told == "refused":
            assert (row.kind, row.reason) in NOT_DONE
        if row.kind == "swap":
            assert Swap.objects.filter(pk=swap_id(person.today.pk, person.instead)).exists()
        if told == "saved" and row.kind in ("finish", "skip_session"):
            assert Session.objects.get(pk=person.today.session_id).status in ("finished", "skipped")

    def _is_shown_to_the_coach(self, person: Person, word: Word) -> None:
        """What is about an exercise that is not there (swapped away, not swapped to, its day stopped) stays as it was
        sent, beside the session.
        """
        row = PhoneAction.objects.apart().get(client=person.client, uuid=word.sent["id"])
        assert (row.data, row.state, row.session_id) == (word.data, "refused", person.today.session_id)
        assert word.state == "refused"


def row_content(before: dict[str, Any]) -> tuple[str, str]:
    load = before["load"]
    return ("None" if load is None else f"{float(load):g}", str(before["reps"]))


@pytest.fixture
def two_people(client_row: Client, other_client: Client) -> list[Person]:
    return [person_of(client) for client in (client_row, other_client)]


def person_of(client: Client) -> Person:
    Client.objects.filter(pk=client.pk).update(inventory={"bar": 20, "plates": [[10, 2]], "dumbbells": [10, 20]})
    client.refresh_from_db()
    today = client.today()
    days = [(today.weekday() + n) % 7 for n in (0, 2, 4)]  # tomorrow is free
    assignment = AssignmentFactory(client=client, start_date=today - dt.timedelta(days=1), weekdays=days)
    assignment.ladder.rungs.update(implements=["barbell", "dumbbell"])
    item = open_session(assignment, due_on=today).items.get()
    tomorrow, day = today + dt.timedelta(days=1), today + dt.timedelta(days=2)
    pk = session_id(assignment.pk, day)
    with transaction.atomic():  # the ids that the page of a coming day names
        coming = open_session(assignment, due_on=day).items.get()
        names = {"item": str(coming.pk), "session": str(pk), "assignment": str(assignment.pk), "due_on": str(day)}
        transaction.set_rollback(True)
    instead = alternatives(items_to_swap(client.user).get(pk=item.pk))[0].key
    with transaction.atomic():  # and those that the page of alternatives names
        swap = swap_for_today(items_to_swap(client.user).get(pk=item.pk), key=instead, by=client.user)
        swapped = str(SessionItem.objects.get(swap=swap).pk)
        transaction.set_rollback(True)
    move = {"assignment": str(assignment.pk), "day": today.isoformat(), "to": tomorrow.isoformat()}
    return Person(
        user=client.user,
        client=client,
        assignment=assignment,
        today=item,
        coming=names,
        instead=instead,
        swapped=swapped,
        move=move,
    )


@pytest.mark.parametrize("shard", range(SHARDS))
def test_whatever_happens_on_the_way_all_agree_in_the_end(two_people: list[Person], shard: int) -> None:
    Phones.people = two_people
    run_state_machine_as_test(
        Phones,
        settings=settings(
            max_examples=HISTORIES // SHARDS,
            stateful_step_count=STEPS,
            database=None,
            deadline=None,
            print_blob=True,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
