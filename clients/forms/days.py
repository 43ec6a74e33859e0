"""Which due day is moved, and where to. Shape only: what stands in the way is clients.moving_days' to say."""

from collections.abc import Sequence
from typing import Any

from django import forms

from clients.decided import day_words
from clients.moving_days import ComingDay


class MoveDayForm(forms.Form):
    day = forms.ChoiceField(
        label="Session of",
        error_messages={
            "required": "Choose the session to move.",
            "invalid_choice": "No session is due on that day any more. Choose another one.",
        },
    )
    to = forms.DateField(
        label="Do it on",
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Choose a day.",
            "invalid": "Write the date as year, month, day: 2026-01-06.",
        },
    )

    def __init__(self, data: Any = None, *, days: Sequence[ComingDay]) -> None:
        super().__init__(data)
        field = self.fields["day"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(day.date.isoformat(), day_words(day.date)) for day in days]
