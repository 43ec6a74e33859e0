"""What a coach chooses to give a client a program. Shape only: what stands in the way is assigning_programs' to say."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.assigning_programs import ProgramPlan, start_field
from clients.forms.assign import DaysAndRulesForm
from clients.models import Client
from programs.models import Program, Progression, Rung
from programs.showing import short_name


class AssignProgramForm(DaysAndRulesForm):
    """`plan()` is what the services take. The program asks for a first rung of each progression that it follows."""

    program = forms.ChoiceField(
        label=_("Program"),
        error_messages={"required": _("Choose a program."), "invalid_choice": _("Choose one of these.")},
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
        super().__init__(data, client=client, clients=clients)
        self.programs, self.ladders, self.written = programs, ladders, written
        self._choose("program", [("", gettext("Choose a program")), *((str(each.pk), each.name) for each in programs)])
        for rung in written:
            progression = ladders[rung.progression_id]
            rungs = [(str(each.pk), f"{each.position} · {short_name(each)}") for each in progression.rungs.all()]
            self.fields[start_field(progression)] = forms.ChoiceField(
                label=gettext("%(name)s, start at rung") % {"name": progression.name},
                choices=rungs,
                required=False,
                error_messages={"invalid_choice": gettext("Choose a rung of this progression.")},
            )

    @property
    def starts(self) -> list[forms.BoundField]:
        """The fields of the first rungs, in the order of the program."""
        return [self[start_field(self.ladders[rung.progression_id])] for rung in self.written]

    @property
    def chosen_program(self) -> Program | None:
        wanted = self.data.get("program")
        return next((each for each in self.programs if str(each.pk) == wanted), None)

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
