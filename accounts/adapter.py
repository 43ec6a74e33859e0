"""Where sign-in meets Kickstand."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    """E-mails are kept in lower case: one person, one account, whatever the capitals."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This address is yours already."),
        "email_password_mismatch": _("Email and password do not match."),
        "email_taken": _("This address has an account already."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This is not the code we sent."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, or sign in with a code."),
        "rate_limited": _("Too many tries. Wait a minute."),
    }

    def clean_email(self, email: str) -> str:
        return str(super().clean_email(email)).lower()

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no usernames."""
