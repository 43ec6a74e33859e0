"""What training came to: where a client stands, session by session, side beside side, week by week. Figures alone."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clients.api.examples import shown
from clients.api.serializers.assignments import LOAD_UNITS
from clients.api.serializers.people import SIDES
from clients.models import Side
from programs.engine.asymmetry import WHY

VERDICTS = [
    ("not_enough_data", "Fewer than four sessions can be compared"),
    ("none", "No side stands out"),
    ("possible", "The last four in one direction, beyond the noise"),
    ("consistent", "The last six in one direction, by ten per cent and beyond the noise"),
]
NOT_COMPARED = [
    ("bilateral", "Done with both legs at once"),
    ("bodyweight", "Done without a weight"),
    ("two_rungs", "The sides stand on two rungs"),
    ("no_session", "Nothing is trained yet"),
]
BECAME = [("done", "Trained"), ("part", "Trained in part"), ("miss", "Missed or skipped"), ("plan", "Still to come")]
RECORDS = [("load", "The most load"), ("reps", "The most reps at a load"), ("once", "The best estimated 1RM")]


class Figure(serializers.DecimalField):
    """A decimal as text; null where nothing tells it."""

    def __init__(self, places: int = 2, **kwargs: Any) -> None:
        super().__init__(max_digits=None, decimal_places=places, **{"allow_null": True, **kwargs})


# --- Where they stand -----------------------------------------------------------------------------------------


class SideCountSerializer(serializers.Serializer[Any]):
    side = serializers.ChoiceField(Side.choices)
    count = serializers.IntegerField(help_text="Sessions at the top, of the last `window`.")


class GateProgressSerializer(serializers.Serializer[Any]):
    """What the gate of a rung asks, and how far it is. Symmetry is 0 to 1; load in the client's unit."""

    sessions = serializers.IntegerField(help_text="Asked, of each side.")
    window = serializers.IntegerField()
    counts = SideCountSerializer(many=True)
    sessions_met = serializers.BooleanField()
    symmetry = Figure(3)
    symmetry_asked = Figure(3)
    symmetry_met = serializers.BooleanField()
    load = Figure()
    min_load = Figure()
    load_met = serializers.BooleanField()
    pain = Figure(1)
    pain_most = Figure(1, allow_null=False)
    pain_met = serializers.BooleanField()
    sign_off = serializers.BooleanField(help_text="A coach has to say yes as well.")


GATE = (
    *("sessions", "window", "sessions_met", "symmetry", "symmetry_asked", "symmetry_met"),
    *("load", "min_load", "load_met", "pain", "pain_most", "pain_met", "sign_off"),
)


class FootingSerializer(serializers.Serializer[Any]):
    """A rung that somebody stands on, with one side or both. No gate at the top, nor where none is."""

    rung = serializers.UUIDField(source="rung.pk")
    position = serializers.IntegerField()
    sides = serializers.ListField(child=serializers.ChoiceField(Side.choices))
    gate = serializers.SerializerMethodField()

    @extend_schema_field(GateProgressSerializer(allow_null=True))
    def get_gate(self, row: Any) -> dict[str, Any] | None:
        found = row.progress
        if found is None:
            return None
        counts = [{"side": side, "count": count} for side, count in found.count.items()]
        told = {name: getattr(found, name) for name in GATE}
        return dict(GateProgressSerializer(told | {"counts": counts}).data)


@shown
class StandingSerializer(serializers.Serializer[Any]):
    """Where both sides stand on a ladder of so many `rungs`, and what is missing for the next one."""

    progression = serializers.UUIDField()
    rungs = serializers.IntegerField()
    left = serializers.IntegerField(help_text="Position of the rung.")
    right = serializers.IntegerField(help_text="Position of the rung.")
    footings = FootingSerializer(many=True)


# --- Session by session ---------------------------------------------------------------------------------------


class SideFiguresSerializer(serializers.Serializer[Any]):
    """One side of one session. `load` is the lightest set done, `once` the estimated 1RM by Epley, `rir` the mean."""

    side = serializers.ChoiceField(Side.choices)
    load = Figure(allow_null=False)
    reps = serializers.IntegerField()
    once = Figure(1)
    rir = Figure(1)
    tonnage = Figure()
    at_top = serializers.BooleanField(help_text="Every set at the top of the range, with the reps in reserve.")


class SeriesPointSerializer(serializers.Serializer[Any]):
    """A session. `away`: days since the one before. `effort_load`: session RPE × minutes."""

    session = serializers.UUIDField()
    date = serializers.DateField()
    position = serializers.IntegerField(help_text="Of the rung.")
    is_deload = serializers.BooleanField()
    away = serializers.IntegerField()
    pain = serializers.IntegerField(allow_null=True, help_text="The worst of the day and the morning after.")
    effort_load = Figure()
    sides = SideFiguresSerializer(many=True)


@shown
class SeriesSerializer(serializers.Serializer[Any]):
    """Every session of a ladder, the oldest first. Loads are in `unit`, or levels of a band."""

    unit = serializers.ChoiceField(LOAD_UNITS)
    gate_window = serializers.IntegerField(help_text="So many of the newest count for the gate; 0 without one.")
    sessions = SeriesPointSerializer(many=True)


# --- Side beside side -----------------------------------------------------------------------------------------


class ComparedSerializer(serializers.Serializer[Any]):
    """A session of the last stay on the rung. Capacities in the client's unit; `why` it cannot be compared."""

    date = serializers.DateField()
    left = Figure(1)
    right = Figure(1)
    difference = Figure(1, help_text="Per cent; over 0 where right is the weaker side, under 0 where left is.")
    weaker = serializers.ChoiceField(SIDES, allow_null=True)
    why = serializers.ChoiceField([(code, code) for code in WHY], allow_null=True)


@shown
class AsymmetrySerializer(serializers.Serializer[Any]):
    """The two sides compared on their present rung. It says what training shows; it decides and foretells nothing.

    `mean` and `noise` are per cent over the last `n` comparable sessions; `direction` is the weaker side where it was
    the same in all of them. `lsi`: weaker to stronger, or involved to uninvolved, in per cent.
    """

    not_compared = serializers.ChoiceField(NOT_COMPARED, allow_null=True)
    verdict = serializers.ChoiceField(VERDICTS, allow_null=True)
    comparable = serializers.IntegerField()
    n = serializers.IntegerField()
    mean = Figure(1)
    noise = Figure(1)
    direction = serializers.ChoiceField(SIDES, allow_null=True)
    lsi = Figure(1)
    sessions = ComparedSerializer(many=True)


# --- Week by week ---------------------------------------------------------------------------------------------


class DueDaySerializer(serializers.Serializer[Any]):
    """A day on which a session was due. `usual`: the day by the weekdays, where it was moved."""

    date = serializers.DateField()
    became = serializers.ChoiceField(BECAME, source="kind")
    session = serializers.UUIDField(source="session.pk", allow_null=True, default=None)
    usual = serializers.DateField(allow_null=True)


@shown
class AdherenceSerializer(serializers.Serializer[Any]):
    """Twelve weeks back and this one. Sessions skipped or stopped for pain are `excused`: in neither figure.

    `share`: done of due, 0 to 1. `dose`: how much of the work asked was done in the sessions trained, 0 to 1.
    """

    done = serializers.IntegerField()
    due = serializers.IntegerField()
    excused = serializers.IntegerField()
    share = Figure(3)
    dose = Figure(3)
    days = DueDaySerializer(many=True)


# --- Bests ----------------------------------------------------------------------------------------------------


@shown
class BestSerializer(serializers.Serializer[Any]):
    """What a session did better than any before it, on the same rung with the same kit. `sides` have it in common.

    `value` in the unit of the target, or reps; `load` and `amount` (reps, or seconds) are of the set it was done in.
    """

    item = serializers.UUIDField()
    sides = serializers.ListField(child=serializers.ChoiceField(Side.choices))
    kind = serializers.ChoiceField(RECORDS)
    value = Figure(allow_null=False)
    before = Figure(allow_null=False)
    before_on = serializers.DateField()
    load = Figure(allow_null=False)
    amount = serializers.IntegerField()
