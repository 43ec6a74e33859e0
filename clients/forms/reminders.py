"""Which reminders, how and when; and the address that a browser gives for its device. Shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from clients.models import Reminder
from clients.push_service import Address
from clients.reminding import setting_of

KINDS = (
    (Reminder.Kind.SESSION, ("push", "mail"), gettext_lazy("On a training day, until you have started.")),
    (Reminder.Kind.REPLY, ("push", "mail"), gettext_lazy("Push at once; mail at most once an hour, if unread.")),
    (Reminder.Kind.DECISION, ("push", "mail"), gettext_lazy("Your coach approved, held or changed your next session.")),
)  # fmt: skip


def _time(label: Any, missing: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": missing, "invalid": gettext_lazy("Write a time as 07:30.")},
    )


class RemindersForm(forms.Form):
    session_push = forms.BooleanField(label=pgettext_lazy("reminder", "Push"), required=False)
    session_mail = forms.BooleanField(label=gettext_lazy("Mail"), required=False)
    reply_push = forms.BooleanField(label=pgettext_lazy("reminder", "Push"), required=False)
    reply_mail = forms.BooleanField(label=gettext_lazy("Mail"), required=False)
    decision_push = forms.BooleanField(label=pgettext_lazy("reminder", "Push"), required=False)
    decision_mail = forms.BooleanField(label=gettext_lazy("Mail"), required=False)
    session_at = _time(gettext_lazy("Remind me of the session at"), gettext_lazy("When?"))
    quiet_from = _time(gettext_lazy("From"), gettext_lazy("From when?"))
    quiet_until = _time(gettext_lazy("To"), gettext_lazy("Until when?"))

    def __init__(self, data: Any = None, *, client: Any, offered: bool) -> None:
        """`offered`: whether this server pushes at all; where it does not, those choices stay as they are."""
        setting = setting_of(client)
        initial = {name: getattr(setting, name) for name in self.base_fields if name != "reply_mail"}
        super().__init__(data, initial=initial | {"reply_mail": client.user.mail_digest})
        self.offered = offered
        if not offered:
            for name in [name for name in self.fields if name.endswith("_push")]:
                del self.fields[name]

    @property
    def kinds(self) -> list[dict[str, Any]]:
        """What the page draws: a group for each kind, with its ways."""
        return [
            {
                "name": kind.value,
                "title": kind.label,
                "hint": hint,
                "ways": [self[f"{kind.value}_{way}"] for way in ways if f"{kind.value}_{way}" in self.fields],
            }
            for kind, ways, hint in KINDS
        ]


class DeviceForm(forms.Form):
    """What `PushSubscription.toJSON()` of a browser holds."""

    endpoint = forms.CharField(max_length=2000)
    p256dh = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=100)
    before = forms.CharField(max_length=2000, required=False)

    def address(self) -> Address:
        data = self.cleaned_data
        return Address(endpoint=data["endpoint"], p256dh=data["p256dh"], auth=data["auth"])
