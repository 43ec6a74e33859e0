"""A client is deleted for good: their rows, their files, and what of their account is nobody else's."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import Membership, Role, User
from clients.clips import forget_files
from clients.models import Client


@transaction.atomic
def delete_client(client: Client, *, typed: str) -> None:
    """Delete an archived client, everything logged and written about them, and the files of their clips and photos.

    `typed` is the client's name as the coach typed it, whatever its capitals and spaces. Raises ValidationError when
    it is another name, or when the client is not archived.

    The rule for their account: their membership as a client of this practice goes. The account itself goes too when
    nothing else refers to it; it stays when it belongs to another practice, coaches somewhere, or works for support.
    Rows of other practices cannot be seen from here, so the database is asked: it refuses to delete an account that
    anything still refers to.
    """
    held = (
        Client.objects.select_for_update(of=("self",))
        .select_related("user")
        .get(pk=client.pk, practice_id=client.practice_id)
    )
    if held.status != Client.Status.ARCHIVED:
        raise ValidationError(f"Archive {held.first_name} first. Only archived clients are deleted for good.")
    if _folded(typed) != _folded(held.name):
        raise ValidationError({"name": f"Type the name as it stands here: {held.name}."})
    user, practice_id = held.user, held.practice_id
    forget_files(held)
    held.delete()
    if user:
        _unlink(user, practice_id)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _unlink(user: User, practice_id: UUID) -> None:
    Membership.objects.filter(practice_id=practice_id, user=user, role=Role.CLIENT).delete()
    if user.is_staff or user.is_superuser:
        return
    try:
        with transaction.atomic():
            _delete_account(user)
    except IntegrityError:
        return  # another practice knows this person: the account is theirs to keep


def _delete_account(user: User) -> None:
    """The row itself, without Django's collector: it would also touch tables that requests have no rights on."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "DELETE FROM account_emailconfirmation WHERE email_address_id IN"
            " (SELECT id FROM account_emailaddress WHERE user_id = %s)",
            [user.pk],
        )
        for table in ("allauth_idp_oidc_token", "account_emailaddress"):
            cursor.execute(f"DELETE FROM {table} WHERE user_id = %s", [user.pk])
        cursor.execute("DELETE FROM accounts_user WHERE id = %s", [user.pk])
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
