"""An account goes for good: the row itself, what hangs on it, and its traces in tables that know no practice."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.db.models import CASCADE
from django.utils import timezone

from accounts.models import User

OURS = {"accounts", "hooks", "exercises", "programs", "clients"}


def delete_account(user: User) -> None:
    """The row and its addresses and tokens. Raises IntegrityError where anything still refers to the person.

    Without Django's collector: it would also touch tables that requests have no rights on. Rows of other practices
    cannot be seen from here, so the database is asked: it refuses.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _delete_addresses(user)
        cursor.execute("DELETE FROM accounts_user WHERE id = %s", [user.pk])
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def close_account(user: User) -> None:
    """Delete the account; where something of others still refers to it, nothing is left in it that tells who it was."""
    try:
        delete_account(user)
    except IntegrityError:
        _delete_addresses(user)
        user.email, user.display_name, user.is_active = f"{user.pk}@deleted.invalid", "", False
        user.set_unusable_password()
        user.save()


def _delete_addresses(user: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM account_emailconfirmation WHERE email_address_id IN"
            " (SELECT id FROM account_emailaddress WHERE user_id = %s)",
            [user.pk],
        )
        for table in ("allauth_idp_oidc_token", "account_emailaddress"):
            cursor.execute(f"DELETE FROM {table} WHERE user_id = %s", [user.pk])
        cursor.execute("DELETE FROM accounts_apiuse WHERE caller LIKE %s", [f"%{user.pk}"])


def delete_own_rows(user: User) -> None:
    """In the practice of the present scope: every row that is nothing without this person, whichever app keeps it."""
    for relation in user._meta.related_objects:
        model: Any = relation.related_model
        if model._meta.app_label in OURS and relation.on_delete is CASCADE:
            model._base_manager.filter(**{relation.field.name: user}).delete()


def end_sessions(user: User) -> int:
    """Sign the person out everywhere: the sessions themselves go, for their e-mail stands in them. Returns how many."""
    mine = [
        row.pk
        for row in Session.objects.filter(expire_date__gt=timezone.now()).iterator()
        if row.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    return int(Session.objects.filter(pk__in=mine).delete()[0])


def forget_gone() -> None:
    """The admin's log no longer says who it was: of rows that are gone, only that somebody did something is kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kickstand_forget_gone()")
