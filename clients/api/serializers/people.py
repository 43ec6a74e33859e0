"""Who trains: clients, their invitations, what coaches note about them, what they weigh and train with."""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.access import is_coach
from accounts.models import Membership, Unit, User, validate_one_line
from clients.api.examples import shown
from clients.api.fields import Day
from clients.attention import DECIDE, KNOW, STOP
from clients.forms.equipment import plain_number
from clients.models import BodyMass, Client, ClientNote, Invitation
from clients.roster import Row
from clients.tagging import LONGEST, MOST
from config.api.fields import CanonicalUUID, LoadIn, OptionalChoice, StrictSerializer
from config.api.writing import Flag, Text

SIDES = [("left", "Left"), ("right", "Right")]
GROUPS = {STOP: "stop", DECIDE: "decide", KNOW: "know"}
GROUP_CHOICES = [("stop", "Stop and look"), ("decide", "Your decision"), ("know", "Good to know")]


class InventorySerializer(serializers.Serializer[Any]):
    """What the client can load, in their unit. `plates` are [weight, how many]."""

    bar = serializers.FloatField(allow_null=True, default=None)
    plates = serializers.ListField(child=serializers.ListField(child=serializers.FloatField()), default=list)
    dumbbells = serializers.ListField(child=serializers.FloatField(), default=list)
    kettlebells = serializers.ListField(child=serializers.FloatField(), default=list)
    bands = serializers.ListField(child=serializers.IntegerField(), default=list)


@extend_schema_field(InventorySerializer)
class InventoryIn(serializers.Field[dict[str, Any], Any, Any, Any]):
    """Equipment as it comes in. Its bounds are for the client's row to check."""

    default_error_messages = {"invalid": "An object with bar, plates, dumbbells, kettlebells and bands."}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.fail("invalid")
        return {key: _plain(value) for key, value in data.items()}


def _plain(value: Any) -> Any:
    """Numbers as JSON keeps them: the parser reads those with a point as Decimal."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return plain_number(value) if isinstance(value, Decimal) else value


@shown
class ClientSerializer(serializers.ModelSerializer[Client]):
    """Someone who trains. `tags` are the coaches' own words: a client's own row has none."""

    involved_side = OptionalChoice(SIDES)
    inventory = InventorySerializer()
    tags = serializers.SerializerMethodField()
    has_account = serializers.SerializerMethodField()

    class Meta:
        model = Client
        fields = (
            "id",
            "name",
            "email",
            "coach",
            "status",
            "unit",
            "time_zone",
            "body_mass_kg",
            "involved_side",
            "side_note",
            "goal",
            "tags",
            "inventory",
            "has_account",
            "created_at",
        )
        read_only_fields = fields

    def get_tags(self, client: Client) -> list[str]:
        request = self.context.get("request")
        return client.tags if request is None or is_coach(request.user) else []

    def get_has_account(self, client: Client) -> bool:
        """Whether they have signed up."""
        return client.user_id is not None


class NowSerializer(serializers.Serializer[Any]):
    """How a client is doing, for the coaches' list: whether they need a coach, when they train, where they stand."""

    group = serializers.SerializerMethodField(help_text="Of the most urgent review card; null without one.")
    unread = serializers.IntegerField(help_text="Comments of theirs that no coach has seen.")
    assignment = serializers.UUIDField(source="assignment.pk", allow_null=True, default=None)
    next_on = serializers.DateField(allow_null=True)
    last_on = serializers.DateField(allow_null=True)
    rungs = serializers.IntegerField(source="ladder.count", allow_null=True, default=None)
    left_rung = serializers.IntegerField(source="ladder.left", allow_null=True, default=None)
    right_rung = serializers.IntegerField(source="ladder.right", allow_null=True, default=None)

    @extend_schema_field(serializers.ChoiceField(GROUP_CHOICES, allow_null=True))
    def get_group(self, row: Row) -> str | None:
        return GROUPS.get(row.group) if row.group is not None else None


@shown
class ClientFieldsSerializer(StrictSerializer):
    """What a coach knows of a client. Another body mass is today's; another unit converts equipment and start loads."""

    name = Text(max_length=80, required=False, validators=[validate_one_line])
    email = Text(max_length=254, required=False, allow_blank=True, help_text="For the invitation.")
    goal = Text(max_length=160, required=False, allow_blank=True)
    tags = serializers.ListField(child=Text(max_length=LONGEST), max_length=MOST, required=False)
    unit = serializers.ChoiceField(Unit.choices, required=False)
    time_zone = Text(max_length=64, required=False, help_text="Such as Europe/Madrid.")
    body_mass_kg = LoadIn(required=False, allow_null=True)
    involved_side = serializers.ChoiceField(SIDES, required=False, allow_null=True)
    side_note = Text(max_length=300, required=False, allow_blank=True)
    coach = CanonicalUUID(required=False, help_text="A coach of the practice; you, unless named.")
    inventory = InventoryIn(required=False, help_text="All of it, in the unit of the client.")

    def validate_involved_side(self, side: str | None) -> str:
        return side or ""

    def validate_coach(self, pk: Any) -> User:
        """Another practice's coach is as unknown as one that never was."""
        user = self.context["request"].user
        coaches = Membership.objects.for_user(user).coaches().values("user")
        found: User | None = User.objects.for_user(user).filter(pk__in=coaches, pk=pk).first()
        if found is None:
            raise serializers.ValidationError("There is no such coach in the practice.", code="unknown")
        return found


@shown
class NewClientSerializer(ClientFieldsSerializer):
    """A new client. What is left out is as usual: your unit and time zone, the equipment of a usual gym."""

    name = Text(max_length=80, validators=[validate_one_line])


@shown
class TypedNameSerializer(StrictSerializer):
    """The client's name as it stands, so that nobody is deleted by a slip."""

    name = Text(max_length=80)


@shown
class TagClientsSerializer(StrictSerializer):
    clients = serializers.ListField(child=CanonicalUUID(), min_length=1, max_length=500)
    tag = Text(max_length=LONGEST)
    remove = Flag(default=False, help_text="Take it away instead.")


@shown
class TaggedSerializer(serializers.Serializer[Any]):
    changed = serializers.IntegerField(help_text="How many clients had it otherwise before.")


# --- Invitations ----------------------------------------------------------------------------------------------


INVITATION_STATES = [("open", "Open"), ("accepted", "Accepted"), ("expired", "Expired or withdrawn")]


@shown
class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    """A link that was mailed, good once. The link itself is in the mail alone."""

    state = serializers.SerializerMethodField()

    class Meta:
        model = Invitation
        fields = ("id", "client", "email", "invited_by", "state", "created_at", "expires_at", "accepted_at")
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(INVITATION_STATES))
    def get_state(self, invitation: Invitation) -> str:
        if invitation.accepted_at:
            return "accepted"
        return "open" if invitation.expires_at > timezone.now() else "expired"


@shown
class InviteSerializer(StrictSerializer):
    client = CanonicalUUID()


# --- Notes ----------------------------------------------------------------------------------------------------


@shown
class NoteSerializer(serializers.ModelSerializer[ClientNote]):
    """What a coach noted about a client. Only coaches of the practice read it."""

    class Meta:
        model = ClientNote
        fields = ("id", "client", "author", "text", "created_at", "changed_at")
        read_only_fields = fields


@shown
class NoteTextSerializer(StrictSerializer):
    text = Text(max_length=2000)


@shown
class NewNoteSerializer(NoteTextSerializer):
    client = CanonicalUUID()


# --- Body mass ------------------------------------------------------------------------------------------------


@shown
class BodyMassSerializer(serializers.ModelSerializer[BodyMass]):
    """What a client weighed on a day of theirs. One figure a day."""

    class Meta:
        model = BodyMass
        fields = ("id", "client", "measured_on", "kg")
        read_only_fields = fields


@shown
class NewBodyMassSerializer(StrictSerializer):
    client = CanonicalUUID(required=False, help_text="A client's own token needs none.")
    mass = LoadIn()
    unit = serializers.ChoiceField(Unit.choices, default=Unit.KG)
    measured_on = Day(required=False, help_text="Today where the client is, unless named.")


# --- A list of clients ----------------------------------------------------------------------------------------


@shown
class ClientTableSerializer(StrictSerializer):
    """A table of clients as CSV: the first line names the columns, each line after it is a client."""

    text = Text(max_length=1_000_000, trim_whitespace=False)
    dry_run = Flag(default=False, help_text="Look at every row, add none.")
    whole = Flag(default=False, help_text="All rows or none.")


class TableRowSerializer(serializers.Serializer[Any]):
    """A row that cannot be added, and what is wrong at each of its columns."""

    number = serializers.IntegerField()
    problems = serializers.DictField(child=serializers.CharField())


@shown
class TableReadSerializer(serializers.Serializer[Any]):
    good = serializers.IntegerField(help_text="Rows that can be added.")
    bad = TableRowSerializer(many=True)
    unknown_columns = serializers.ListField(child=serializers.CharField())
    added = serializers.ListField(child=serializers.UUIDField(), help_text="The new clients; none in a dry run.")
