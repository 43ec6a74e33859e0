"""Whoever calls: their settings, their reminders, the end of their account; and who coaches in their practice."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import is_client, membership_of
from accounts.confirming import ConfirmForm
from accounts.models import Membership, Role, User
from accounts.services import update_user
from accounts.tokens import LOG
from clients.api.calls import me, renamed
from clients.api.serializers.own import (
    REMINDER_WAYS,
    ChangeMeSerializer,
    ChangeRemindersSerializer,
    CoachSerializer,
    DeletedSerializer,
    DeletionSerializer,
    DeviceSerializer,
    MeSerializer,
    RemindersSerializer,
    SentToSerializer,
)
from clients.devices import ask_for_test
from clients.export_files import file_name
from clients.leaving import leave
from clients.models import Client, PushSubscription
from clients.own_export import own_export
from clients.own_settings import update_own_equipment, update_own_settings
from clients.push_service import is_offered
from clients.reminder_settings import update_reminders
from clients.reminding import setting_of
from clients.today import client_of
from clients.views.exporting import zip_response
from config.api.views import ReadViewSet, WriteViewSet

TIMES = ("session_at", "quiet_from", "quiet_until")


def own_client(user: Any) -> Client:
    """The client that calls. Raises Http404 for a member without one."""
    rows = Client.objects.for_user(user).select_related("coach", "user", "reminder_setting")
    found: Client | None = rows.first() if is_client(user) else None
    if found is None:
        raise Http404
    return found


class MeViewSet(WriteViewSet):
    """Whoever calls, and what they set for themselves."""

    serializer_class = MeSerializer
    queryset = Client.objects.none()
    scopes: ClassVar[dict[str, str]] = {"change": LOG, "change_reminders": LOG, "delete_account": LOG}
    roles: ClassVar[dict[str, Role]] = dict.fromkeys(
        ("reminders", "change_reminders", "delete_account", "export"), Role.CLIENT
    )
    rates: ClassVar[dict[str, str]] = {"export": "heavy"}
    gives_files: ClassVar[tuple[str, ...]] = ("export",)
    keyed: ClassVar[dict[str, bool]] = {"delete_account": False}

    @extend_schema(operation_id="me_retrieve", responses=MeSerializer)
    def mine(self, request: Request) -> Response:
        """Who calls: name, role, practice, and for a client the client they train as."""
        return Response(MeSerializer(_told(me(request))).data)

    @extend_schema(operation_id="me_change", request=ChangeMeSerializer, responses=MeSerializer)
    def change(self, request: Request) -> Response:
        """Change your name, unit, time zone, language, mail, and as a client your equipment."""
        said, user = self.sent(ChangeMeSerializer), me(request)
        settings = {
            "display_name": said.get("name", user.name),
            "time_zone": said.get("time_zone", user.time_zone),
            "unit": said.get("unit", user.unit),
            "mail_digest": said.get("mail_digest", user.mail_digest),
        }
        try:
            if is_client(user):
                self._change_client(said, settings, user)
            elif "inventory" in said:
                raise ValidationError("Equipment is a client's.")
            else:
                update_user(user, **settings, language=said.get("language", user.language))
        except ValidationError as error:
            raise renamed(error, {"display_name": "name"}) from error
        return self.mine(request)

    def _change_client(self, said: dict[str, Any], settings: dict[str, Any], user: User) -> None:
        client = own_client(user)
        held = {"display_name": client.name, "time_zone": client.time_zone, "unit": client.unit}
        named = {"display_name": "name", "time_zone": "time_zone", "unit": "unit"}
        for name, known in held.items():
            settings[name] = said.get(named[name], known)
        update_own_settings(client, user, **settings, language=said.get("language", user.language))
        if "inventory" in said:
            update_own_equipment(client, inventory=said["inventory"])

    # --- Reminders --------------------------------------------------------------------------------------------

    @extend_schema(operation_id="me_reminders", responses=RemindersSerializer)
    def reminders(self, request: Request) -> Response:
        """What you are reminded of, how, and when."""
        client = own_client(request.user)
        setting = setting_of(client)
        told = {name: getattr(setting, name) for name in (*REMINDER_WAYS, *TIMES) if name != "reply_mail"}
        return Response(RemindersSerializer(told | {"reply_mail": me(request).mail_digest}).data)

    @extend_schema(operation_id="me_change_reminders", request=ChangeRemindersSerializer, responses=RemindersSerializer)
    def change_reminders(self, request: Request) -> Response:
        """Choose what you are reminded of. Push goes to browsers that were turned on, on the page."""
        client, said, user = own_client(request.user), self.sent(ChangeRemindersSerializer), me(request)
        setting = setting_of(client)
        times = {name: said.get(name, getattr(setting, name)) for name in TIMES}
        ways = {name: said[name] for name in REMINDER_WAYS if name in said and name != "reply_mail"}
        update_reminders(client, user, **times, reply_mail=said.get("reply_mail", user.mail_digest), **ways)
        return self.reminders(request)

    # --- Taking it along, and the end -----------------------------------------------------------------------------

    @extend_schema(operation_id="me_export", responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def export(self, request: Request) -> HttpResponseBase:
        """Everything your practice holds about you, as a ZIP: docs/export.md says what is in it."""
        client = own_client(request.user)
        return zip_response(own_export(client, me(request)), file_name(client, client.today()))

    @extend_schema(operation_id="me_delete", request=DeletionSerializer, responses=DeletedSerializer)
    def delete_account(self, request: Request) -> Response:
        """Delete everything about you as a client, for good, and the account with its tokens and sign-ins.

        It takes your address and your password. An account without a password is deleted on its page, which mails a
        code.
        """
        said, user = self.sent(DeletionSerializer), me(request)
        if not user.has_usable_password():
            raise ValidationError("This account has no password. Delete it on its page, which mails a code.")
        form = ConfirmForm({"password": said["password"]}, request=request._request, user=user)
        if said["email"].strip().lower() != user.email.lower():
            raise ValidationError({"email": "This is not your address."})
        if not form.is_valid():
            raise ValidationError({"password": [str(each) for each in form.errors["password"]]})
        return Response({"account_deleted": leave(user)})


def _told(user: User) -> dict[str, Any]:
    membership = membership_of(user)
    assert membership is not None  # IsMember let nobody else in
    client = client_of(user) if not membership.is_coach else None
    return {
        "id": user.pk,
        "email": user.email,
        "name": user.name,
        "role": membership.role,
        "practice": membership.practice_id,
        "practice_name": membership.practice.name,
        "client": client.pk if client else None,
        "unit": user.unit,
        "time_zone": user.time_zone,
        "language": user.language,
        "mail_digest": user.mail_digest,
        "inventory": client.inventory if client else None,
    }


class DeviceViewSet(WriteViewSet):
    """Browsers that reminders are pushed to."""

    serializer_class = DeviceSerializer
    queryset = PushSubscription.objects.none()
    orderings = ("made_at", "-made_at")
    scopes: ClassVar[dict[str, str]] = {"destroy": LOG, "test": LOG}
    roles: ClassVar[dict[str, Role]] = dict.fromkeys(("destroy", "test"), Role.CLIENT)

    def get_queryset(self) -> QuerySet[PushSubscription]:
        """A person's own: a coach has none, and sees nobody's."""
        rows: QuerySet[PushSubscription] = PushSubscription.objects.for_user(self.request.user)
        return rows.filter(user=self.request.user.pk)

    @extend_schema(responses={204: OpenApiResponse(description="Nothing is pushed there any more.")})
    def destroy(self, request: Request, pk: str) -> Response:
        """Turn reminders off in a browser."""
        self.get_object().delete()
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(operation_id="devices_test", request=None, responses=SentToSerializer)
    @action(detail=False, methods=["post"])
    def test(self, request: Request) -> Response:
        """Push a test to each of them. It takes up to a minute; at most one a minute."""
        return Response({"devices": ask_for_test(own_client(request.user)) if is_offered() else 0})


class CoachViewSet(ReadViewSet):
    """Who coaches in the practice."""

    serializer_class = CoachSerializer
    queryset = Membership.objects.none()
    orderings: ClassVar[dict[str, tuple[str, ...]]] = {"created_at": ("created_at",), "-created_at": ("-created_at",)}
    lookup_field = "user_id"
    lookup_url_kwarg = "id"
    roles: ClassVar[dict[str, Role]] = {"list": Role.COACH, "retrieve": Role.COACH}

    def get_queryset(self) -> QuerySet[Membership]:
        return Membership.objects.for_user(self.request.user).coaches().select_related("user")
