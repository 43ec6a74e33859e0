"""One row of a table of clients: the coach's form of a client, spelled as people spell it in spreadsheets."""

import re
from decimal import Decimal
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User, time_zones, validate_one_line
from clients.history import in_unit
from clients.tagging import split_tags
from programs.forms.figures import decimal_of

UNITS = {"kg": "kg", "kgs": "kg", "kilo": "kg", "kilos": "kg", "lb": "lb", "lbs": "lb", "pound": "lb", "pounds": "lb"}
SIDES = {
    "": "", "none": "", "no": "", "-": "", "–": "", "left": "left", "l": "left", "right": "right", "r": "right",
    "keine": "", "nein": "", "links": "left", "linke": "left", "rechts": "right", "rechte": "right",
}  # fmt: skip
MASS_KG = (Decimal(20), Decimal(400))


class RowForm(forms.Form):
    """What is wrong is said at the column. `facts()` are the fields of a client."""

    name = forms.CharField(
        max_length=80,
        validators=[validate_one_line],
        error_messages={"required": _("A client needs a name."), "max_length": _("At most 80 characters.")},
    )
    email = forms.EmailField(
        max_length=254,
        required=False,
        error_messages={"invalid": _("This is no e-mail address."), "max_length": _("At most 254 characters.")},
    )
    unit = forms.CharField(required=False)
    body_mass = forms.CharField(required=False)
    time_zone = forms.CharField(required=False)
    tags = forms.CharField(required=False)
    involved_side = forms.CharField(required=False)
    goal = forms.CharField(max_length=160, required=False, error_messages={"max_length": _("At most 160 characters.")})

    def __init__(self, data: dict[str, str], *, by: User, mass_unit: str = "") -> None:
        self.by, self.mass_unit = by, mass_unit
        super().__init__(data)

    def clean_unit(self) -> str:
        text = self.cleaned_data["unit"].casefold()
        if text and text not in UNITS:
            raise ValidationError(gettext("Write kg or lb."))
        return UNITS[text] if text else ""

    def clean_body_mass(self) -> Decimal | None:
        """Kilograms. A unit in the cell comes before the column's, then the row's, then the coach's."""
        text = self.cleaned_data["body_mass"]
        if not text:
            return None
        found = re.fullmatch(r"([\d.,]{1,9})\s*([A-Za-z]*)", text)
        figure = decimal_of(found[1].replace(",", ".")) if found else None
        typed = found[2].casefold() if found else ""
        if figure is None or (typed and typed not in UNITS):
            raise ValidationError(gettext("Write a figure, such as 72.5 or 72,5 kg."))
        unit = UNITS.get(typed) or self.mass_unit or self.cleaned_data.get("unit") or self.by.unit
        mass = in_unit(figure, unit, "kg").quantize(Decimal("0.01"))
        if not MASS_KG[0] <= mass <= MASS_KG[1]:
            raise ValidationError(gettext("Body mass is between 20 and 400 kg."))
        return mass

    def clean_time_zone(self) -> str:
        text = self.cleaned_data["time_zone"]
        zone = _zones().get(text.casefold().replace(" ", "_")) if text else self.by.time_zone
        if zone is None:
            raise ValidationError(gettext("Write a zone such as Europe/Madrid."))
        return zone

    def clean_tags(self) -> list[str]:
        return split_tags(self.cleaned_data["tags"].replace("|", ","))

    def clean_involved_side(self) -> str:
        side = SIDES.get(self.cleaned_data["involved_side"].casefold())
        if side is None:
            raise ValidationError(gettext("Write left, right or nothing."))
        return side

    def facts(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        facts["body_mass_kg"] = facts.pop("body_mass")
        facts["unit"] = facts["unit"] or self.by.unit or Unit.KG
        return facts


@cache
def _zones() -> dict[str, str]:
    return {zone.casefold(): zone for zone in time_zones()}
