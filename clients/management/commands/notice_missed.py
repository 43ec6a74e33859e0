"""Puts days that clients missed before their coaches. For a scheduler, by the hour; more often does no harm."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import Practice
from clients.missed import notice_missed


class Command(BaseCommand):
    help = "Raise a review card for clients who missed two sessions in a row, or a week."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = sum(notice_missed(pk) for pk in Practice.objects.values_list("pk", flat=True))
        self.stdout.write(f"{changed} cards raised or changed")
