"""A variation as a coach types it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exercises.forms.fields import SpanField, span_text
from exercises.forms.merging import MergingForm
from exercises.models import Variation
from exercises.rules import variation_problems
from exercises.vocabulary import BottomStyle, Contact, Direction, Heel, Implement, Level, MiniBand, Placement
from exercises.words import capitalised

CHOOSE = {"required": _("Choose one."), "invalid_choice": _("Choose one from the list.")}


def _choice(label: Any, choices: Any, *, empty: Any = "", **kwargs: Any) -> forms.ChoiceField:
    def spoken() -> list[tuple[str, Any]]:
        """Asked for each time, for whoever reads the form."""
        first = [("", empty)] if empty else []
        return [*first, *((code, capitalised(str(text))) for code, text in choices)]

    return forms.ChoiceField(label=label, required=not empty, choices=spoken, error_messages=CHOOSE, **kwargs)


class VariationForm(MergingForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        error_messages={"required": _("Name it.")},
        help_text=_("As the ladder shows it: Offset forward, barbell."),
    )
    placement = _choice(_("Other foot"), Placement.choices, empty=_("Feet do not matter"))
    offset_direction = _choice(_("Offset to"), Direction.choices, empty=_("No offset"))
    offset_cm = SpanField(
        label=_("Distance, cm"), what=_("Distance"), most=60, unit="cm", help_text=_("15–30, or one figure.")
    )
    heel = _choice(_("Heel of the other foot"), Heel.choices, empty=_("Not said"))
    contact = _choice(_("What touches"), Contact.choices, empty=_("No light touch"))
    implement = _choice(_("Load"), Implement.choices)
    mini_band = _choice(_("Mini-band"), MiniBand.choices)
    tempo = forms.RegexField(
        r"^[0-9]{4}$",
        label=_("Tempo"),
        error_messages={"required": _("Four digits, such as 2011."), "invalid": _("Four digits, such as 2011.")},
        help_text=_("Four digits: lower, bottom, lift, top, in seconds."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
    )
    pause_s = SpanField(
        label=_("Pause at the top, s"),
        what=_("Pause"),
        most=30,
        unit="s",
        help_text=_("Empty where the tempo says it."),
    )
    bottom_style = _choice(_("At the bottom"), BottomStyle.choices)
    level = _choice(_("Level"), Level.choices)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    @staticmethod
    def typed(row: Variation) -> dict[str, Any]:
        plain = (
            "name", "placement", "offset_direction", "heel", "contact", "implement", "mini_band", "tempo",
            "bottom_style", "level", "note",
        )  # fmt: skip
        return {
            **{name: getattr(row, name) for name in plain},
            "offset_cm": span_text((row.offset_cm_low, row.offset_cm_high)),
            "pause_s": span_text((row.pause_s_low, row.pause_s_high)),
        }

    @staticmethod
    def usual() -> dict[str, Any]:
        return {"tempo": "2011", "level": Level.START.value, "placement": Placement.BILATERAL.value}

    def clean(self) -> dict[str, Any]:
        """What does not go with the placement is refused at its own field."""
        data = super().clean() or {}
        for name, words in variation_problems({**data, "offset_cm_low": data.get("offset_cm")}).items():
            self.add_error("offset_cm" if name == "offset_cm_low" else name, words)
        return data

    def values(self) -> dict[str, Any]:
        """The columns of the variation."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        for name in ("offset_cm", "pause_s"):
            data[f"{name}_low"], data[f"{name}_high"] = data.pop(name) or (None, None)
        return data
