"""Comments and clips, for both sides."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Role
from accounts.tokens import LOG
from clients.api.calls import client_named, me
from clients.api.serializers.talking import (
    ClipNoteSerializer,
    ClipSerializer,
    CommentConflictSerializer,
    CommentSerializer,
    NewClipNoteSerializer,
    NewClipSerializer,
    NewCommentSerializer,
    SeenCountSerializer,
    SeenSerializer,
)
from clients.clip_page import clips_for
from clients.clips import attach_clip, delete_clip, note_on, open_clip, too_large_words
from clients.models import Attachment, AttachmentNote, Client, Comment, Session, SetLog
from clients.serving import send_kept
from clients.talking import comment_on, mark_seen, readable
from clients.threads import unread_by
from config.api.errors import Conflict, TooLarge
from config.api.views import WriteViewSet
from config.uploads import was_too_large

GONE = OpenApiResponse(description="Gone.")


class CommentFilter(filters.FilterSet):
    client = filters.UUIDFilter(field_name="client_id")
    session = filters.UUIDFilter(field_name="session_id")
    author = filters.UUIDFilter(field_name="author_id")
    unread = filters.BooleanFilter(method="not_seen", help_text="By your side: coaches of a practice are one.")

    def not_seen(self, rows: QuerySet[Comment], name: str, value: bool) -> QuerySet[Comment]:
        unread = unread_by(self.request.user).values("pk")
        return rows.filter(pk__in=unread) if value else rows.exclude(pk__in=unread)


class CommentViewSet(WriteViewSet):
    """What coaches and clients write to each other, the newest first. What was written stays."""

    serializer_class = CommentSerializer
    filterset_class = CommentFilter
    orderings = ("-created_at", "created_at")
    search_in = ("text",)
    queryset = Comment.objects.none()
    scopes: ClassVar[dict[str, str]] = {"create": LOG, "seen": LOG}
    keyed: ClassVar[dict[str, bool]] = {"create": False}

    def get_queryset(self) -> QuerySet[Comment]:
        rows: QuerySet[Comment] = Comment.objects.for_user(self.request.user)
        return rows

    @extend_schema(
        request=NewCommentSerializer,
        responses={
            201: OpenApiResponse(CommentSerializer, "Kept."),
            200: OpenApiResponse(CommentSerializer, "Held already, with the same content. Nothing changed."),
            (409, "application/problem+json"): OpenApiResponse(
                CommentConflictSerializer, "The UUID is held with other content; see `held` and `sent`."
            ),
        },
    )
    def create(self, request: Request) -> Response:
        """Write a line. Send it again as often as you like: it is kept once.

        Whoever writes has seen it. A client's line is a card of the review until a coach answers.
        """
        said = self.sent(NewCommentSerializer)
        about = self._about(said)
        held = self.get_queryset().filter(pk=said["id"]).first()
        if held is None:
            try:
                with transaction.atomic():
                    return self.created(comment_on(about, author=me(request), text=said["text"], pk=said["id"]))
            except IntegrityError as taken:
                held = self.get_queryset().filter(pk=said["id"]).first()
                if held is None:
                    raise ValidationError({"id": "This UUID is taken. Make another one."}) from taken
        session = about.pk if isinstance(about, Session) else None
        client = about.client_id if isinstance(about, Session) else about.pk
        if (held.client_id, held.session_id, held.author_id, held.text) != (
            client,
            session,
            me(request).pk,
            readable(said["text"]),
        ):
            shown = CommentSerializer(held).data
            raise Conflict("This comment is held with other content.", held=shown, sent=request.data)
        return self.answer(held)

    def _about(self, said: dict[str, Any]) -> Session | Client:
        if "session" not in said:
            return client_named(self.request, said.get("client"))
        rows = Session.objects.for_user(self.request.user).select_related("client")
        session: Session | None = rows.filter(pk=said["session"]).first()
        if session is None or said.get("client") not in (None, session.client_id):
            raise ValidationError({"session": ValidationError("There is no such session.", code="unknown")})
        return session

    @extend_schema(operation_id="comments_mark_seen", request=SeenSerializer, responses=SeenCountSerializer)
    @action(detail=False, methods=["post"])
    def seen(self, request: Request) -> Response:
        """Your side has seen these. The first time stays."""
        ids = self.sent(SeenSerializer)["comments"]
        rows = list(self.get_queryset().filter(pk__in=ids))
        if len(rows) < len(set(ids)):
            raise ValidationError({"comments": ValidationError("There is no such comment among them.", code="unknown")})
        return Response({"seen": mark_seen(rows, by=me(request))})


# --- Clips ----------------------------------------------------------------------------------------------------


class ClipFilter(filters.FilterSet):
    client = filters.UUIDFilter(field_name="client_id")
    session = filters.UUIDFilter(field_name="session_id")
    set = filters.UUIDFilter(field_name="set__uuid")
    kind = filters.ChoiceFilter(choices=Attachment.Kind.choices)
    new = filters.BooleanFilter(field_name="seen_at", lookup_expr="isnull", help_text="No coach has opened it.")


class ClipViewSet(WriteViewSet):
    """Clips and photos of sets, the newest first."""

    serializer_class = ClipSerializer
    filterset_class = ClipFilter
    orderings = ("-created_at", "created_at")
    queryset = Attachment.objects.none()
    scopes: ClassVar[dict[str, str]] = {"create": LOG, "destroy": LOG}
    roles: ClassVar[dict[str, Role]] = {"create": Role.CLIENT, "destroy": Role.CLIENT}
    rates: ClassVar[dict[str, str]] = {"create": "heavy"}
    gives_files: ClassVar[tuple[str, ...]] = ("file",)

    def get_queryset(self) -> QuerySet[Attachment]:
        rows: QuerySet[Attachment] = clips_for(self.request.user)
        return rows

    def get_parsers(self) -> list[BaseParser]:
        creates = getattr(self, "action_map", None) and self.action_map.get("post") == "create"
        return [MultiPartParser()] if creates else super().get_parsers()

    @extend_schema(
        operation_id="clips_create",
        request={"multipart/form-data": NewClipSerializer},
        responses={201: OpenApiResponse(ClipSerializer, "Kept; the coach is told of it.")},
    )
    def create(self, request: Request) -> Response:
        """Send a clip or photo of a set. What it is, is told by its bytes."""
        form: Any = request.data
        sent = NewClipSerializer(data=form.dict())
        if was_too_large(request._request):
            raise TooLarge(too_large_words())
        sent.is_valid(raise_exception=True)
        rows = SetLog.objects.for_user(request.user).exclude(session__status=Session.Status.OPEN)
        row = rows.filter(uuid=sent.validated_data["set"]).first()
        if row is None:
            raise ValidationError(
                {"set": ValidationError("There is no such set of a session that is over.", code="unknown")}
            )
        return self.created(attach_clip(row, sent.validated_data["file"], by=me(request)))

    @extend_schema(
        operation_id="clips_file",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        filters=False,
    )
    @action(detail=True, methods=["get"], pagination_class=None)
    def file(self, request: Request, pk: str) -> HttpResponse:
        """The clip itself, whole or by range; its content type is that of the row. Looking at it marks nothing."""
        row = self.get_object()
        return send_kept(request._request, row.file, content_type=row.content_type, tag=row.pk.hex)

    @extend_schema(operation_id="clips_mark_seen", request=None, responses=ClipSerializer)
    @action(detail=True, methods=["post"])
    def seen(self, request: Request, pk: str) -> Response:
        """A coach has looked at it: it is no longer new."""
        row = self.get_object()
        open_clip(row)
        row.refresh_from_db(fields=["seen_at"])
        return self.answer(row)

    @extend_schema(responses={204: GONE})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete your own clip or photo, with the notes on it and its file."""
        delete_clip(self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)


class ClipNoteFilter(filters.FilterSet):
    clip = filters.UUIDFilter(field_name="attachment_id")
    client = filters.UUIDFilter(field_name="attachment__client_id")


class ClipNoteViewSet(WriteViewSet):
    """What coaches note at a moment of a clip. The client reads it."""

    serializer_class = ClipNoteSerializer
    filterset_class = ClipNoteFilter
    orderings: ClassVar[dict[str, tuple[str, ...]]] = {
        "at_ms": ("at_ms", "created_at"),
        "-created_at": ("-created_at",),
    }
    queryset = AttachmentNote.objects.none()

    def get_queryset(self) -> QuerySet[AttachmentNote]:
        rows: QuerySet[AttachmentNote] = AttachmentNote.objects.for_user(self.request.user)
        return rows

    @extend_schema(request=NewClipNoteSerializer, responses={201: ClipNoteSerializer})
    def create(self, request: Request) -> Response:
        """Note something at a moment of a clip."""
        said = self.sent(NewClipNoteSerializer)
        clip = clips_for(request.user).filter(pk=said["clip"]).first()
        if clip is None:
            raise ValidationError({"clip": ValidationError("There is no such clip.", code="unknown")})
        return self.created(note_on(clip, at_ms=said["at_ms"], text=said["text"], by=me(request)))

    @extend_schema(responses={204: GONE})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a note."""
        self.get_object().delete()
        return Response(status=status.HTTP_204_NO_CONTENT)
