"""What a coach chooses for many clients at once. Where each begins is a row's own (clients.many)."""

from typing import Any

from django import forms

from clients.forms.assign import DaysAndRulesForm
from programs.models import Program, Progression


class AssignManyForm(DaysAndRulesForm):
    """The choices that are the same for everybody. `what` is `progression:<id>` or `program:<id>`."""

    find = forms.CharField(label="Find a client", required=False, max_length=80)
    group = forms.ChoiceField(label="A whole group", required=False)
    what = forms.ChoiceField(
        label="Progression or program",
        error_messages={"required": "Choose what to assign.", "invalid_choice": "Choose one of these."},
    )

    def __init__(
        self,
        data: Any,
        *,
        progressions: list[Progression],
        programs: list[Program],
        groups: list[tuple[str, list[tuple[str, str]]]],
    ) -> None:
        super().__init__(data, client=None, clients=[])
        del self.fields["client"]
        self.progressions, self.programs = progressions, programs
        offered = [
            ("Progressions", [(f"progression:{each.pk}", each.name) for each in progressions]),
            ("Programs", [(f"program:{each.pk}", each.name) for each in programs]),
        ]
        self._group("what", [(label, choices) for label, choices in offered if choices])
        self._group("group", [("", "Choose a group"), *groups])

    def _group(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def chosen_progression(self) -> Progression | None:
        return next((each for each in self.progressions if f"progression:{each.pk}" == self.data.get("what")), None)

    @property
    def chosen_program(self) -> Program | None:
        return next((each for each in self.programs if f"program:{each.pk}" == self.data.get("what")), None)
