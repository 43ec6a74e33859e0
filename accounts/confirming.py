"""Before something that cannot be undone: is it really this person? By password, or by a code in their mailbox.

Allauth asks again for a password only. Clients may have none: they sign in with codes, and are asked for one here too.
"""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django import forms
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User

KEY = "confirm_code"  # in the session: the hash of the code, until when it is good, and how many tries are left
LIFETIME = 10 * 60  # seconds
TRIES = 3


def mail_code(request: HttpRequest, user: User) -> bool:
    """A new code to the person's address; the one before is void. False where too many were asked for."""
    if not ratelimit.consume(request, action="request_login_code", key=user.email.lower()):
        return False
    code = get_adapter().generate_login_code()
    request.session[KEY] = {"hash": make_password(_plain(code)), "until": time.time() + LIFETIME, "left": TRIES}
    get_adapter().send_mail("account/email/confirm_code", user.email, {"code": code, "user": user})
    return True


def has_code(request: HttpRequest) -> bool:
    """Whether a code that was mailed can still be typed."""
    held = request.session.get(KEY)
    return bool(held and held["left"] and held["until"] > time.time())


def _is_right(request: HttpRequest, typed: str) -> bool:
    held = request.session.get(KEY)
    if held is None or not has_code(request):
        return False
    request.session[KEY] = held | {"left": held["left"] - 1}
    return check_password(_plain(typed), held["hash"])


def _plain(code: str) -> str:
    """As allauth reads a code: whatever its capitals, spaces and dashes."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


class ConfirmForm(forms.Form):
    """One field: the password, or the code where the account has none."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Type your password.")},
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
        error_messages={"required": _("Type the code from the mail.")},
    )

    def __init__(self, data: Any = None, *, request: HttpRequest, user: User) -> None:
        super().__init__(data)
        self.request, self.user = request, user
        del self.fields["code" if user.has_usable_password() else "password"]

    @property
    def asked(self) -> Any:
        """The one field."""
        return self[next(iter(self.fields))]

    def clean_password(self) -> str:
        self._not_too_often()
        if not self.user.check_password(self.cleaned_data["password"]):
            raise ValidationError(_("This is not your password."))
        return self._confirmed()

    def clean_code(self) -> str:
        self._not_too_often()
        if not _is_right(self.request, self.cleaned_data["code"]):
            again = (
                _("This is not the code we sent.") if has_code(self.request) else _("Have a new code mailed to you.")
            )
            raise ValidationError(again)
        return self._confirmed()

    def _confirmed(self) -> str:
        """The count of tries names the person: it goes, as they may be about to."""
        ratelimit.clear(self.request, action="reauthenticate", user=self.user)
        return ""

    def _not_too_often(self) -> None:
        if not ratelimit.consume(self.request, action="reauthenticate", user=self.user):
            raise ValidationError(_("Too many tries. Wait a minute."))
