"""Choosing clients to assign to: those that are ticked, those that a search finds, everybody of a group. Reads only."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from clients.assigning_many import MOST
from clients.models import Assignment, Client
from clients.narrowing import Narrowing
from clients.roster import found_clients
from clients.tagging import chosen_ids, known_tags
from exercises.words import told

SHOWN = 8  # people that a search offers at once


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """`chosen`: by name; `others`: what the search found beside them; `too_many`: how many more did not fit."""

    chosen: list[Client]
    others: list[Client]
    more: int = 0
    too_many: int = 0


def choose_people(user: Any, *, ticked: list[str], group: str = "", find: str = "") -> People | None:
    """The ticked clients and, where it is named, everybody of a group. None when somebody is not the coach's."""
    ids = set(chosen_ids(ticked))
    mine = Client.objects.for_coach(user)
    rows = mine.filter(pk__in=ids)
    if group:
        rows = rows | mine.current().filter(pk__in=_ids_of(user, group))
    chosen = list(rows.order_by("name", "pk"))
    if not ids <= {client.pk for client in chosen}:
        return None
    kept = chosen[:MOST]
    wanted = Narrowing.read({"q": find})
    found = list(found_clients(user, wanted).exclude(pk__in=[each.pk for each in kept])) if wanted.q.strip() else []
    return People(
        chosen=kept,
        others=found[:SHOWN],
        more=len(found[SHOWN:]),
        too_many=len(chosen) - len(kept),
    )


def groups(user: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a whole group can be chosen by, as choices of a field: programs and progressions that run, tags."""
    rows = (
        Assignment.objects.for_coach(user)
        .active()
        .whole()
        .exclude(client__status=Client.Status.ARCHIVED)
        .order_by("program__version", "progression__version")
        .values_list("program__family", "program__name", "progression__family", "progression__name")
        .distinct()
    )
    programs, progressions = {}, {}
    for program, program_name, progression, progression_name in rows:
        if program:
            programs[f"program:{program}"] = program_name
        else:
            progressions[f"progression:{progression}"] = told(progression_name)
    tags = [(f"tag:{tag}", tag) for tag in known_tags(user)]
    found = [
        (gettext("On a program"), _by_name(programs)),
        (gettext("On a progression"), _by_name(progressions)),
        (gettext("With a tag"), tags),
    ]
    return [(label, choices) for label, choices in found if choices]


def _by_name(named: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(named.items(), key=lambda each: each[1].casefold())


def _ids_of(user: Any, group: str) -> Any:
    """The ids of a group's clients, as a subquery; nobody for a group that is none."""
    kind, _, name = group.partition(":")
    if kind == "tag":
        return Client.objects.for_coach(user).filter(tags__contains=[name]).values("pk")
    running = Assignment.objects.for_coach(user).active().whole()
    families = chosen_ids([name])
    if kind not in ("program", "progression") or not families:
        return running.none().values("client_id")
    by: dict[str, UUID] = {f"{kind}__family": families[0]}
    return running.filter(**by).values("client_id")
