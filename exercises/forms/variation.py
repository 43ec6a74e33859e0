"""A variation as a coach types it."""

from typing import Any

from django import forms

from exercises.forms.fields import SpanField, span_text
from exercises.forms.merging import MergingForm
from exercises.models import Variation
from exercises.rules import variation_problems
from exercises.vocabulary import BottomStyle, Contact, Direction, Heel, Implement, Level, MiniBand, Placement

CHOOSE = {"required": "Choose one.", "invalid_choice": "Choose one from the list."}


def _choice(label: str, choices: Any, *, empty: str = "", **kwargs: Any) -> forms.ChoiceField:
    first = [("", empty)] if empty else []
    spoken = [(code, str(text).capitalize()) for code, text in choices]
    return forms.ChoiceField(
        label=label, required=not empty, choices=[*first, *spoken], error_messages=CHOOSE, **kwargs
    )


class VariationForm(MergingForm):
    name = forms.CharField(
        label="Name",
        max_length=80,
        error_messages={"required": "Name it."},
        help_text="As the ladder shows it: Offset forward, barbell.",
    )
    placement = _choice("Other foot", Placement.choices, empty="Feet do not matter")
    offset_direction = _choice("Offset to", Direction.choices, empty="No offset")
    offset_cm = SpanField(label="Distance, cm", what="Distance", most=60, unit="cm", help_text="15–30, or one figure.")
    heel = _choice("Heel of the other foot", Heel.choices, empty="Not said")
    contact = _choice("What touches", Contact.choices, empty="No light touch")
    implement = _choice("Load", Implement.choices)
    mini_band = _choice("Mini-band", MiniBand.choices)
    tempo = forms.RegexField(
        r"^[0-9]{4}$",
        label="Tempo",
        error_messages={"required": "Four digits, such as 2011.", "invalid": "Four digits, such as 2011."},
        help_text="Four digits: lower, bottom, lift, top, in seconds.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
    )
    pause_s = SpanField(
        label="Pause at the top, s", what="Pause", most=30, unit="s", help_text="Empty where the tempo says it."
    )
    bottom_style = _choice("At the bottom", BottomStyle.choices)
    level = _choice("Level", Level.choices)
    note = forms.CharField(label="Note", required=False, max_length=200)

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
