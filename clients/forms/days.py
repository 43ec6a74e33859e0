"""Which due day is moved, and where to; which exercise is swapped, for which, and its figures. Shape only: what stands
in the way is for clients.moving_days and clients.swapping to say.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.decided import day_words
from clients.forms.adjust import RepsField
from clients.models import Swap
from clients.moving_days import ComingDay
from clients.swapping import Figures, Place
from clients.words import on_side
from exercises.models import Variation
from exercises.words import told
from programs.forms.figures import DecimalField, WholeField

WHY = Swap._meta.get_field("note").max_length or 0


class MoveDayForm(forms.Form):
    day = forms.ChoiceField(
        label=_("Session of"),
        error_messages={
            "required": _("Choose the session to move."),
            "invalid_choice": _("No session is due on that day any more. Choose another one."),
        },
    )
    to = forms.DateField(
        label=_("Do it on"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose a day."),
            "invalid": _("Write the date as year, month, day: 2026-01-06."),
        },
    )

    def __init__(self, data: Any = None, *, days: Sequence[ComingDay]) -> None:
        super().__init__(data)
        field = self.fields["day"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(day.date.isoformat(), day_words(day.date)) for day in days]


class SwapChoiceForm(forms.Form):
    """Which exercise of which day, and what is done instead."""

    place = forms.ChoiceField(
        label=_("Instead of"),
        error_messages={
            "required": _("Choose the exercise to swap."),
            "invalid_choice": _(
                "That exercise is not due on that day any more, or swapped already. Choose another one."
            ),
        },
    )
    variation = forms.ChoiceField(
        label=_("Do"),
        error_messages={
            "required": _("Choose what is done instead."),
            "invalid_choice": _("The library has no such exercise. Choose another one."),
        },
    )

    def __init__(self, data: Any, *, places: Sequence[Place], variations: Sequence[Variation]) -> None:
        super().__init__(data)
        self.places = {each.key: each for each in places}
        self.variations = {str(each.pk): each for each in variations}
        self._choose(
            "place",
            [(key, f"{day_words(each.due_on)}: {told(each.track.ladder.name)}") for key, each in self.places.items()],
        )
        grouped = groupby(variations, key=lambda each: told(each.exercise.name))
        named = [(name, [(str(each.pk), each.full_name) for each in found]) for name, found in grouped]
        self._choose("variation", [("", gettext("Choose an exercise")), *named])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def chosen(self) -> tuple[Place, Variation]:
        return self.places[self.cleaned_data["place"]], self.variations[self.cleaned_data["variation"]]


class SwapFiguresForm(forms.Form):
    """Load, sets and reps of each side, and why."""

    def __init__(self, data: Any = None, *, sides: Sequence[str], unit: str) -> None:
        super().__init__(data)
        self.sides = sides
        for side in sides:
            typed = {"inputmode": "decimal", "autocomplete": "off"}
            self.fields[f"{side}-load"] = DecimalField(
                low=0,
                high=1000,
                what=gettext("Load"),
                label=on_side(side, gettext("Load, %(unit)s") % {"unit": unit}),
                widget=forms.TextInput(attrs=typed),
                error_messages={"required": gettext("Which load? 0 for the body alone.")},
            )
            self.fields[f"{side}-sets"] = WholeField(
                low=1,
                high=20,
                what=gettext("Sets"),
                label=on_side(side, gettext("Sets")),
                initial=3,
                widget=forms.NumberInput(attrs={"min": 1, "max": 20}),
                error_messages={"required": gettext("How many sets?")},
            )
            self.fields[f"{side}-reps"] = RepsField(
                label=on_side(side, gettext("Reps")),
                widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
                error_messages={"required": gettext("How many reps?")},
            )
        self.fields["note"] = forms.CharField(
            label=gettext("Why"),
            required=False,
            max_length=WHY,
            widget=forms.TextInput(attrs={"placeholder": gettext("The client reads it"), "autocomplete": "off"}),
            error_messages={"max_length": gettext("At most %(why)s characters.") % {"why": WHY}},
        )

    @property
    def figures(self) -> dict[str, Figures]:
        said = self.cleaned_data
        return {
            side: Figures(load=said[f"{side}-load"], sets=said[f"{side}-sets"], reps=said[f"{side}-reps"])
            for side in self.sides
        }

    def rows(self) -> list[dict[str, Any]]:
        return [
            {"side": side, "fields": [self[f"{side}-{name}"] for name in ("load", "sets", "reps")]}
            for side in self.sides
        ]
