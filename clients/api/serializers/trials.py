"""What a progression would do, as JSON: the weeks ahead, and the past lived through again. Nothing is written."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from rest_framework import serializers

from clients.api.serializers.assignments import LOAD_UNITS
from clients.api.serializers.proposals import ProposedSideSerializer, sides_as_list
from clients.assigning import loads_in
from clients.backtest import as_data
from clients.models import Assignment, Client, Side
from clients.outlook import NO_GATE, NO_IMPLEMENT, NOT_IN_TIME, Ahead, stop_words
from clients.replay import BODY, Backtest
from clients.what_if import AS_IT_IS, WIDEST_WINDOW, Change
from config.api.fields import CanonicalUUID, StrictSerializer, WholeNumber
from config.api.writing import Figure, Flag, rows_of
from programs.api.writing import WriteRungSerializer
from programs.engine import ProjectedSession
from programs.models import Coupling, Rule
from programs.versions import MOST_RUNGS

# --- The weeks ahead ------------------------------------------------------------------------------------------------


class ProjectSerializer(StrictSerializer):
    """`client`: whose loads, days and present place; null is somebody typical of 70 kg who begins at the bottom.

    `rungs`: a ladder to try in the place of the one that is saved.
    """

    client = CanonicalUUID(allow_null=True, default=None)
    rungs = rows_of(WriteRungSerializer, least=1, most=MOST_RUNGS, required=False)


class RungAheadSerializer(serializers.Serializer[Any]):
    """One rung of the ladder. `week` and `date`: the earliest that it is reached; null where never, or already."""

    position = serializers.IntegerField()
    lineage = serializers.UUIDField()
    variation = serializers.UUIDField()
    state = serializers.ChoiceField(["done", "now", "ahead"])
    standing = serializers.ListField(child=serializers.ChoiceField(Side.choices), help_text="Sides that stand on it.")
    week = serializers.IntegerField(allow_null=True, help_text="From 1, this week.")
    date = serializers.DateField(allow_null=True)


class SideAheadSerializer(serializers.Serializer[Any]):
    side = serializers.ChoiceField(Side.choices)
    position = serializers.IntegerField(help_text="Of the rung.")
    action = serializers.CharField()
    load = serializers.DecimalField(max_digits=6, decimal_places=2)
    unit = serializers.ChoiceField(LOAD_UNITS)
    sets = serializers.IntegerField()
    reps = serializers.ListField(child=serializers.IntegerField(), help_text="One figure a set.")
    rest_s = serializers.IntegerField()


class SessionAheadSerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    week = serializers.IntegerField()
    deload = serializers.BooleanField()
    sides = SideAheadSerializer(many=True)


class StopSerializer(serializers.Serializer[Any]):
    """Why the top is not reached: what stands in the way `below` the rung of this position."""

    below = serializers.IntegerField()
    why = serializers.ChoiceField([NO_IMPLEMENT, NO_GATE, NOT_IN_TIME])
    text = serializers.CharField()


class ProjectionSerializer(serializers.Serializer[Any]):
    """The weeks ahead when every target is met and every sign-off given. `assignment`: from where each side goes on."""

    client = serializers.UUIDField(allow_null=True)
    assignment = serializers.UUIDField(allow_null=True)
    rungs = RungAheadSerializer(many=True)
    sessions = SessionAheadSerializer(many=True, help_text="The first few.")
    stop = StopSerializer(allow_null=True)


def projection_as_data(ahead: Ahead, client: Client, running: Assignment | None) -> dict[str, Any]:
    stop = ahead.stop
    return {
        "client": None if client._state.adding else client.pk,
        "assignment": running.pk if running else None,
        "rungs": [_rung_ahead(ahead, place) for place in range(len(ahead.ladder))],
        "sessions": [_session_ahead(ahead, session, client) for session in ahead.first],
        "stop": stop and {"below": stop.below + 1, "why": stop.why, "text": stop_words(ahead)},
    }


def _rung_ahead(ahead: Ahead, place: int) -> dict[str, Any]:
    rung, week = ahead.ladder[place], ahead.week_on(place)
    return {
        "position": rung.position,
        "lineage": rung.lineage,
        "variation": rung.variation_id,
        "state": ahead.state_of(place),
        "standing": ahead.sides_on(place),
        "week": week,
        "date": ahead.days[place] if week else None,
    }


def _session_ahead(ahead: Ahead, session: ProjectedSession, client: Client) -> dict[str, Any]:
    return {
        "date": session.on,
        "week": ahead.week_of(session.on),
        "deload": session.deload,
        "sides": [
            {
                "side": name,
                "position": ahead.ladder[side.rung].position,
                "action": side.action.code,
                "load": side.load,
                "unit": loads_in(ahead.ladder[side.rung], client),
                "sets": side.sets,
                "reps": side.reps,
                "rest_s": side.rest_s,
            }
            for name, side in session.sides.items()
        ],
    }


# --- The past again -------------------------------------------------------------------------------------------------


class WhatIfSerializer(StrictSerializer):
    """What is other than in the ladder; what is left out stays. Null `symmetry` or `leave_percent` asks for none."""

    rule = serializers.ChoiceField(Rule.choices, required=False)
    sessions = WholeNumber(min_value=1, max_value=WIDEST_WINDOW, required=False, help_text="Of the gate.")
    window = WholeNumber(min_value=1, max_value=WIDEST_WINDOW, required=False, help_text="Of the gate.")
    symmetry = Figure(low="0.01", high="1", places=3, required=False, allow_null=True)
    sign_off = Flag(required=False)
    leave_percent = Figure(low="0.01", high="300", places=2, required=False, allow_null=True)
    no_gate = Flag(default=False, help_text="The rule goes on and on.")
    rungs = serializers.ListField(
        child=WholeNumber(min_value=1, max_value=MOST_RUNGS), required=False, help_text="Positions; all, unless named."
    )


class BacktestInSerializer(StrictSerializer):
    """Whose past, and on which ladder: the one that is saved, or `rungs` in its place; then with `change`."""

    client = CanonicalUUID(allow_null=True, default=None, help_text="Null: everybody who follows it.")
    rungs = rows_of(WriteRungSerializer, least=1, most=MOST_RUNGS, required=False)
    change = WhatIfSerializer(required=False)
    coupling = serializers.ChoiceField(Coupling.choices, allow_null=True, default=None)


def change_of(said: Mapping[str, Any]) -> Change:
    rungs = said.get("rungs")
    return Change(
        rule=said.get("rule"),
        sessions=said.get("sessions"),
        window=said.get("window"),
        symmetry=said.get("symmetry", AS_IT_IS),
        sign_off=said.get("sign_off"),
        leave_percent=said.get("leave_percent", AS_IT_IS),
        no_gate=said["no_gate"],
        rungs=frozenset(rungs) if rungs else None,
    )


class RungChangeSerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    before = serializers.IntegerField()
    after = serializers.IntegerField()


class BacktestSideSerializer(serializers.Serializer[Any]):
    """One side's way, in positions of rungs. `since`: when the two parted; null where they did not."""

    side = serializers.ChoiceField(BODY)
    stands = serializers.IntegerField()
    would_stand = serializers.IntegerField()
    since = serializers.DateField(allow_null=True)
    changes = RungChangeSerializer(many=True)
    would_changes = RungChangeSerializer(many=True)


class PositionsSerializer(serializers.Serializer[Any]):
    left = serializers.IntegerField()
    right = serializers.IntegerField()


class JudgedSerializer(serializers.Serializer[Any]):
    left = serializers.BooleanField()
    right = serializers.BooleanField()


class CodeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    side = serializers.ChoiceField(Side.choices, allow_null=True)


class BacktestRowSerializer(serializers.Serializer[Any]):
    """One session that was performed: what the engine decided then, what people made of it, and what it would have.

    `judged` is false for a side that the tried ladder would have had on another rung. `people`: nothing where nobody
    was asked; waits, undecided, approved, held, adjusted or cleared.
    """

    session = serializers.UUIDField()
    date = serializers.DateField()
    on = serializers.DateField(help_text="The day that was decided for.")
    rung = PositionsSerializer()
    would_rung = PositionsSerializer()
    judged = JudgedSerializer()
    decided = ProposedSideSerializer(many=True, allow_null=True)
    outcome = ProposedSideSerializer(many=True, allow_null=True)
    people = serializers.CharField(allow_blank=True)
    would = ProposedSideSerializer(many=True, allow_null=True)
    codes = CodeSerializer(many=True, help_text="Why, for the tried ladder.")
    differs = serializers.ListField(child=serializers.ChoiceField(BODY))
    changed_since = serializers.BooleanField(help_text="The saved ladder would answer otherwise today, too.")


class DifferenceSerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    text = serializers.CharField()


class BacktestSerializer(serializers.Serializer[Any]):
    """One assignment lived through again."""

    assignment = serializers.UUIDField()
    client = serializers.UUIDField()
    elsewhere_since = serializers.DateField(allow_null=True)
    sides = BacktestSideSerializer(many=True)
    first_difference = DifferenceSerializer(allow_null=True)
    rows = BacktestRowSerializer(many=True)


class BacktestsSerializer(serializers.Serializer[Any]):
    results = BacktestSerializer(many=True)


def backtest_as_data(backtest: Backtest) -> dict[str, Any]:
    told = as_data(backtest)
    return told | {
        "sides": [
            {**path, "side": side, **{key: _changes(path[key]) for key in ("changes", "would_changes")}}
            for side, path in told["sides"].items()
        ],
        "rows": [_row(row) for row in told["rows"]],
    }


def _changes(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"date": each["date"], "before": each["from"], "after": each["to"]} for each in changes]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    sides = {name: sides_as_list(row[name]) for name in ("decided", "outcome", "would")}
    return row | sides | {"codes": [{"code": code, "side": side or None} for side, code in row["codes"]]}


def named_client(user: Any, pk: UUID | None) -> Client | None:
    """The client of a body or a query; None where none is named. Raises Client.DoesNotExist."""
    return None if pk is None else Client.objects.for_coach(user).current().get(pk=pk)
