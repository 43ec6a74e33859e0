"""What clients choose for themselves: another exercise, another day; and a warning sign in their own words."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.own_swap import Alternative


class SwapForm(forms.Form):
    """Which of the alternatives. Shape only: the template draws them, for each has a line a side."""

    key = forms.ChoiceField(
        error_messages={
            "required": _("Choose what you do instead."),
            "invalid_choice": _("Choose what you do instead."),
        }
    )

    def __init__(self, data: Any = None, *, choices: Sequence[Alternative]) -> None:
        super().__init__(data)
        field = self.fields["key"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.key, each.name) for each in choices]


class OwnMoveForm(forms.Form):
    """Where to; and which session, as the page showed it."""

    day = forms.DateField(input_formats=["%Y-%m-%d"], required=False)
    to = forms.DateField(
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _("Choose a day."), "invalid": _("Choose one of these days.")},
    )

    @property
    def chosen(self) -> str:
        return str(self["to"].value() or "")


class SignForm(forms.Form):
    words = forms.CharField(
        label=_("Which one, if you like"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("At most 500 characters.")},
    )
