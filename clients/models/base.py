"""What the tables of clients share: sides, bounds in plain words, and the gates that queries start at."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from accounts.access import membership_of


def whole_between(low: int, high: int, what: str) -> list[Any]:
    """Validators for a whole number, with one message in plain words. The database checks the same bounds."""
    words = f"{what} between {low:,} and {high:,}."
    return [MinValueValidator(low, words), MaxValueValidator(high, words)]


class Side(models.TextChoices):
    LEFT = "left", "Left"
    RIGHT = "right", "Right"
    BOTH = "both", "Both sides"


class TenantQuerySet(models.QuerySet[Any]):
    """Rows of one practice; a client sees only what is about themselves."""

    client_path = "client"

    def for_user(self, user: Any) -> Any:
        membership = membership_of(user)
        if membership is None:
            return self.none()
        rows = self.filter(practice_id=membership.practice_id)
        if membership.is_coach:
            return rows
        return rows.filter(**{f"{self.client_path}__user": user})

    def for_coach(self, user: Any) -> Any:
        membership = membership_of(user)
        if membership is None or not membership.is_coach:
            return self.none()
        return self.filter(practice_id=membership.practice_id)


class CoachQuerySet(TenantQuerySet):
    """Rows that only the practice's coaches see."""

    def for_user(self, user: Any) -> Any:
        return self.for_coach(user)
