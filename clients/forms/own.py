"""What clients say of the things they train with."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.forms.equipment import EquipmentText, loads_text, plates_text
from clients.models import Client
from programs.forms.figures import DecimalField
from programs.prescribing import plain

WEIGHED = ("bar", "plates", "dumbbells", "kettlebells")


class EquipmentForm(EquipmentText, forms.Form):
    """Weights are in the client's unit."""

    bar = DecimalField(
        label=_("Bar"),
        low=1,
        high=100,
        what=_("Bar"),
        required=False,
        help_text=_("What the empty bar weighs. Leave it empty when you have none."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    plates = forms.CharField(
        label=_("Plates"),
        max_length=200,
        required=False,
        help_text=_("Weight × how many you have: 1.25×2, 2.5×2, 5×4. They go on in pairs."),
    )
    dumbbells = forms.CharField(
        label=_("Dumbbells"),
        max_length=400,
        required=False,
        help_text=_("One by one, 4, 6, 10, or a whole rack: 2–40 by 2."),
    )
    kettlebells = forms.CharField(
        label=_("Kettlebells"), max_length=400, required=False, help_text=_("One by one: 8, 12, 16.")
    )
    bands = forms.CharField(
        label=_("Bands"),
        max_length=60,
        required=False,
        help_text=_("Number yours, 1 for the lightest: 1, 2, 3. Your coach writes “band 2”."),
    )

    def __init__(self, data: Any = None, *, client: Client) -> None:
        self.client = client
        super().__init__(data, initial=self._initial(client.inventory))
        for name in WEIGHED:
            label = self.fields[name].label
            self.fields[name].label = gettext("%(thing)s, %(unit)s") % {"thing": label, "unit": client.unit}

    @staticmethod
    def _initial(kit: dict[str, Any]) -> dict[str, Any]:
        return {
            "bar": "" if kit.get("bar") is None else kit["bar"],
            "plates": plates_text(kit.get("plates") or []),
            **{name: loads_text(kit.get(name) or []) for name in ("dumbbells", "kettlebells", "bands")},
        }

    def inventory(self) -> dict[str, Any]:
        """The equipment in the shape of `clients.inventory`."""
        data = self.cleaned_data
        return {
            "bar": plain(data["bar"]),
            **{name: data[name] for name in ("plates", "dumbbells", "kettlebells", "bands")},
        }
