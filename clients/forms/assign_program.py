"""What a coach chooses to give a client a program. Shape only: what stands in the way is assigning_programs' to say."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from clients.assigning_programs import ProgramPlan, start_field
from clients.forms.assign import DAYS, FIRST_DAY, LAST_DAY, LIGHTER_WEEKS
from clients.models import Client, Policy
from programs.models import Coupling, Program, Progression, Rung
from programs.showing import short_name


class AssignProgramForm(forms.Form):
    """`plan()` is what the services take. The program asks for a first rung of each progression that it follows."""

    client = forms.ChoiceField(label="Client", required=False)
    program = forms.ChoiceField(
        label="Program",
        error_messages={"required": "Choose a program.", "invalid_choice": "Choose one of these."},
    )
    start_date = forms.DateField(
        label="Start date",
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Choose a start date.",
            "invalid": "Write the date as year, month, day: 2026-01-06.",
        },
    )
    weekdays = forms.TypedMultipleChoiceField(
        label="Days",
        coerce=int,
        choices=list(enumerate(DAYS)),
        error_messages={"required": "Choose at least one day.", "invalid_choice": "Choose days of the week."},
    )
    coupling = forms.ChoiceField(label="Sides", choices=Coupling.choices)
    policy = forms.ChoiceField(label="Coach confirms", choices=Policy.choices)
    deload_every_weeks = forms.TypedChoiceField(
        label="Lighter week", choices=LIGHTER_WEEKS, coerce=int, empty_value=None, required=False
    )

    def __init__(
        self,
        data: Any,
        *,
        client: Client | None,
        clients: list[Client],
        programs: list[Program],
        ladders: dict[UUID, Progression],
        written: list[Rung],
    ) -> None:
        super().__init__(data)
        self.chosen_client, self.programs, self.ladders, self.written = client, programs, ladders, written
        self._choose("client", [("", "Choose a client"), *((str(each.pk), each.name) for each in clients)])
        self._choose("program", [("", "Choose a program"), *((str(each.pk), each.name) for each in programs)])
        for rung in written:
            progression = ladders[rung.progression_id]
            rungs = [(str(each.pk), f"{each.position} · {short_name(each)}") for each in progression.rungs.all()]
            self.fields[start_field(progression)] = forms.ChoiceField(
                label=f"{progression.name}, start at rung",
                choices=rungs,
                required=False,
                error_messages={"invalid_choice": "Choose a rung of this progression."},
            )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def starts(self) -> list[forms.BoundField]:
        """The fields of the first rungs, in the order of the program."""
        return [self[start_field(self.ladders[rung.progression_id])] for rung in self.written]

    @property
    def chosen_program(self) -> Program | None:
        wanted = self.data.get("program")
        return next((each for each in self.programs if str(each.pk) == wanted), None)

    def clean_client(self) -> Client | None:
        return self.chosen_client

    def clean_start_date(self) -> dt.date:
        day: dt.date = self.cleaned_data["start_date"]
        if not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError("Choose a start date between 2000 and 2100.")
        return day

    def plan(self, program: Program) -> ProgramPlan:
        """Wants a valid form and a client."""
        assert self.chosen_client is not None
        data = self.cleaned_data
        kept = ("start_date", "weekdays", "coupling", "policy", "deload_every_weeks")
        return ProgramPlan(
            client=self.chosen_client, program=program, starts=self._starts(), **{name: data[name] for name in kept}
        )

    def _starts(self) -> dict[UUID, Rung]:
        found = {}
        for rung in self.written:
            ladder = self.ladders[rung.progression_id]
            chosen = self.cleaned_data.get(start_field(ladder)) or str(rung.pk)
            found[ladder.pk] = next(each for each in ladder.rungs.all() if str(each.pk) == chosen)
        return found
