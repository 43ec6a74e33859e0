"""What people set for themselves: name, unit, zone, language, equipment, reminders; and the end of an account."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from accounts.models import Membership, Role, Unit, validate_one_line
from clients.api.examples import shown
from clients.api.fields import Clock
from clients.api.serializers.people import InventoryIn, InventorySerializer
from clients.models import PushSubscription
from config.api.fields import StrictSerializer
from config.api.writing import Flag, Text

LANGUAGES = [("", "As the browser"), *settings.LANGUAGES]
REMINDER_WAYS = ("session_push", "session_mail", "reply_push", "reply_mail", "decision_push", "decision_mail")


@shown
class MeSerializer(serializers.Serializer[Any]):
    """Whoever calls. `client` and `inventory` are null for a coach. An empty `language` is as the browser asks."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    role = serializers.ChoiceField(Role.choices)
    practice = serializers.UUIDField()
    practice_name = serializers.CharField()
    client = serializers.UUIDField(allow_null=True)
    unit = serializers.ChoiceField(Unit.choices)
    time_zone = serializers.CharField()
    language = serializers.ChoiceField(LANGUAGES, allow_blank=True)
    mail_digest = serializers.BooleanField(help_text="At most one mail an hour about messages that were not read.")
    inventory = InventorySerializer(allow_null=True)


@shown
class ChangeMeSerializer(StrictSerializer):
    """What is left out stays. A client's new unit converts their equipment, unless it is sent along."""

    name = Text(max_length=80, required=False, validators=[validate_one_line])
    unit = serializers.ChoiceField(Unit.choices, required=False)
    time_zone = Text(max_length=64, required=False)
    language = serializers.ChoiceField(LANGUAGES, required=False, allow_blank=True, help_text="Of a client.")
    mail_digest = Flag(required=False)
    inventory = InventoryIn(required=False, help_text="Of a client: all of it.")


@shown
class RemindersSerializer(serializers.Serializer[Any]):
    """What a client is reminded of, how, and when."""

    session_push = serializers.BooleanField()
    session_mail = serializers.BooleanField()
    reply_push = serializers.BooleanField()
    reply_mail = serializers.BooleanField(help_text="The same as `mail_digest` of `me`.")
    decision_push = serializers.BooleanField()
    decision_mail = serializers.BooleanField()
    session_at = serializers.TimeField(format="%H:%M", help_text="The client's own time.")
    quiet_from = serializers.TimeField(format="%H:%M")
    quiet_until = serializers.TimeField(format="%H:%M", help_text="The same as `quiet_from`: no quiet hours.")


@shown
class ChangeRemindersSerializer(StrictSerializer):
    """What is left out stays."""

    session_push = Flag(required=False)
    session_mail = Flag(required=False)
    reply_push = Flag(required=False)
    reply_mail = Flag(required=False)
    decision_push = Flag(required=False)
    decision_mail = Flag(required=False)
    session_at = Clock(required=False)
    quiet_from = Clock(required=False)
    quiet_until = Clock(required=False)


@shown
class DeviceSerializer(serializers.ModelSerializer[PushSubscription]):
    """A browser that reminders are pushed to. It is turned on in that browser, on the page."""

    class Meta:
        model = PushSubscription
        fields = ("id", "browser", "system", "made_at", "last_used_at")
        read_only_fields = fields


@shown
class SentToSerializer(serializers.Serializer[Any]):
    devices = serializers.IntegerField(help_text="To how many a test is on its way.")


@shown
class DeletionSerializer(StrictSerializer):
    """Your own address and password, so that nobody is deleted by a slip or by a stolen token."""

    email = Text(max_length=254)
    password = Text(max_length=128, trim_whitespace=False)


@shown
class DeletedSerializer(serializers.Serializer[Any]):
    account_deleted = serializers.BooleanField(help_text="False where the account also coaches, or works for support.")


@shown
class CoachSerializer(serializers.ModelSerializer[Membership]):
    """Somebody who coaches in the practice. `id` is what clients name as their `coach`."""

    id = serializers.UUIDField(source="user_id")
    name = serializers.CharField(source="user.name")
    email = serializers.EmailField(source="user.email")

    class Meta:
        model = Membership
        fields = ("id", "name", "email", "role", "created_at")
        read_only_fields = fields
