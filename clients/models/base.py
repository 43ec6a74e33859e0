"""What the tables of clients share: sides, bounds in plain words, and the gates that queries start at."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import membership_of
from exercises.words import whole_words


def whole_between(low: int, high: int, sentence: str) -> list[Any]:
    """Validators for a whole number, with one message in plain words: `sentence` is marked for translation and has
    `%(low)s` and `%(high)s`. The database checks the same bounds.
    """
    words: Any = _between_lazy(sentence, low, high)
    return [MinValueValidator(low, words), MaxValueValidator(high, words)]


def _between(sentence: str, low: int, high: int) -> str:
    return gettext(sentence) % {"low": whole_words(low), "high": whole_words(high)}


_between_lazy = lazy(_between, str)  # said when it is asked for, in the language of whoever asks


class Side(models.TextChoices):
    LEFT = "left", _("Left")
    RIGHT = "right", _("Right")
    BOTH = "both", _("Both sides")


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
