"""What people type when they register and set themselves up.

Imports nothing of allauth's forms: they are built on CoachSignupForm. Sign-in is in accounts/signin.py.
"""

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User, validate_one_line
from accounts.services import language_here, open_practice
from accounts.tokens import COACH, LOG, LONGEST, READ, SCOPES, scopes_of


class CoachSignupForm(forms.Form):
    """Registers a coach: their name and the practice that is opened with them."""

    display_name = forms.CharField(
        validators=[validate_one_line],
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    practice_name = forms.CharField(
        validators=[validate_one_line],
        label=_("Name of your practice"),
        max_length=80,
        help_text=_("Your clients see it. You can work alone or with other coaches."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    field_order = ("display_name", "practice_name", "email", "password1")

    def signup(self, request: HttpRequest, user: User) -> None:
        user.display_name = self.cleaned_data["display_name"]
        user.language = language_here()
        user.save(update_fields=["display_name", "language"])
        open_practice(owner=user, name=self.cleaned_data["practice_name"])


def time_zones() -> list[tuple[str, str]]:
    """Zones as places: those with a region, and UTC."""
    names = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [(zone, zone.replace("_", " ")) for zone in [*names, "UTC"]]


class MailDigestField(forms.BooleanField):
    """Whether a mail may tell of messages: for coaches and clients in the same words."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Mail me new messages"),
            required=False,
            help_text=_("At most one mail an hour, and only what you have not read here."),
        )


def languages() -> list[tuple[str, Any]]:
    """Each by its own name, for those who read no other; and what the browser asks for."""
    return [("", gettext("As the browser")), *settings.LANGUAGES]


class SettingsForm(forms.Form):
    """How a coach is named, in which zone, unit and language they read, and whether they want mail."""

    display_name = forms.CharField(
        validators=[validate_one_line],
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    unit = forms.ChoiceField(label=_("Unit"), choices=Unit.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), choices=languages, required=False)
    mail_digest = MailDigestField()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "display_name": user.display_name,
            "time_zone": user.time_zone,
            "unit": user.unit,
            "language": user.language,
            "mail_digest": user.mail_digest,
        }
        super().__init__(*args, **kwargs)


class TokenForm(forms.Form):
    """A new personal token: its name, what it may, and for how long."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        validators=[validate_one_line],
        help_text=_("To tell it from others: the tool, and where it runs."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        initial=[READ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    days = forms.TypedChoiceField(
        label=_("Good for"),
        coerce=int,
        choices=[(7, _("7 days")), (30, _("30 days")), (90, _("90 days")), (LONGEST, _("A year"))],
        initial=90,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scopes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(scope, SCOPES[scope]) for scope in scopes_of(user)]


class ToolForm(forms.Form):
    """A tool of somebody else that may ask the people of the practice to let it in."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        validators=[validate_one_line],
        help_text=_("People read it when the tool asks them."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    addresses = forms.CharField(
        label=_("Redirect addresses"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Where it takes people back to, one a line, as its maker gives them: https://tool.example/back"),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may ask for"),
        choices=[(scope, SCOPES[scope]) for scope in (READ, LOG, COACH)],
        initial=[READ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )

    def clean_addresses(self) -> list[str]:
        return self.cleaned_data["addresses"].split()
