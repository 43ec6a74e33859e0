"""What coach and client write to each other, the clips that go with it, and how a set looked on them."""

from typing import Any

from rest_framework import serializers

from clients.api.examples import shown
from clients.models import Attachment, AttachmentNote, Comment
from config.api.fields import CanonicalUUID, StrictSerializer, WholeNumber
from config.api.schema import ProblemSerializer
from config.api.writing import Text


@shown
class CommentSerializer(serializers.ModelSerializer[Comment]):
    """A line about a session, or without one in the client's own thread. Each side has a time at which it saw it."""

    class Meta:
        model = Comment
        fields = (
            "id",
            "client",
            "session",
            "author",
            "text",
            "created_at",
            "seen_by_client_at",
            "seen_by_coach_at",
        )
        read_only_fields = fields


@shown
class NewCommentSerializer(StrictSerializer):
    """`session` or `client` says what it is about; a client's own token needs neither."""

    id = CanonicalUUID(help_text="Made by you. Send the same again and nothing changes.")
    client = CanonicalUUID(required=False)
    session = CanonicalUUID(required=False)
    text = Text(max_length=1000)


@shown
class CommentConflictSerializer(ProblemSerializer):
    """The problem, with what is held and what was sent."""

    held = CommentSerializer()
    sent = NewCommentSerializer()


@shown
class SeenSerializer(StrictSerializer):
    comments = serializers.ListField(child=CanonicalUUID(), min_length=1, max_length=200)


@shown
class SeenCountSerializer(serializers.Serializer[Any]):
    seen = serializers.IntegerField(help_text="How many were new to your side.")


# --- Clips ----------------------------------------------------------------------------------------------------


@shown
class ClipSerializer(serializers.ModelSerializer[Attachment]):
    """A clip or photo of a set. `seen_at`: when a coach first opened it. `size` is in bytes."""

    set = serializers.UUIDField(source="set.uuid")

    class Meta:
        model = Attachment
        fields = ("id", "client", "session", "set", "kind", "content_type", "size", "added_by", "created_at", "seen_at")
        read_only_fields = fields


class NewClipSerializer(StrictSerializer):
    file = serializers.FileField(help_text="MP4, MOV, WebM, JPEG, PNG, WebP or HEIC, 200 MB at most; six a set.")
    set = CanonicalUUID(help_text="Of a session that is over.")


@shown
class ClipNoteSerializer(serializers.ModelSerializer[AttachmentNote]):
    """A coach's line at a moment of a clip, in milliseconds from its start. The client reads it."""

    clip = serializers.UUIDField(source="attachment_id")

    class Meta:
        model = AttachmentNote
        fields = ("id", "clip", "at_ms", "author", "text", "created_at")
        read_only_fields = fields


@shown
class NewClipNoteSerializer(StrictSerializer):
    clip = CanonicalUUID()
    at_ms = WholeNumber(min_value=0, max_value=AttachmentNote.LONGEST_MS, default=0, help_text="On a photo 0.")
    text = Text(max_length=500)
