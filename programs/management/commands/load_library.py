from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from exercises.services import load_exercises, read_library
from programs.library import load_progressions


class Command(BaseCommand):
    help = "Bring the built-in exercises and progressions to what exercises/data/library.toml says. Safe to run again."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        library = read_library()
        try:
            tally = load_exercises(library["exercises"]) + load_progressions(library["progressions"])
        except ValidationError as error:
            raise CommandError("The library was not loaded. " + " ".join(error.messages)) from error
        counts = f"{len(library['exercises'])} exercises, {len(library['progressions'])} progressions"
        self.stdout.write(
            f"Library loaded: {tally} ({counts})." if tally else f"Library up to date ({counts}). Nothing changed."
        )
