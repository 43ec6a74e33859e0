"""The page that assigns to many: where each client would begin, what stands in the way, what ends. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.assigning import Plan, loads_in
from clients.assigning_many import Obstacles
from clients.assigning_programs import ProgramPlan
from clients.history import trainee_of
from clients.models import Assignment, Client
from clients.standing import figure
from clients.suggesting import Key, Suggestion, suggest
from exercises.words import day_of_month
from programs.forms.figures import DecimalField
from programs.models import Program, Progression, Rung
from programs.prescribing import first_load
from programs.sentences import BAND, load_text
from programs.showing import short_name

START_LOAD = DecimalField(label=_("Start load"), low=0, high=1000, what=_("Start load"), required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is given: one progression, or a program with the rungs on which it starts its progressions."""

    ladders: list[Progression]
    progression: Progression | None = None
    program: Program | None = None
    written: list[Rung] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Start:
    """Where one client begins one progression. `name`: of its field; `seen`: the page had it when it was sent."""

    name: str
    progression: Progression
    suggestion: Suggestion
    rung: Rung
    options: list[tuple[str, str]]
    seen: bool
    starts_at: str = ""
    problem: str = ""

    @property
    def value(self) -> str:
        return str(self.rung.pk)

    @property
    def is_suggested(self) -> bool:
        return self.rung.pk == self.suggestion.rung.pk


@dataclass(slots=True, kw_only=True)
class Row:
    """One client. `load`: as it was typed, of a progression alone; `note`: what ends; `problems`: not at a field."""

    client: Client
    starts: list[Start]
    load_name: str = ""
    load: str = ""
    load_unit: str = ""
    load_problem: str = ""
    note: str = ""
    problems: list[str] = field(default_factory=list)
    running: Assignment | None = None

    @property
    def seen(self) -> bool:
        return all(start.seen for start in self.starts)

    @property
    def is_ready(self) -> bool:
        return not (self.problems or self.load_problem or any(start.problem for start in self.starts))

    @property
    def start_load(self) -> Decimal | None:
        """The typed load. Raises ValidationError."""
        found: Decimal | None = START_LOAD.clean(self.load)
        return found


def read_rows(user: Any, clients: Sequence[Client], given: Given, typed: Mapping[str, str]) -> list[Row]:
    """A row for each client, over what was typed; the same few queries however many there are."""
    ids = [client.pk for client in clients]
    running = {
        each.client_id: each
        for each in Assignment.objects.for_coach(user)
        .active()
        .whole()
        .filter(client__in=ids)
        .select_related("program", "progression", "client", "start_rung")
    }
    otherwise = {rung.progression_id: rung for rung in given.written}
    suggested = suggest(clients, given.ladders, otherwise=otherwise)
    options = {
        each.pk: [(str(rung.pk), f"{rung.position} · {short_name(rung)}") for rung in each.rungs.all()]
        for each in given.ladders
    }
    return [_row(client, given, suggested, options, running.get(client.pk), typed) for client in clients]


def _row(
    client: Client,
    given: Given,
    suggested: Mapping[Key, Suggestion],
    options: Mapping[UUID, list[tuple[str, str]]],
    running: Assignment | None,
    typed: Mapping[str, str],
) -> Row:
    starts = [_start(client, each, suggested[client.pk, each.pk], options[each.pk], typed) for each in given.ladders]
    row = Row(client=client, starts=starts, note=_note(client, running), running=running)
    if given.progression is not None:
        start = starts[0]
        # Named after its rung: a load that was meant for one is none for another.
        row.load_name = f"load_{client.pk}_{start.rung.pk}"
        usual = start.suggestion.load if start.is_suggested else None
        row.load = typed.get(row.load_name, "" if usual is None else figure(usual)).strip()
        unit = loads_in(start.rung, client)
        row.load_unit = "band" if unit == BAND else unit
    return row


def _start(
    client: Client,
    progression: Progression,
    suggestion: Suggestion,
    options: list[tuple[str, str]],
    typed: Mapping[str, str],
) -> Start:
    name = f"rung_{client.pk}_{progression.pk}"
    wanted = typed.get(name)
    chosen = next((rung for rung in progression.rungs.all() if str(rung.pk) == wanted), None)
    start = Start(
        name=name,
        progression=progression,
        suggestion=suggestion,
        rung=chosen or suggestion.rung,
        options=options,
        seen=wanted is not None,
        problem="" if chosen or wanted is None else gettext("Choose a rung of this progression."),
    )
    start.starts_at = _starts_at(start.rung, client)
    return start


def _starts_at(rung: Rung, client: Client) -> str:
    """`22.5 kg`, or nothing where it depends on a body mass that is unknown."""
    load = first_load(rung, trainee_of(client))
    if load is None or (load and rung.start_percent is not None and client.body_mass_kg is None):
        return ""
    return load_text(load, loads_in(rung, client))


def _note(client: Client, running: Assignment | None) -> str:
    parts = []
    if running is not None:
        facts = {"what": running.given, "day": day_of_month(running.start_date)}
        parts.append(gettext("On %(what)s since %(day)s; it ends.") % facts)
    if client.status == Client.Status.PAUSED:
        parts.append(gettext("Paused: nothing comes due until training is resumed."))
    return " ".join(parts)


# --- Plans ----------------------------------------------------------------------------------------------------


def plans_of(rows: Sequence[Row], given: Given, rules: Mapping[str, Any]) -> list[Plan] | list[ProgramPlan]:
    """What the service takes, of the rows whose load can be read; a load that cannot is told at its row."""
    kept = {name: rules[name] for name in ("start_date", "weekdays", "coupling", "policy", "deload_every_weeks")}
    if given.program is not None:
        return [
            ProgramPlan(
                client=row.client,
                program=given.program,
                starts={start.progression.pk: start.rung for start in row.starts},
                **kept,
            )
            for row in rows
        ]
    return [plan for row in rows if (plan := _plan(row, given, kept)) is not None]


def _plan(row: Row, given: Given, kept: Mapping[str, Any]) -> Plan | None:
    try:
        load = row.start_load
    except ValidationError as error:
        row.load_problem = " ".join(error.messages)
        return None
    assert given.progression is not None
    start = row.starts[0]
    return Plan(client=row.client, progression=given.progression, start_rung=start.rung, start_load=load, **kept)


def tell(rows: Sequence[Row], found: Obstacles) -> None:
    """Put what stands in the way at the rows, each at its field."""
    for row in rows:
        for name, texts in found.by_client.get(row.client.pk, {}).items():
            words = " ".join(texts)
            start = next((each for each in row.starts if name in ("start_rung", f"start_{each.progression.pk}")), None)
            if start is not None:
                start.problem = start.problem or words
            elif name == "start_load":
                row.load_problem = words
            else:
                row.problems.append(words)
