"""What stands beside a progression or a program: its versions with who follows them, and what a line says."""

from typing import Any

from rest_framework import serializers

from config.api.fields import OptionalTempo
from config.api.schema import ProblemSerializer
from programs.api.serializers import ProgramDetailSerializer, ProgressionSerializer
from programs.line_words import in_words
from programs.naming import Names
from programs.notation import print_line
from programs.notation.line import Line
from programs.program_versions import ReadLine


class VersionSerializer(serializers.Serializer[Any]):
    """One version, as it was saved. `followers`: running assignments of it."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    name = serializers.CharField()
    saved_by = serializers.UUIDField(source="saved_by_id", allow_null=True)
    created_at = serializers.DateTimeField()
    superseded_at = serializers.DateTimeField(allow_null=True)
    followers = serializers.IntegerField()


class VersionsSerializer(serializers.Serializer[Any]):
    """The newest first."""

    results = VersionSerializer(many=True)


class ProgressionChangedSerializer(ProblemSerializer):
    """The problem, with the newest version."""

    current = ProgressionSerializer()


class ProgramChangedSerializer(ProblemSerializer):
    """The problem, with the newest version."""

    current = ProgramDetailSerializer()


# --- What a line says -----------------------------------------------------------------------------------------------

KINDS = [
    "label", "follow", "name", "dose", "side", "load", "effort", "tempo", "pause", "rest", "warm_up", "rung", "note",
    "error",
]  # fmt: skip


class SpanSerializer(serializers.Serializer[Any]):
    """What the characters from `start` up to `end` are."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()
    kind = serializers.ChoiceField(KINDS)


class LineProblemSerializer(serializers.Serializer[Any]):
    """What is wrong, from character `position` on; `length` is 0 where something is missing."""

    position = serializers.IntegerField()
    length = serializers.IntegerField()
    message = serializers.CharField()
    hint = serializers.CharField(allow_blank=True, help_text="What to write instead.")


class ReadItemSerializer(serializers.Serializer[Any]):
    """The parts of a line, as a program's item has them."""

    name = serializers.CharField()
    variation = serializers.UUIDField(allow_null=True)
    rung = serializers.UUIDField(allow_null=True)
    sets = serializers.IntegerField(allow_null=True)
    reps = serializers.ListField(child=serializers.IntegerField(), help_text="One figure a set.")
    reps_low = serializers.IntegerField(allow_null=True)
    reps_high = serializers.IntegerField(allow_null=True)
    seconds = serializers.IntegerField(allow_null=True)
    rir = serializers.DecimalField(max_digits=3, decimal_places=1, allow_null=True)
    load = serializers.DecimalField(max_digits=6, decimal_places=2, allow_null=True)
    unit = serializers.ChoiceField(["kg", "lb", "%1RM", "%BM", "BW"], allow_blank=True)
    rest_s = serializers.IntegerField(allow_null=True)
    tempo = OptionalTempo()
    pause_s = serializers.IntegerField(allow_null=True)
    per_side = serializers.BooleanField()
    warm_up_sets = serializers.IntegerField()
    note = serializers.CharField(allow_blank=True)

    def get_fields(self) -> dict[str, Any]:
        """`label` cannot be declared: a serializer has an attribute of that name."""
        return {**super().get_fields(), "label": serializers.CharField(allow_blank=True)}


class ReadingSerializer(serializers.Serializer[Any]):
    """A line as it was understood. `item` is null as long as it cannot be read; `close`: names perhaps meant."""

    line = serializers.CharField(allow_blank=True)
    valid = serializers.BooleanField()
    canonical = serializers.CharField(allow_null=True, help_text="The one usual way to type it.")
    words = serializers.CharField(allow_null=True)
    item = ReadItemSerializer(allow_null=True)
    spans = SpanSerializer(many=True)
    problems = LineProblemSerializer(many=True)
    close = serializers.ListField(child=serializers.CharField())


def reading_as_data(said: ReadLine, names: Names) -> dict[str, Any]:
    line = said.line
    return {
        "line": said.text,
        "valid": said.is_valid,
        "canonical": print_line(line) if line else None,
        "words": in_words(line) if line else None,
        "item": _item(line, said, names) if line else None,
        "spans": said.spans,
        "problems": said.problems,
        "close": said.close,
    }


def _item(line: Line, said: ReadLine, names: Names) -> dict[str, Any]:
    code = said.meant.code if said.meant else ""
    variation, ladder = names.variation(code), names.progression(code)
    place = line.rung or 1
    rungs = list(ladder.rungs.all()) if ladder else []
    low, high = line.reps or (None, None)
    plain = (
        "name", "label", "sets", "seconds", "rir", "load", "unit", "rest_s", "tempo", "pause_s", "per_side",
        "warm_up_sets", "note",
    )  # fmt: skip
    return {
        **{name: getattr(line, name) for name in plain},
        "variation": variation.pk if variation else None,
        "rung": next((rung.pk for rung in rungs if rung.position == place), None),
        "reps": line.per_set,
        "reps_low": low,
        "reps_high": high,
    }
