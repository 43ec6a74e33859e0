"""What a coach chooses on the assign page. Shape only: what stands in the way is clients.assigning's to say."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.assigning import Plan
from clients.models import Client, Policy
from exercises.words import told
from programs.forms.figures import DecimalField
from programs.models import Coupling, Progression, Rung

DAYS = tuple(WEEKDAYS.values())
LIGHTER_WEEKS = (("", _("None")), ("4", _("Every 4 weeks")), ("6", _("Every 6 weeks")), ("8", _("Every 8 weeks")))
FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2100, 12, 31)


class DaysAndRulesForm(forms.Form):
    """What a progression and a program ask alike: for whom, since when, on which days, and by which rules."""

    client = forms.ChoiceField(label=_("Client"), required=False)
    start_date = forms.DateField(
        label=_("Start date"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose a start date."),
            "invalid": _("Write the date as year, month, day: 2026-01-06."),
        },
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days"),
        coerce=int,
        choices=list(enumerate(DAYS)),
        error_messages={"required": _("Choose at least one day."), "invalid_choice": _("Choose days of the week.")},
    )
    coupling = forms.ChoiceField(label=_("Sides"), choices=Coupling.choices)
    policy = forms.ChoiceField(label=_("Coach confirms"), choices=Policy.choices)
    deload_every_weeks = forms.TypedChoiceField(
        label=_("Lighter week"), choices=LIGHTER_WEEKS, coerce=int, empty_value=None, required=False
    )

    def __init__(self, data: Any, *, client: Client | None, clients: list[Client]) -> None:
        super().__init__(data)
        self.chosen_client = client
        self._choose("client", [("", gettext("Choose a client")), *((str(each.pk), each.name) for each in clients)])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_client(self) -> Client | None:
        return self.chosen_client

    def clean_start_date(self) -> dt.date:
        day: dt.date = self.cleaned_data["start_date"]
        if not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError(gettext("Choose a start date between 2000 and 2100."))
        return day


class AssignForm(DaysAndRulesForm):
    """`plan()` is what the services take. Rungs are those of the progression that is chosen in the same form."""

    progression = forms.ChoiceField(
        label=_("Progression"),
        error_messages={"required": _("Choose a progression."), "invalid_choice": _("Choose one of these.")},
    )
    start_rung = forms.CharField(label=_("Start at rung"), error_messages={"required": _("Choose a rung.")})
    start_load = DecimalField(
        label=_("Start load"),
        low=0,
        high=1000,
        what=_("Start load"),
        required=False,
        help_text=_("Empty: where the rung starts."),
    )

    def __init__(
        self, data: Any, *, client: Client | None, clients: list[Client], progressions: list[Progression]
    ) -> None:
        super().__init__(data, client=client, clients=clients)
        self.progressions = progressions
        self._choose("progression", [(str(each.pk), told(each.name)) for each in progressions])

    @property
    def chosen_progression(self) -> Progression | None:
        wanted = self.data.get("progression")
        return next((each for each in self.progressions if str(each.pk) == wanted), None)

    @property
    def chosen_rung(self) -> Rung | None:
        """The rung that is picked, where it is one of the chosen progression."""
        progression, wanted = self.chosen_progression, self.data.get("start_rung")
        return next((rung for rung in progression.rungs.all() if str(rung.pk) == wanted), None) if progression else None

    def clean_start_rung(self) -> Rung:
        if self.chosen_rung is None:
            raise ValidationError(gettext("Choose a rung of this progression."))
        return self.chosen_rung

    def plan(self) -> Plan:
        """Wants a valid form and a client."""
        data = dict(self.cleaned_data)
        assert self.chosen_client is not None
        assert self.chosen_progression is not None
        return Plan(**data | {"client": self.chosen_client, "progression": self.chosen_progression})
