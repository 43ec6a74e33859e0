"""The shape of a progression that a coach is drafting: its name, its rungs, their gates. Text in, values out."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from exercises.models import Variation
from programs.forms.figures import DecimalField, WholeField
from programs.models import Implement, Rule

PER_CENT = Decimal(100)


class HeadForm(forms.Form):
    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Give it a name."})
    summary = forms.CharField(label="What it is for", max_length=300, required=False)


class RungForm(forms.Form):
    """One rung. `variations`: those the coach may prescribe, by id."""

    variation = forms.CharField(label="Variation", error_messages={"required": "Choose a variation."})
    sets = WholeField(label="Sets", low=1, high=20, what="Sets")
    reps_low = WholeField(label="Fewest reps", low=1, high=100, what="Fewest reps")
    reps_high = WholeField(label="Most reps", low=1, high=100, what="Most reps")
    rir = WholeField(label="In reserve", low=0, high=10, what="Reps in reserve")
    tempo = forms.RegexField(
        label="Tempo",
        regex=r"\A[0-9]{4}\Z",
        error_messages={
            "invalid": "Four figures: lower, bottom, lift, top. 2011 is 2 s down, 0, 1 s up, 1 s at the top."
        },
    )
    rest_s = WholeField(label="Rest, s", low=0, high=900, what="Rest")
    min_rest_s = WholeField(label="Shortest rest, s", low=0, high=900, what="Shortest rest")
    side_rest_s = WholeField(label="Between sides, s", low=0, high=900, what="Rest between sides")
    rule = forms.ChoiceField(label="Rule", choices=Rule.choices)
    implements = forms.MultipleChoiceField(
        label="Load with", choices=Implement.choices, error_messages={"required": "Choose what it is loaded with."}
    )
    from_bodyweight = forms.BooleanField(label="Begins at bodyweight", required=False)
    start_percent = DecimalField(label="Starts at, % of body mass", low=0, high=300, what="Start", required=False)
    leave_percent = DecimalField(label="Leaves at, % of body mass", low=0, high=300, what="Leave", required=False)
    max_jump = DecimalField(label="Largest step up, %", low=1, high=100, what="Largest step")
    rep_ceiling = WholeField(label="Reps at most", low=1, high=100, what="Reps at most")

    def __init__(self, data: Mapping[str, Any], *, variations: Mapping[str, Variation]) -> None:
        super().__init__(data)
        self.variations = variations

    def clean_variation(self) -> Variation:
        found = self.variations.get(self.cleaned_data["variation"])
        if found is None:
            raise ValidationError("Choose a variation of your library.")
        return found

    def clean_max_jump(self) -> Decimal:
        share: Decimal = self.cleaned_data["max_jump"] / PER_CENT
        return share.quantize(Decimal("0.001"))

    def clean(self) -> None:
        low, high = self.cleaned_data.get("reps_low"), self.cleaned_data.get("reps_high")
        if low and high and low > high:
            self.add_error("reps_low", "The fewest reps cannot be more than the most.")
        start, leave = self.cleaned_data.get("start_percent"), self.cleaned_data.get("leave_percent")
        if start is not None and leave is not None and start > leave:
            self.add_error("leave_percent", "It cannot leave at less than it starts with.")


class GateForm(forms.Form):
    """What opens the rung above."""

    sessions = WholeField(label="Sessions at the top", low=1, high=12, what="Sessions")
    window = WholeField(label="of the last", low=1, high=12, what="The last sessions")
    symmetry = DecimalField(label="Symmetry, %", low=1, high=100, what="Symmetry", required=False)
    sign_off = forms.BooleanField(label="You sign off", required=False)

    def clean_symmetry(self) -> Decimal | None:
        percent: Decimal | None = self.cleaned_data["symmetry"]
        return None if percent is None else (percent / PER_CENT).quantize(Decimal("0.001"))

    def clean(self) -> None:
        sessions, window = self.cleaned_data.get("sessions"), self.cleaned_data.get("window")
        if sessions and window and sessions > window:
            self.add_error("sessions", "These sessions have to fit into the last ones.")
