"""A coach's own figures for what comes next, side by side."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from clients.adjusting import Wish
from clients.models import Proposal
from clients.standing import figure
from clients.words import on_side
from programs.forms.figures import DecimalField, WholeField
from programs.models import Coupling, Rung
from programs.showing import short_name

FIGURES = ("rung", "load", "reps", "sets", "rest_s")
LONGEST = Proposal._meta.get_field("note").max_length or 0


class RepsField(forms.CharField):
    """One figure for every set, `10`, or one a set, `10, 10, 9`: a list of whole numbers."""

    def clean(self, value: Any) -> list[int]:
        text = super().clean(value)
        parts = [part for part in re.split(r"[,;/ ]+", text) if part]
        if not all(re.fullmatch(r"[0-9]{1,3}", part) and 1 <= int(part) <= 100 for part in parts):
            raise ValidationError(
                gettext("Reps: a whole number from 1 to 100, such as 10, or one for each set, such as 10, 10, 9.")
            )
        return [int(part) for part in parts]


class AdjustForm(forms.Form):
    """Fields for each side of a proposal, filled with what is proposed; the coupling from now on; and why."""

    def __init__(self, *args: Any, proposal: Proposal, ladder: Sequence[Rung], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = proposal.proposed
        rungs = [(str(rung.pk), f"{rung.position}: {short_name(rung)}") for rung in ladder]
        for side, values in self.proposed.items():
            self._add(side, values, rungs)
        if len(self.proposed) > 1:
            self.fields["coupling"] = forms.ChoiceField(
                label=gettext("Sides from now on"),
                choices=Coupling.choices,
                required=False,
                initial=proposal.assignment.coupling,
                error_messages={"invalid_choice": gettext("Choose how the sides move on.")},
            )
        self.fields["why"] = forms.CharField(
            label=gettext("Why"),
            required=False,
            max_length=LONGEST,
            widget=forms.TextInput(
                attrs={"placeholder": gettext("Your reason; the client reads it"), "autocomplete": "off"}
            ),
            error_messages={
                "max_length": gettext("A reason has at most %(longest)s characters.") % {"longest": LONGEST}
            },
        )

    def _add(self, side: str, values: dict[str, Any], rungs: list[tuple[str, str]]) -> None:
        reps = values["reps"]
        fields: dict[str, forms.Field] = {
            "rung": forms.ChoiceField(
                choices=rungs,
                required=False,
                initial=values["rung"],
                error_messages={"invalid_choice": gettext("Choose a rung of this ladder.")},
            ),
            "load": DecimalField(
                low=0,
                high=1000,
                what=gettext("Load"),
                initial=figure(Decimal(str(values["load"]))),
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
                error_messages={"required": gettext("Which load?")},
            ),
            "reps": RepsField(
                initial=str(reps[0]) if len(set(reps)) == 1 else ", ".join(map(str, reps)),
                widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
                error_messages={"required": gettext("How many reps?")},
            ),
            "sets": self._whole(gettext("Sets"), 1, 20, values["sets"]),
            "rest_s": self._whole(gettext("Rest"), 0, 900, values["rest_s"]),
        }
        labels = {
            "rung": gettext("Rung"),
            "load": gettext("Load"),
            "reps": gettext("Reps"),
            "sets": gettext("Sets"),
            "rest_s": gettext("Rest, s"),
        }
        for key, field in fields.items():
            field.label = on_side(side, labels[key])
            self.fields[f"{side}-{key}"] = field

    @staticmethod
    def _whole(what: str, low: int, high: int, initial: int) -> WholeField:
        widget = forms.NumberInput(attrs={"min": low, "max": high})
        return WholeField(low=low, high=high, what=what, initial=initial, required=False, widget=widget)

    @property
    def wishes(self) -> dict[str, Wish]:
        return {side: self._wish(side) for side in self.proposed}

    def _wish(self, side: str) -> Wish:
        said = {key: self.cleaned_data[f"{side}-{key}"] for key in FIGURES}
        return Wish(**said | {"rung": UUID(said["rung"]) if said["rung"] else None})

    def rows(self) -> list[dict[str, Any]]:
        return [{"side": side, **{key: self[f"{side}-{key}"] for key in FIGURES}} for side in self.proposed]
