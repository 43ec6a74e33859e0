"""An exercise as a coach types it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import validate_one_line
from exercises.forms.fields import LinkField, ListField, MusclesField, NamesField, RowsField, SpanField, span_text
from exercises.forms.merging import MergingForm
from exercises.lines import muscles_as_text, rows_as_text
from exercises.models import Exercise
from exercises.shapes import MAX_CUE, MAX_CUES
from exercises.vocabulary import Equipment, Laterality, Level, Movement
from exercises.words import capitalised

LISTS = ("place", "uses", "overload")
CHOOSE = {"required": _("Choose one."), "invalid_choice": _("Choose one from the list.")}


def _levels() -> list[tuple[str, Any]]:
    """Asked for each time, for whoever reads the form."""
    each_its_own = [("", gettext("Each variation its own"))]
    return [*each_its_own, *((level.value, capitalised(str(level.label))) for level in Level)]


class ExerciseForm(MergingForm):
    name = forms.CharField(
        label=_("Name"), max_length=80, validators=[validate_one_line], error_messages={"required": _("Name it.")}
    )
    aliases = NamesField(
        label=_("Other names"), required=False, max_length=400, help_text=_("With commas between them.")
    )
    movement = forms.ChoiceField(
        label=_("Movement"), choices=[("", _("Choose")), *Movement.choices], error_messages=CHOOSE
    )
    laterality = forms.ChoiceField(
        label=_("Sides"), choices=Laterality.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    level = forms.ChoiceField(
        label=_("Level"),
        required=False,
        choices=_levels,
        error_messages=CHOOSE,
    )
    definition = forms.CharField(
        label=_("What it is"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Two short sentences."),
        error_messages={"required": _("Say in a sentence what it is.")},
    )
    media_url = LinkField(
        label=_("Photo or video"),
        required=False,
        max_length=300,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
        help_text=_("An address. It opens in a tab of its own."),
        error_messages={"invalid": _("Give an address that begins with https://.")},
    )
    equipment = forms.MultipleChoiceField(
        label=_("Equipment"),
        required=False,
        choices=Equipment.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    muscles = MusclesField(
        "muscles",
        label=_("Muscles"),
        rows=4,
        help_text=_("A line each: muscle | mover, helper, stabiliser or minor | note."),
    )
    setup_steps = RowsField("setup_steps", label=_("Set up"), rows=4, help_text=_("A step a line: title | what to do."))
    execution_phases = RowsField(
        "execution_phases", label=_("One rep"), rows=4, help_text=_("A line each: Up, Top, Down | what to do.")
    )
    mistakes = RowsField(
        "mistakes", label=_("What goes wrong"), rows=4, help_text=_("A line each: mistake | why it matters | cue.")
    )
    cues = ListField(
        label=_("Cues"), most=MAX_CUES, longest=MAX_CUE, rows=3, help_text=_("A line each, as you say it in the gym.")
    )
    sets = SpanField(label=_("Sets"), what=_("Sets"), most=20)
    reps = SpanField(label=_("Reps"), what=_("Reps"), most=100)
    per_side = forms.BooleanField(label=_("Per side"), required=False)
    when = forms.CharField(
        label=_("When"), required=False, max_length=120, help_text=_("Stands beside the dose: after the main lift.")
    )
    place = ListField(label=_("Place in the session"), most=10, longest=120)
    uses = ListField(label=_("Used as"), most=10, longest=120)
    overload = ListField(label=_("Harder"), most=10, longest=120, help_text=_("In the order to try it."))

    @staticmethod
    def typed(row: Exercise) -> dict[str, Any]:
        dose = row.programming
        muscles = [{"muscle": each.muscle, "role": each.role, "note": each.note} for each in row.muscles.all()]
        plain = ("name", "movement", "laterality", "level", "definition", "media_url")
        return {
            **{name: getattr(row, name) for name in plain},
            "aliases": ", ".join(row.aliases),
            "equipment": list(row.equipment),
            "muscles": muscles_as_text(muscles),
            **{
                name: rows_as_text(name, getattr(row, name)) for name in ("setup_steps", "execution_phases", "mistakes")
            },
            "cues": "\n".join(row.cues),
            "sets": span_text(dose.get("sets")),
            "reps": span_text(dose.get("reps")),
            "per_side": bool(dose.get("per_side")),
            "when": dose.get("when", ""),
            **{name: "\n".join(dose.get(name, [])) for name in LISTS},
        }

    @staticmethod
    def usual() -> dict[str, Any]:
        return {"laterality": Laterality.BILATERAL.value}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        told = [name for name in ("sets", "reps", "per_side", "when", *LISTS) if data.get(name)]
        asked = {
            "sets": _("Say how many sets, or leave the whole dose empty."),
            "reps": _("Say how many reps, or leave the whole dose empty."),
        }
        for name, words in asked.items():
            if told and not data.get(name) and name not in self.errors:
                self.add_error(name, words)
        return data

    def values(self) -> dict[str, Any]:
        """The columns of the exercise, without its muscles."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("revision", "muscles")}
        dose = {name: data.pop(name) for name in ("sets", "reps", "per_side", "when", *LISTS)}
        held = self.row.programming if self.row else {}
        return {**data, "programming": {**held, **dose} if dose["sets"] else {}}
