"""What clients type: a set, a skip, the end of a session, the morning's answer, their own settings."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms import MailDigestField, languages, time_zones
from accounts.models import Unit, validate_one_line
from clients.models import Client, Session, SetLog, Side
from clients.services import SetFacts
from programs.forms.figures import DecimalField, WholeField

# What a figure of pain means, in the words of the page. From 3 on the plan holds, from 6 on it stops (engine.md).
PAIN_WORDS = {
    0: pgettext_lazy("pain", "none"),
    1: pgettext_lazy("pain", "barely"),
    2: pgettext_lazy("pain", "mild"),
    3: pgettext_lazy("pain", "there"),
    4: pgettext_lazy("pain", "bothers"),
    5: pgettext_lazy("pain", "a lot"),
    6: pgettext_lazy("pain", "strong"),
    7: pgettext_lazy("pain", "strong"),
    8: pgettext_lazy("pain", "severe"),
    9: pgettext_lazy("pain", "severe"),
    10: pgettext_lazy("pain", "worst"),
}
MORE = 4  # of the figures for how many more: that many or more, and `rir_more` may say how many
EFFORT_WORDS = {
    0: pgettext_lazy("effort", "rest"),
    1: pgettext_lazy("effort", "very easy"),
    2: pgettext_lazy("effort", "easy"),
    3: pgettext_lazy("effort", "moderate"),
    4: pgettext_lazy("effort", "somewhat hard"),
    5: pgettext_lazy("effort", "hard"),
    6: pgettext_lazy("effort", "hard"),
    7: pgettext_lazy("effort", "very hard"),
    8: pgettext_lazy("effort", "very hard"),
    9: pgettext_lazy("effort", "almost all out"),
    10: pgettext_lazy("effort", "all out"),
}


class SetForm(forms.Form):
    """One set as typed, done or skipped. `facts()` is what the services take."""

    uuid = forms.UUIDField(
        error_messages={
            "required": _("This form is not complete. Reload the page."),
            "invalid": _("This form is not complete. Reload the page."),
        }
    )
    set_number = WholeField(low=1, high=20, what=_("Set"))
    side = forms.ChoiceField(choices=Side.choices)
    kind = forms.ChoiceField(choices=SetLog.Kind.choices, required=False)
    load = DecimalField(low=0, high=1000, what=_("Load"), required=False)
    unit = forms.ChoiceField(choices=Unit.choices)
    reps = WholeField(low=0, high=1000, what=_("Reps"), required=False)
    seconds = WholeField(low=0, high=3600, what=_("Seconds"), required=False)
    rir = WholeField(low=0, high=10, what=_("How many more"), required=False)
    rir_more = WholeField(low=MORE, high=10, what=_("How many more"), required=False)
    pain = WholeField(low=0, high=10, what=_("Pain"), required=False)
    skip_reason = forms.ChoiceField(choices=Session.SkipReason.choices, required=False)
    performed_at = forms.CharField(required=False, max_length=40)

    def clean_kind(self) -> str:
        return str(self.cleaned_data["kind"] or SetLog.Kind.DONE)

    def clean_performed_at(self) -> dt.datetime:
        """The phone's time with its offset; the server's where the phone gave none."""
        text = self.cleaned_data["performed_at"]
        if not text:
            return timezone.now()
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise ValidationError(_("This phone’s clock could not be read. Set date and time, then log again."))
        return moment

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == SetLog.Kind.SKIPPED and not data.get("skip_reason") and "skip_reason" not in self.errors:
            self.add_error("skip_reason", _("Say why."))
        if data.get("kind", SetLog.Kind.DONE) != SetLog.Kind.DONE:
            for name in ("load", "reps", "seconds", "rir"):
                self.errors.pop(name, None)
                data[name] = None
            return data
        data["skip_reason"] = ""
        if data.get("rir") == MORE and data.get("rir_more"):
            data["rir"] = data["rir_more"]
        held = ("seconds", _("How many seconds?"))
        amount = held if "seconds" in self.data else ("reps", _("How many reps?"))
        for name, question in (amount, ("load", _("Which load?"))):
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, question)
        return data

    def facts(self) -> SetFacts:
        figures = {name: value for name, value in self.cleaned_data.items() if name != "rir_more"}
        return SetFacts(**figures, phone_time=str(self.data.get("performed_at") or "")[:40])


def scale(words: dict[int, Any]) -> list[tuple[int, Any]]:
    return list(words.items())


class FinishForm(forms.Form):
    effort = WholeField(
        low=0,
        high=10,
        what=_("Effort"),
        required=False,
        label=_("How hard was it?"),
        widget=forms.RadioSelect(choices=scale(EFFORT_WORDS)),
    )
    note = forms.CharField(
        label=_("Anything to add?"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    red_flag = forms.BooleanField(label=_("One of the warning signs is new"), required=False)


class SkipForm(forms.Form):
    skip_reason = forms.ChoiceField(
        label=_("Why not today?"),
        choices=Session.SkipReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say why."), "invalid_choice": _("Choose one of these.")},
    )


class MorningForm(forms.Form):
    pain = WholeField(
        low=0,
        high=10,
        what=_("Pain"),
        label=_("How do your hips and back feel, 0 to 10?"),
        widget=forms.RadioSelect(choices=scale(PAIN_WORDS)),
        error_messages={"required": _("Choose a figure from 0 to 10.")},
    )


class CommentForm(forms.Form):
    text = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write a line first."), "max_length": _("At most 1,000 characters.")},
    )


class JoinForm(forms.Form):
    """The name and, for whoever wants one, the password of a new account."""

    display_name = forms.CharField(
        validators=[validate_one_line],
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("10 characters or more."),
        error_messages={"required": _("Choose a password, or have a code mailed to you each time.")},
    )


# --- Settings -------------------------------------------------------------------------------------------------


class OwnSettingsForm(forms.Form):
    """How clients are named, in which zone and unit they read, and whether they want mail."""

    display_name = forms.CharField(
        validators=[validate_one_line],
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    unit = forms.ChoiceField(
        label=_("Unit"),
        choices=Unit.choices,
        widget=forms.RadioSelect,
        help_text=_("With a new unit your equipment stays the same things: its weights are converted."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=time_zones, help_text=_("It says when your day begins and ends.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=languages, required=False)
    mail_digest = MailDigestField()

    def __init__(self, data: Any = None, *, client: Client) -> None:
        self.client = client
        super().__init__(data, initial=self._initial(client))

    @staticmethod
    def _initial(client: Client) -> dict[str, Any]:
        return {
            "display_name": client.name,
            "time_zone": client.time_zone,
            "unit": client.unit,
            "language": client.user.language if client.user else "",
            "mail_digest": client.user is None or client.user.mail_digest,
        }
