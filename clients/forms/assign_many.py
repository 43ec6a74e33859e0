"""What a coach chooses for many clients at once. Where each begins is a row's own (clients.many)."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.forms.assign import DaysAndRulesForm
from exercises.words import told
from programs.models import Program, Progression


class AssignManyForm(DaysAndRulesForm):
    """The choices that are the same for everybody. `what` is `progression:<id>` or `program:<id>`."""

    find = forms.CharField(label=_("Find a client"), required=False, max_length=80)
    group = forms.ChoiceField(label=_("A whole group"), required=False)
    what = forms.ChoiceField(
        label=_("Progression or program"),
        error_messages={"required": _("Choose what to assign."), "invalid_choice": _("Choose one of these.")},
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
            (gettext("Progressions"), [(f"progression:{each.pk}", told(each.name)) for each in progressions]),
            (gettext("Programs"), [(f"program:{each.pk}", each.name) for each in programs]),
        ]
        self._group("what", [(label, choices) for label, choices in offered if choices])
        self._group("group", [("", gettext("Choose a group")), *groups])

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
