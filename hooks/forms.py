"""What an owner types about an endpoint."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import validate_one_line
from hooks.models import LONGEST_URL, Event
from hooks.services import LONGEST_OVERLAP_HOURS


class EndpointForm(forms.Form):
    """Name, address and what it is told. The service says what an address may be."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        validators=[validate_one_line],
        help_text=_("To tell it from others: the tool, and where it runs."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=LONGEST_URL,
        help_text=_("Where the tool listens. It begins with https:// and is public."),
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    events = forms.MultipleChoiceField(
        label=_("What it is told"),
        choices=Event.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )

    def refuse(self, error: ValidationError) -> None:
        """The service's errors, at their fields."""
        for field, errors in error.update_error_dict({}).items():
            self.add_error(field if field in self.fields else None, errors)


class RotateForm(forms.Form):
    """For how long the old secret is good beside the new one."""

    overlap_hours = forms.TypedChoiceField(
        label=_("The old one is good for"),
        coerce=int,
        choices=[
            (0, _("No longer: it has leaked")),
            (1, _("One more hour")),
            (24, _("One more day")),
            (LONGEST_OVERLAP_HOURS, _("One more week")),
        ],
        initial=24,
    )


def initial_of(endpoint: Any) -> dict[str, Any]:
    return {"name": endpoint.name, "url": endpoint.url, "events": endpoint.events}
