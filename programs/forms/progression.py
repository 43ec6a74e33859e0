"""The shape of a progression that a coach is drafting: its name, its rungs, their gates. Text in, values out."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.models import Variation
from programs.forms.figures import DecimalField, WholeField
from programs.models import Implement, Rule

PER_CENT = Decimal(100)


class HeadForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Give it a name.")})
    summary = forms.CharField(label=_("What it is for"), max_length=300, required=False)


class RungForm(forms.Form):
    """One rung. `variations`: those the coach may prescribe, by id."""

    variation = forms.CharField(label=_("Variation"), error_messages={"required": _("Choose a variation.")})
    sets = WholeField(label=_("Sets"), low=1, high=20, what=_("Sets"))
    reps_low = WholeField(label=_("Fewest reps"), low=1, high=100, what=_("Fewest reps"))
    reps_high = WholeField(label=_("Most reps"), low=1, high=100, what=_("Most reps"))
    rir = WholeField(label=_("In reserve"), low=0, high=10, what=_("Reps in reserve"))
    tempo = forms.RegexField(
        label=_("Tempo"),
        regex=r"\A[0-9]{4}\Z",
        error_messages={
            "invalid": _("Four figures: lower, bottom, lift, top. 2011 is 2 s down, 0, 1 s up, 1 s at the top.")
        },
    )
    rest_s = WholeField(label=_("Rest, s"), low=0, high=900, what=_("Rest"))
    min_rest_s = WholeField(label=_("Shortest rest, s"), low=0, high=900, what=_("Shortest rest"))
    side_rest_s = WholeField(label=_("Between sides, s"), low=0, high=900, what=_("Rest between sides"))
    rule = forms.ChoiceField(label=_("Rule"), choices=Rule.choices)
    implements = forms.MultipleChoiceField(
        label=_("Load with"),
        choices=Implement.choices,
        error_messages={"required": _("Choose what it is loaded with.")},
    )
    from_bodyweight = forms.BooleanField(label=_("Begins at bodyweight"), required=False)
    start_percent = DecimalField(label=_("Starts at, % of body mass"), low=0, high=300, what=_("Start"), required=False)
    leave_percent = DecimalField(label=_("Leaves at, % of body mass"), low=0, high=300, what=_("Leave"), required=False)
    max_jump = DecimalField(label=_("Largest step up, %"), low=1, high=100, what=_("Largest step"))
    rep_ceiling = WholeField(label=_("Reps at most"), low=1, high=100, what=_("Reps at most"))

    def __init__(self, data: Mapping[str, Any], *, variations: Mapping[str, Variation]) -> None:
        super().__init__(data)
        self.variations = variations

    def clean_variation(self) -> Variation:
        found = self.variations.get(self.cleaned_data["variation"])
        if found is None:
            raise ValidationError(gettext("Choose a variation of your library."))
        return found

    def clean_max_jump(self) -> Decimal:
        share: Decimal = self.cleaned_data["max_jump"] / PER_CENT
        return share.quantize(Decimal("0.001"))

    def clean(self) -> None:
        low, high = self.cleaned_data.get("reps_low"), self.cleaned_data.get("reps_high")
        if low and high and low > high:
            self.add_error("reps_low", gettext("The fewest reps cannot be more than the most."))
        start, leave = self.cleaned_data.get("start_percent"), self.cleaned_data.get("leave_percent")
        if start is not None and leave is not None and start > leave:
            self.add_error("leave_percent", gettext("It cannot leave at less than it starts with."))


class GateForm(forms.Form):
    """What opens the rung above."""

    sessions = WholeField(label=_("Sessions at the top"), low=1, high=12, what=_("Sessions"))
    window = WholeField(label=_("of the last"), low=1, high=12, what=_("The last sessions"))
    symmetry = DecimalField(label=_("Symmetry, %"), low=1, high=100, what=_("Symmetry"), required=False)
    sign_off = forms.BooleanField(label=_("You sign off"), required=False)

    def clean_symmetry(self) -> Decimal | None:
        percent: Decimal | None = self.cleaned_data["symmetry"]
        return None if percent is None else (percent / PER_CENT).quantize(Decimal("0.001"))

    def clean(self) -> None:
        sessions, window = self.cleaned_data.get("sessions"), self.cleaned_data.get("window")
        if sessions and window and sessions > window:
            self.add_error("sessions", gettext("These sessions have to fit into the last ones."))
