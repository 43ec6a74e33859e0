"""Where sign-in meets Kickstand."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """E-mails are kept in lower case: one person, one account, whatever the capitals."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed.",
        "duplicate_email": "This address is yours already.",
        "email_password_mismatch": "Email and password do not match.",
        "email_taken": "This address has an account already.",
        "enter_current_password": "This is not your current password.",
        "incorrect_code": "This is not the code we sent.",
        "incorrect_password": "This is not your password.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, or sign in with a code.",
        "rate_limited": "Too many tries. Wait a minute.",
    }

    def clean_email(self, email: str) -> str:
        return str(super().clean_email(email)).lower()

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no usernames."""
