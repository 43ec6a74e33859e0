"""What stands beside an exercise: who uses it, and what its built-in original says by now."""

from typing import Any

from rest_framework import serializers, status
from rest_framework.exceptions import APIException

from config.api.schema import ProblemSerializer
from exercises.changes import LABELS, changes_of, sections_of
from exercises.models import Exercise
from exercises.own import uses_of

CHANGEABLE = list(LABELS.items())


class UsesSerializer(serializers.Serializer[Any]):
    """Who needs an exercise. As long as anybody does it can be archived, and not deleted."""

    in_use = serializers.BooleanField()
    progressions = serializers.ListField(child=serializers.CharField(), help_text="By name.")
    others = serializers.ListField(child=serializers.CharField(), help_text="Kinds of rows: targets, program items.")


class InUse(APIException):
    """What is prescribed or logged cannot be deleted."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "in_use"
    default_detail = "It is in use, so it cannot be deleted. Archive it: who uses it keeps it."

    def __init__(self, uses: dict[str, Any]) -> None:
        super().__init__()
        self.members = {"uses": uses}


class InUseSerializer(ProblemSerializer):
    """The problem, with who uses it."""

    uses = UsesSerializer()


def uses_as_data(exercise: Exercise) -> dict[str, Any]:
    found = uses_of(exercise)
    return {"in_use": bool(found), "progressions": found.progressions, "others": found.others}


class SectionChangeSerializer(serializers.Serializer[Any]):
    """A section that the built-in exercise has changed; `mine` and `theirs` in the shape that the section has."""

    section = serializers.ChoiceField(CHANGEABLE)
    mine = serializers.JSONField()
    theirs = serializers.JSONField()


class SectionChangesSerializer(serializers.Serializer[Any]):
    """`version` is null in an exercise that is no copy."""

    version = serializers.CharField(allow_null=True, help_text="Of the built-in exercise, as it is now.")
    changes = SectionChangeSerializer(many=True)


class MovedOnSerializer(ProblemSerializer):
    """The problem, with what the built-in exercise says by now."""

    current = SectionChangesSerializer()


def changes_as_data(copy: Exercise) -> dict[str, Any]:
    found = changes_of(copy)
    if copy.copied_from is None or not found:
        return {"version": copy.copied_from.library_version if copy.copied_from else None, "changes": []}
    mine, theirs = sections_of(copy), sections_of(copy.copied_from)
    changes = [{"section": each.name, "mine": mine[each.name], "theirs": theirs[each.name]} for each in found]
    return {"version": copy.copied_from.library_version, "changes": changes}
