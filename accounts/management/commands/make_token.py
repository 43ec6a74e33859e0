"""`manage.py make_token coach@kickstand.test --scope read --scope log`: prints a personal token, once."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.tokens import LONGEST, READ, SCOPES, make_token


class Command(BaseCommand):
    help = "Make a personal token for the API. It is printed once and kept only as a hash."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="whose token it is; it sees what this user sees")
        parser.add_argument("--name", default="made on the command line", help="to tell it from others")
        parser.add_argument("--scope", action="append", choices=list(SCOPES), help=f"repeat for more (default: {READ})")
        parser.add_argument("--days", type=int, default=90, help=f"good for so long, {LONGEST} at most (default: 90)")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {options['email']}.")
        if not user.memberships.exists():
            raise CommandError(f"{options['email']} belongs to no practice: a token would see nothing.")
        try:
            scopes = options["scope"] or [READ]
            value = make_token(user, name=options["name"], scopes=scopes, days=options["days"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(value)
