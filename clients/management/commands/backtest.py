"""`manage.py backtest --client <id> --rule linear`: what another rule, gate or coupling would have decided."""

import json
from argparse import ArgumentParser
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import F, Q

from accounts.models import Practice
from accounts.tenancy import practice_scope
from clients.backtest import as_data, backtest_client, backtest_practice, difference_words
from clients.models import Assignment, Client
from clients.replay import BODY, Backtest, Row, Sides
from clients.services import active_assignment
from clients.what_if import AS_IT_IS, Change
from clients.words import sides_headline
from programs.models import Coupling, Progression, Rule

COLUMNS = ("", "date", "rung", "decided", "would have")
PEOPLE = {"waits": "waits for the coach", "undecided": "never decided", "": ""}


class Command(BaseCommand):
    help = (
        "Applies a rule, gate or coupling to the logs of a client, or of all clients of a practice: what it would have "
        "decided after each session beside what was decided, the first difference, and where each side would stand. "
        "Without any change it checks that the engine still gives what was decided. Writes nothing; prints no names."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--client", metavar="ID", help="the client's id: their running progression")
        whose.add_argument("--practice", metavar="ID", help="the practice's id: every running progression")
        parser.add_argument("--progression", metavar="SLUG", help="only this progression")
        parser.add_argument("--rule", help=", ".join(Rule.values))
        parser.add_argument("--coupling", help=", ".join(Coupling.values))
        parser.add_argument("--gate-sessions", metavar="N", help="sessions that must count")
        parser.add_argument("--gate-window", metavar="N", help="of so many last ones")
        parser.add_argument("--gate-symmetry", metavar="SHARE", help="weaker side / stronger side, 0.9; or none")
        parser.add_argument("--gate-sign-off", metavar="yes|no", help="whether the coach confirms a rung change")
        parser.add_argument("--min-load", metavar="PERCENT", help="leaves at or over, %% of body mass; or none")
        parser.add_argument("--no-gate", action="store_true", help="no gate: the rule goes on and on")
        parser.add_argument("--rungs", metavar="7,8", help="the change is for these rungs only")
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        change, coupling = _change(options), options["coupling"]
        if coupling is not None and coupling not in Coupling.values:
            raise CommandError(f"--coupling is one of: {', '.join(Coupling.values)}.")
        practice, assignment = _whose(options)
        try:
            with practice_scope(practice.pk):
                found = _found(practice, assignment, options["progression"], change, coupling)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        _check_positions(change, found)
        if options["json"]:
            self.stdout.write(json.dumps([as_data(each) for each in found]))
            return
        self.stdout.write("\n\n".join(_table(each) for each in found) or "No progression is running.")


def _found(
    practice: Practice, assignment: Assignment | None, slug: str | None, change: Change, coupling: str | None
) -> list[Backtest]:
    among = None if slug is None else _versions(practice, slug)
    if assignment is None:
        return backtest_practice(practice, edit=change.edited, coupling=coupling, among=among)
    if among is not None and assignment.progression_id not in among:
        raise CommandError(f"This client's running progression is not {slug}.")
    return [backtest_client(assignment, practice, edit=change.edited, coupling=coupling)]


def _versions(practice: Practice, slug: str) -> set[UUID]:
    """Every version of the progression of this name: the practice's own before the built-in one, today's name first."""
    named = Progression.objects.filter(Q(practice=practice) | Q(practice=None), slug=slug)
    found = named.order_by("practice_id", F("superseded_at").desc(nulls_first=True)).first()
    if found is None:
        raise CommandError(f"There is no progression {slug}.")
    return set(Progression.objects.filter(family=found.family).values_list("pk", flat=True))


def _check_positions(change: Change, found: list[Backtest]) -> None:
    """A rung that none of the ladders has is a slip of the hand."""
    known = {rung.position for each in found for rung in each.ladder}
    unknown = sorted((change.rungs or frozenset()) - known)
    if found and unknown:
        raise CommandError(f"There is no rung {unknown[0]}.")


# --- Options --------------------------------------------------------------------------------------------------


def _whose(options: dict[str, Any]) -> tuple[Practice, Assignment | None]:
    if options["practice"]:
        practice = Practice.objects.filter(pk=_id("--practice", options["practice"])).first()
        if practice is None:
            raise CommandError(f"There is no practice {options['practice']}.")
        return practice, None
    client = Client.objects.select_related("practice").filter(pk=_id("--client", options["client"])).first()
    if client is None:
        raise CommandError(f"There is no client {options['client']}.")
    assignment = active_assignment(client)
    if assignment is None:
        raise CommandError("This client has no progression running.")
    return client.practice, assignment


def _id(option: str, text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise CommandError(f"{option} is an id like 0190f3c2-6f0a-7f0e-9a58-8a1c6a6d0001.") from error


def _change(options: dict[str, Any]) -> Change:
    if options["rule"] is not None and options["rule"] not in Rule.values:
        raise CommandError(f"--rule is one of: {', '.join(Rule.values)}.")
    return Change(
        rule=options["rule"],
        sessions=_whole("--gate-sessions", options["gate_sessions"]),
        window=_whole("--gate-window", options["gate_window"]),
        symmetry=_figure("--gate-symmetry", options["gate_symmetry"]),
        sign_off=_yes("--gate-sign-off", options["gate_sign_off"]),
        leave_percent=_figure("--min-load", options["min_load"]),
        no_gate=options["no_gate"],
        rungs=_positions(options["rungs"]),
    )


def _whole(option: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise CommandError(f"{option} is a whole number.")
    return int(text)


def _figure(option: str, text: str | None) -> Any:
    if text is None:
        return AS_IT_IS
    if text == "none":
        return None
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise CommandError(f"{option} is a number with a point, or none.") from error


def _yes(option: str, text: str | None) -> bool | None:
    if text not in (None, "yes", "no"):
        raise CommandError(f"{option} is yes or no.")
    return None if text is None else text == "yes"


def _positions(text: str | None) -> frozenset[int] | None:
    if text is None:
        return None
    return frozenset(_whole("--rungs", part.strip()) or 0 for part in text.split(","))


# --- The table ------------------------------------------------------------------------------------------------


def _table(backtest: Backtest) -> str:
    lines = [COLUMNS, *(_cells(backtest, row) for row in backtest.rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(COLUMNS))]
    rows = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    head = f"Client {backtest.assignment.client_id}, {backtest.assignment.ladder.slug}"
    return "\n".join([head, *rows, *_conclusion(backtest)])


def _cells(backtest: Backtest, row: Row) -> tuple[str, ...]:
    """A * marks the first difference, a - every other; ? a row whose answer of then is no longer what comes out."""
    mark = "*" if row is backtest.first_difference else "-" if row.differs else "?" if row.changed_since else ""
    people = PEOPLE.get(row.people, row.people)
    decided = _said(backtest, row.decided) if row.decided else "nothing"
    would = _said(backtest, row.would) if row.would else "cannot be judged"
    rungs = {side: str(row.rung[side].position) for side in BODY}
    rung = rungs["left"] if len(set(rungs.values())) == 1 else f"{rungs['left']} left, {rungs['right']} right"
    return mark, row.date.isoformat(), rung, f"{decided} ({people})" if people else decided, would


def _said(backtest: Backtest, sides: Sides) -> str:
    return sides_headline(sides, backtest.ladder, unit=backtest.assignment.client.unit)


def _conclusion(backtest: Backtest) -> list[str]:
    first = backtest.first_difference
    stands = [
        f"{side.capitalize()}: rung {path.stands.position}, would stand on {path.would_stand.position}"
        + (f", apart since {path.since.isoformat()}." if path.since else ".")
        for side, path in backtest.paths.items()
    ]
    return [f"First difference: {difference_words(backtest, first)}" if first else "No difference.", *stands]
