"""Fills an empty database with the demo practice."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from clients.demo.practice import PASSWORD, SIGN_INS, NotEmpty, empty, fill
from programs.models import Progression


class Command(BaseCommand):
    help = "Fill an empty database with the demo practice. Refused in production (DEBUG=0)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="Delete every person and practice first.")
        parser.add_argument("--if-empty", action="store_true", help="Do nothing when there are people already.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo is for development: its password is public. Refused with DEBUG=0.")
        if not Progression.objects.filter(practice=None).exists():
            raise CommandError("The library is empty. Run: manage.py load_library")
        if options["reset"]:
            empty()
        try:
            fill()
        except NotEmpty as error:
            if options["if_empty"]:
                return
            raise CommandError("There are people in this database. --reset deletes them and starts over.") from error
        self.stdout.write(f"Demo practice made. Password {PASSWORD} for: {', '.join(SIGN_INS)}")
