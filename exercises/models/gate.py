"""Who sees which rows of the library."""

from typing import Any

from django.db.models import Q

from accounts.access import membership_of


def built_in_or_own(user: Any) -> Q:
    """The gate of the library: built-in rows and those of the user's practice; nothing for whoever has no practice."""
    membership = membership_of(user)
    if membership is None:
        return Q(pk__in=[])
    return Q(practice=None) | Q(practice_id=membership.practice_id)
