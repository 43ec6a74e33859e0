"""The sign-in form. Apart from accounts/forms.py, which allauth's forms import."""

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """Sign-in by e-mail and password, with the labels people look for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Email")
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
