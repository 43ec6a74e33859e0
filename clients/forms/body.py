"""What a coach writes down about a client: a body mass with its day, a note."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.history import in_unit
from clients.models import Client
from programs.forms.figures import DecimalField

BODY_MASS = {"kg": (20, 400), "lb": (45, 881)}


class MassForm(forms.Form):
    """In the client's unit; `kg()` is what is kept."""

    mass = DecimalField(
        label=_("Body mass"),
        low=20,
        high=900,
        what=_("Body mass"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    measured_on = forms.DateField(
        label=_("On"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Choose a day."), "required": _("Choose a day.")},
    )

    def __init__(self, data: Any = None, *, client: Client) -> None:
        self.client = client
        super().__init__(data, initial={"measured_on": client.today()})
        mass, day = self.fields["mass"], self.fields["measured_on"]
        mass.label = gettext("Body mass, %(unit)s") % {"unit": client.unit}
        assert isinstance(mass, DecimalField)
        mass.low, mass.high = BODY_MASS[client.unit]
        day.widget.attrs["max"] = client.today().isoformat()

    def facts(self) -> dict[str, Decimal | dt.date]:
        mass: Decimal = self.cleaned_data["mass"]
        kg = in_unit(mass, self.client.unit, "kg").quantize(Decimal("0.01"))
        return {"kg": kg, "on": self.cleaned_data["measured_on"]}


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only coaches of this practice read it."),
        error_messages={"required": _("Write something first."), "max_length": _("At most 2,000 characters.")},
    )
