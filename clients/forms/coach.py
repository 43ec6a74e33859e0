"""What a coach types: a client, a decision, an assignment. Shape only; the services decide."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from accounts.forms import time_zones
from accounts.models import Membership, Unit, User, validate_one_line
from clients.forms.equipment import EquipmentText, loads_text, plain_number, plates_text
from clients.history import in_unit
from clients.inventory import default_inventory, default_inventory_lb, validate_inventory
from clients.models import Client, Comment
from clients.own_settings import converted
from clients.standing import figure
from clients.tagging import known_tags, split_tags
from programs.forms.figures import DecimalField

DECIMAL_INPUT = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})


# --- A client --------------------------------------------------------------------------------------------------


class ClientForm(EquipmentText, forms.Form):
    """Everything a coach knows of a client. Loads and body mass are in the client's own unit."""

    name = forms.CharField(validators=[validate_one_line], label=gettext_lazy("Name"), max_length=80)
    email = forms.EmailField(
        label=gettext_lazy("Email"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("For the invitation. Nobody else sees it."),
    )
    goal = forms.CharField(label=gettext_lazy("Goal"), max_length=160, required=False)
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Short words with commas between."),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=Unit.choices, widget=forms.RadioSelect)
    body_mass = DecimalField(
        label=gettext_lazy("Body mass"),
        low=20,
        high=900,
        what=gettext_lazy("Body mass"),
        required=False,
        help_text=gettext_lazy("In the unit above. Rungs start at a share of it."),
        widget=DECIMAL_INPUT,
    )
    involved_side = forms.ChoiceField(
        label=gettext_lazy("Involved side"),
        required=False,
        choices=[("", gettext_lazy("None")), ("left", gettext_lazy("Left")), ("right", gettext_lazy("Right"))],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("After an injury or an operation."),
    )
    side_note = forms.CharField(
        label=gettext_lazy("Side note"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=time_zones)
    coach = forms.ModelChoiceField(label=gettext_lazy("Coach"), queryset=User.objects.none(), empty_label=None)
    bar = DecimalField(
        label=gettext_lazy("Bar"),
        low=1,
        high=100,
        what=gettext_lazy("Bar"),
        required=False,
        help_text=gettext_lazy("Its weight. Empty: no bar."),
        widget=DECIMAL_INPUT,
    )
    plates = forms.CharField(
        label=gettext_lazy("Plates"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Weight × how many: 1.25×2, 2.5×2."),
    )
    dumbbells = forms.CharField(
        label=gettext_lazy("Dumbbells"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("2–40 by 2, or one by one."),
    )
    kettlebells = forms.CharField(label=gettext_lazy("Kettlebells"), max_length=400, required=False)
    bands = forms.CharField(
        label=gettext_lazy("Bands"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Strengths in order: 1, 2, 3."),
    )

    def __init__(self, data: Any = None, *, by: User, client: Client | None = None) -> None:
        self.client = client
        super().__init__(data, initial=_client_initial(by, client))
        coaches = Membership.objects.for_user(by).coaches().values("user")
        field = self.fields["coach"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.for_user(by).filter(pk__in=coaches)
        used = known_tags(by)[:8]
        if used:
            self.fields["tags"].help_text = gettext("Commas between. In use: %(used)s.") % {"used": ", ".join(used)}

    def clean_tags(self) -> list[str]:
        return split_tags(self.cleaned_data["tags"])

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if not self.errors:
            mass = cleaned.pop("body_mass")
            cleaned["body_mass_kg"] = in_unit(mass, cleaned["unit"], "kg") if mass is not None else None
            if self.client and "body_mass" not in self.changed_data:
                cleaned["body_mass_kg"] = self.client.body_mass_kg
            cleaned["inventory"] = self._inventory(cleaned)
        return cleaned

    def _inventory(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """The equipment typed. Another unit with the list untouched means the same things in that unit."""
        bar = cleaned.pop("bar")
        typed = {"bar": None if bar is None else plain_number(bar)} | {
            key: cleaned.pop(key) for key in ("plates", "dumbbells", "kettlebells", "bands")
        }
        if cleaned["unit"] != self.initial["unit"] and not set(self.changed_data) & set(typed):
            if self.client:
                return converted(self.client.inventory, self.client.unit, cleaned["unit"])
            return default_inventory_lb() if cleaned["unit"] == Unit.LB else default_inventory()
        try:
            validate_inventory(typed)
        except ValidationError as error:
            self.add_error("plates" if "late" in error.message else "dumbbells", error)
        return typed


def _client_initial(by: User, client: Client | None) -> dict[str, Any]:
    if client is None:
        unit, zone = by.unit, by.time_zone
        inventory = default_inventory_lb() if unit == Unit.LB else default_inventory()
        return {"unit": unit, "time_zone": zone, "coach": by.pk, "involved_side": "", **_equipment(inventory)}
    same = {
        name: getattr(client, name)
        for name in ("name", "email", "goal", "unit", "involved_side", "side_note", "time_zone")
    }
    mass = client.body_mass_kg
    shown = None if mass is None else figure(in_unit(mass, "kg", client.unit).quantize(Decimal("0.1")))
    return {
        **same,
        "tags": ", ".join(client.tags),
        "coach": client.coach_id,
        "body_mass": shown,
        **_equipment(client.inventory),
    }


def _equipment(inventory: dict[str, Any]) -> dict[str, Any]:
    texts = {key: loads_text(inventory.get(key) or []) for key in ("dumbbells", "kettlebells", "bands")}
    bar = inventory.get("bar")
    return {
        "bar": "" if bar is None else figure(Decimal(str(bar))),
        "plates": plates_text(inventory.get("plates") or []),
        **texts,
    }


# --- A decision ------------------------------------------------------------------------------------------------

VERDICTS = ("approve", "hold", "adjust", "move_up", "clear", "snooze", "comment")


class DecisionForm(forms.Form):
    """A verdict on a card, and a line for the client. `snooze:3` is a verdict that says for how many days."""

    verdict = forms.CharField(required=False, max_length=20)
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        error_messages={"invalid": gettext_lazy("A day, such as 2026-12-01.")},
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment"), required=False, max_length=Comment._meta.get_field("text").max_length
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_verdict(self) -> str:
        verdict, _, days = self.cleaned_data["verdict"].partition(":")
        if verdict not in VERDICTS or (days and days not in ("1", "3", "7")):
            raise ValidationError(gettext("Approve, hold or adjust."))
        self.days = int(days) if days else None
        return verdict

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        verdict = cleaned.get("verdict")
        if verdict == "comment" and not cleaned.get("comment") and "comment" not in self.errors:
            self.add_error("comment", gettext("Write a line, or approve, hold or adjust."))
        if verdict == "snooze" and self.days:
            cleaned["until"] = self.today + dt.timedelta(days=self.days)
        elif verdict == "snooze" and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", gettext("Until which day?"))
        return cleaned
