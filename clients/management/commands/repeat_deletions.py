"""`manage.py repeat_deletions`: after a backup was restored, deletes again who was deleted since."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from clients.deletions import is_back, marks, repeat


class Command(BaseCommand):
    help = "After a backup was restored: say who of the deleted is back, and with --delete delete them again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true", help="delete them, and do not only say so")

    def handle(self, *args: Any, delete: bool, **options: Any) -> None:
        back = [mark for mark in marks() if is_back(mark)]
        for mark in back:
            if delete:
                repeat(mark)
            self.stdout.write(f"client {mark.client} of practice {mark.practice}")
        said = "deleted again" if delete else "back; --delete deletes them again"
        self.stdout.write(f"{len(back)} {said}.")
