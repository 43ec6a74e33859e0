"""The shapes of what other tools are told (webhooks), for the `webhooks` of the OpenAPI document.

Made by clients/happened.py; a test holds what is really sent against these.
"""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, OpenApiWebhook, extend_schema
from rest_framework import serializers

from accounts.models import Unit
from clients.models import Assignment, Policy, Proposal, Side
from hooks.models import Event
from hooks.telling import VERSION
from programs.models import Coupling

CHANGES = [
    ("assigned", "given to the client"),
    ("ended", "no session of it comes due any more"),
    ("restored", "goes on after all: what had ended it was undone"),
    ("paused", "stands still"),
    ("resumed", "goes on after a pause"),
    ("day_moved", "one session is on another day"),
    ("version", "follows another version of its progression or program"),
    ("coupling", "another say in how the sides move"),
    ("swapped", "one session is done with another exercise"),
    ("swap_undone", "that session is as it was"),
]
REASONS = [
    ("pain", "a set hurt, 3 or more"),
    ("stopped", "a set was stopped for pain"),
    ("red_flag", "a warning sign"),
    ("next_day_pain", "it hurt the morning after, 3 or more"),
]
STATUSES = [
    ("automatic", "holds at once, by the policy"),
    *((each.value, each.label) for each in (Proposal.Status.APPROVED, Proposal.Status.HELD, Proposal.Status.ADJUSTED)),
]
UNITS = [*Unit.choices, ("band", "level of a band")]


class ToldSerializer(serializers.Serializer[Any]):
    """What every `data` has."""

    practice = serializers.UUIDField()
    client = serializers.UUIDField()


class SideOfSessionSerializer(serializers.Serializer[Any]):
    side = serializers.ChoiceField(Side.choices)
    sets = serializers.IntegerField(help_text="Logged, whatever became of them.")
    sets_done = serializers.IntegerField()


class SessionFinishedSerializer(ToldSerializer):
    session = serializers.UUIDField()
    assignment = serializers.UUIDField(allow_null=True, help_text="Null for what came from another tool.")
    due_on = serializers.DateField()
    performed_on = serializers.DateField(help_text="The client's own date.")
    finished_at = serializers.DateTimeField()
    effort = serializers.IntegerField(min_value=0, max_value=10, allow_null=True)
    red_flag = serializers.BooleanField(help_text="A warning sign was told.")
    sides = SideOfSessionSerializer(many=True)


class SetFlaggedSerializer(ToldSerializer):
    """About a set, or about the whole session: then what names the set is null."""

    session = serializers.UUIDField()
    assignment = serializers.UUIDField(allow_null=True, help_text="Null for what came from another tool.")
    reason = serializers.ChoiceField(REASONS)
    level = serializers.ChoiceField([("amber", "to be looked at"), ("red", "training stops")])
    pain = serializers.IntegerField(min_value=0, max_value=10, allow_null=True)
    item = serializers.UUIDField(allow_null=True)
    set = serializers.UUIDField(allow_null=True)
    set_number = serializers.IntegerField(allow_null=True)
    side = serializers.ChoiceField(Side.choices, allow_null=True)


class ToldSideSerializer(serializers.Serializer[Any]):
    """The next session of one side."""

    side = serializers.ChoiceField(Side.choices)
    action = serializers.CharField()
    rung = serializers.UUIDField()
    position = serializers.IntegerField(help_text="Of the rung.")
    load = serializers.DecimalField(max_digits=6, decimal_places=2)
    unit = serializers.ChoiceField(UNITS)
    sets = serializers.IntegerField()


class ToldProposalSerializer(ToldSerializer):
    proposal = serializers.UUIDField()
    assignment = serializers.UUIDField()
    session = serializers.UUIDField()
    sides = ToldSideSerializer(many=True)


class ProposalWaitingSerializer(ToldProposalSerializer):
    needs_coach = serializers.BooleanField(help_text="By itself, whatever the policy says.")
    is_stop = serializers.BooleanField()


class ProposalDecidedSerializer(ToldProposalSerializer):
    """`sides` is what then holds."""

    status = serializers.ChoiceField(STATUSES)
    decided_by = serializers.UUIDField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)


class AssignmentChangedSerializer(ToldSerializer):
    """The assignment as it is after the change; a track of a program has a `parent`."""

    assignment = serializers.UUIDField()
    parent = serializers.UUIDField(allow_null=True)  # type: ignore[assignment]
    program = serializers.UUIDField(allow_null=True)
    progression = serializers.UUIDField(allow_null=True)
    change = serializers.ChoiceField(CHANGES)
    status = serializers.ChoiceField(Assignment.Status.choices)
    start_date = serializers.DateField()
    weekdays = serializers.ListField(child=serializers.IntegerField(min_value=0, max_value=6))
    coupling = serializers.ChoiceField(Coupling.choices)
    policy = serializers.ChoiceField(Policy.choices)
    ended_at = serializers.DateTimeField(allow_null=True)


class ClientJoinedSerializer(ToldSerializer):
    user = serializers.UUIDField()
    coach = serializers.UUIDField()


WHEN = {
    Event.SESSION_FINISHED: "A session is finished.",
    Event.SET_FLAGGED: "A set hurt, was stopped for pain, or a warning sign was told.",
    Event.PROPOSAL_WAITING: "A proposal waits for a coach; again when a decision is undone.",
    Event.PROPOSAL_DECIDED: "A proposal is decided, by a coach or at once by the assignment's policy.",
    Event.ASSIGNMENT_CHANGED: "What a client follows begins, ends or changes.",
    Event.CLIENT_JOINED: "A client has accepted their invitation.",
}


def _body(event: Event, data: type[ToldSerializer]) -> type[serializers.Serializer[Any]]:
    """The whole body of one kind of event."""
    name = f"{data.__name__.removesuffix('Serializer')}EventSerializer"
    fields = {
        "type": serializers.ChoiceField([(event.value, WHEN[event])]),
        "version": serializers.ChoiceField([(VERSION, "of the shape")]),
        "timestamp": serializers.DateTimeField(help_text="When it happened."),
        "data": data(),
        "__module__": __name__,
        "__doc__": WHEN[event],
    }
    return type(name, (serializers.Serializer,), fields)


def _webhook(event: Event, data: type[ToldSerializer], example: dict[str, Any]) -> OpenApiWebhook:
    taken = OpenApiResponse(None, "Taken: any status from 200 to 299. Everything else is tried again.")
    gone = OpenApiResponse(None, "The endpoint is switched off.")
    told = {"type": event.value, "version": VERSION, "timestamp": AT, "data": {"practice": ID, "client": ID, **example}}
    return OpenApiWebhook(
        event.value,
        extend_schema(
            operation_id=f"webhook_{event.value.replace('.', '_')}",
            tags=["events"],
            description=WHEN[event],
            request={"application/json": _body(event, data)},
            responses={"2XX": taken, "410": gone},
            examples=[OpenApiExample(event.value, told)],
        ),
    )


ID, AT, DAY = "0199f3a2-6c1d-7b40-8e55-2a9c3d4e5f60", "2026-03-02T18:04:00.000Z", "2026-03-02"
TRAINED = {"session": ID, "assignment": ID}
NEXT = {"side": "left", "action": "add_reps", "rung": ID, "position": 6, "load": "42.50", "unit": "kg", "sets": 3}
PROPOSED = TRAINED | {"proposal": ID, "sides": [NEXT, NEXT | {"side": "right", "action": "hold", "load": "40.00"}]}

# Each by a name of its own: the settings of drf-spectacular name them.
session_finished = _webhook(
    Event.SESSION_FINISHED,
    SessionFinishedSerializer,
    TRAINED
    | {"due_on": DAY, "performed_on": DAY, "finished_at": "2026-03-02T18:04:00Z", "effort": 7, "red_flag": False}
    | {"sides": [{"side": side, "sets": 3, "sets_done": 3} for side in ("left", "right")]},
)
set_flagged = _webhook(
    Event.SET_FLAGGED,
    SetFlaggedSerializer,
    TRAINED | {"reason": "pain", "level": "amber", "pain": 4, "item": ID, "set": ID, "set_number": 2, "side": "left"},
)
proposal_waiting = _webhook(
    Event.PROPOSAL_WAITING, ProposalWaitingSerializer, PROPOSED | {"needs_coach": False, "is_stop": False}
)
proposal_decided = _webhook(
    Event.PROPOSAL_DECIDED,
    ProposalDecidedSerializer,
    PROPOSED | {"status": "approved", "decided_by": ID, "decided_at": "2026-03-02T18:30:00Z"},
)
assignment_changed = _webhook(
    Event.ASSIGNMENT_CHANGED,
    AssignmentChangedSerializer,
    {"assignment": ID, "parent": None, "program": None, "progression": ID, "change": "assigned", "status": "active"}
    | {"start_date": DAY, "weekdays": [0, 3], "coupling": "shared", "policy": "rung_changes", "ended_at": None},
)
client_joined = _webhook(Event.CLIENT_JOINED, ClientJoinedSerializer, {"user": ID, "coach": ID})
