"""The world that tests/web/api_roles.py calls the API in: something at every address, and who calls."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.test import Client as Browser

from accounts.models import Membership, Practice, Role, User
from clients.body_mass import weigh
from clients.models import AssignmentBatch, Client, Proposal, Session, SessionItem, SetImport, SetLog, Swap
from clients.notes import write_note
from clients.people import invite
from clients.services import SetFacts, log_set, open_session
from clients.set_import.preview import read_sets
from exercises.models import Variation
from hooks.models import Endpoint, Event
from hooks.services import add_endpoint, send_test
from programs.models import Progression
from tests.api import tool, trained
from tests.clients.programs import exercises, saved
from tests.clients.set_files import Set, Workout, export
from tests.factories import (
    ClientFactory,
    ExerciseFactory,
    MembershipFactory,
    PracticeFactory,
    ProgressionFactory,
    UserFactory,
    VariationFactory,
)

A_FILE = export("hevy_kg", [Workout(sets=[Set("Hip thrust", 60, 8)])])
OURS = "Maya Lindqvist"  # stands in no answer to the rival
ANOTHERS = "Noor Haddad"  # nor this one, of the same practice, in an answer to Maya


@dataclass(kw_only=True)
class World:
    """A practice with something at every address, another client in it, and a practice beside it."""

    owner: User
    assistant: User
    rival: User
    client: Client
    finished: Session
    open: SessionItem
    set: SetLog
    variation: Variation
    progression: Progression
    program: Any
    webhook: Endpoint
    newcomer: Client
    gone: Client
    invitation: Any
    note: Any
    mass: Any
    swap: Any
    split: Variation
    sets: SetImport
    batch: Any

    @property
    def proposal(self) -> Proposal:
        found: Proposal = Proposal.objects.filter(session=self.finished).earliest("created_at")
        return found


def world(*, stocked: bool = False) -> World:
    """`stocked`: another world has filled the library already."""
    practice = PracticeFactory(name="Hill Street Strength")
    owner, assistant = (_member(practice, role) for role in (Role.OWNER, Role.COACH))
    maya = ClientFactory(practice=practice, coach=owner, user=UserFactory(), name=OURS)
    ClientFactory(practice=practice, coach=owner, user=UserFactory(), name=ANOTHERS)
    finished = trained(maya)
    if not stocked:
        exercises(practice)
    item = open_session(finished.items.get().assignment, due_on=dt.date(2026, 1, 8)).items.get()
    newcomer = ClientFactory(practice=practice, coach=owner, email="sam@kickstand.test", name="Sam Park")
    target = item.targets.first()
    done = SetFacts(
        uuid=uuid4(),
        set_number=2,
        side=target.side,
        reps=8,
        load=target.load,
        rir=2,
        performed_at=dt.datetime(2026, 1, 8, 18, tzinfo=dt.UTC),
    )
    webhook = add_endpoint(practice.pk, name=OURS, url="https://tool.example.org/", events=[Event.CLIENT_JOINED])
    send_test(webhook)
    return World(
        owner=owner,
        assistant=assistant,
        rival=_member(PracticeFactory(), Role.OWNER),
        client=maya,
        finished=finished,
        open=item,
        set=log_set(item, done)[0],
        variation=VariationFactory(exercise=ExerciseFactory(practice=practice)),
        progression=ProgressionFactory(practice=practice, rungs=1),
        program=saved(owner, {"1.1": ("back squat 3x8 @60kg",)}),
        webhook=webhook,
        newcomer=newcomer,
        gone=ClientFactory(practice=practice, coach=owner, name=OURS, status=Client.Status.ARCHIVED),
        invitation=invite(newcomer, by=owner, link_base="https://x.test"),
        note=write_note(maya, author=owner, text="Likes early mornings."),
        mass=weigh(maya, kg=Decimal(70)),
        swap=Swap.objects.create(
            practice=practice,
            assignment=item.assignment,
            due_on=dt.date(2026, 1, 12),
            variation=target.variation,
            instead_of="Thrust",
            sides={},
        ),
        sets=read_sets(maya, A_FILE, by=owner, unit="kg"),
        split=VariationFactory(exercise=ExerciseFactory(laterality="single_leg"), implement="dumbbell"),
        batch=AssignmentBatch.objects.create(practice=practice, content="Several"),
    )


def _member(practice: Practice, role: str) -> User:
    member: Membership = MembershipFactory(practice=practice, role=role)
    return member.user


def callers(here: World) -> dict[str, Browser]:
    return {
        "none": Browser(),
        **{scope: tool(here.owner, scope) for scope in ("read", "log", "coach", "admin")},
        "assistant": tool(here.assistant, "read", "log", "coach"),
        **{f"c.{scope}": tool(_account(here.client), scope) for scope in ("read", "log")},
        "rival": tool(here.rival, "read", "log", "coach", "admin"),
    }


def _account(client: Client) -> User:
    assert client.user
    return client.user
