"""A file as it was understood, before anything is written; and the coach's word on what each name means."""

import zlib
from collections import Counter
from operator import itemgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clients.jobs import queue_set_import
from clients.models import Client, SetImport
from clients.set_import.formats import Line, Unreadable, lines_of
from clients.set_import.guessing import BOTH, EACH, LEFT, RIGHT, SKIP, TURNS, TURNS_RIGHT, guesses
from clients.set_import.workouts import workouts_of
from programs.naming import VARIATION, Names, names_for

MOST_NAMES = 400
SHOWN_BAD = 50
SIDES = (BOTH, EACH, TURNS, TURNS_RIGHT, LEFT, RIGHT, SKIP)


@transaction.atomic
def read_sets(client: Client, data: bytes, *, by: Any, unit: str = "") -> SetImport:
    """Keep a file and what it says, with a guess for every name. Nothing of it is imported yet.

    `unit`: of loads without one; "" is the client's. Raises Unreadable.
    """
    layout, lines = lines_of(data)
    row = SetImport(
        practice_id=client.practice_id,
        client=client,
        made_by=by,
        source=layout.source,
        unit=layout.unit or unit or client.unit,
        unit_known=bool(layout.unit) or "unit" in layout.at,
    )
    _count(row, lines)
    if not row.rows:
        raise Unreadable(_("There are columns and no sets under them."))
    for each, guess in zip(row.names, guesses([each["name"] for each in row.names], by), strict=True):
        each["to"] = str(guess.variation.pk) if guess.variation else ""
        each["side"] = guess.side
    row.content = zlib.compress(data)
    row.full_clean(exclude=["practice", "client", "made_by", "mapping", "names"])
    row.save()
    return row


def _count(row: SetImport, lines: Any) -> None:
    names: dict[str, Counter[str]] = {}
    days = []
    parts = workouts_of(lines, source=row.source, client=row.client, now=timezone.now())
    for part in parts:
        if isinstance(part, Line):
            row.rows += 1
            row.bad_rows += 1
            continue
        row.workouts += 1
        days.append(part.on)
        for each in part.rows:
            row.rows += 1
            row.bad_rows += bool(each.line.bad)
            if not each.line.bad and each.line.kind in ("set", "failure", "warm_up"):
                names.setdefault(each.line.exercise, Counter())[each.line.kind] += 1
        if len(names) > MOST_NAMES:
            raise Unreadable(_("These are more than %(most)s exercises. Split the file.") % {"most": MOST_NAMES})
    row.first_on, row.last_on = min(days, default=None), max(days, default=None)
    row.names = [
        {"name": name, "sets": counts["set"] + counts["failure"], "warm_ups": counts["warm_up"]}
        for name, counts in sorted(names.items(), key=lambda each: -each[1].total())
    ]


@transaction.atomic
def confirm(row: SetImport, *, mapping: dict[str, tuple[str, str]], by: Any, unit: str = "") -> SetImport:
    """What each name means: {name: (variation id or "", side)}. Names that are not told are skipped. The worker begins.

    Raises ValidationError, by name where one is wrong.
    """
    held: SetImport = SetImport.objects.select_for_update().for_coach(by).get(pk=row.pk)
    if held.state != SetImport.State.READ:
        raise ValidationError(_("This file is being imported already, or has been."))
    known = {each["name"] for each in held.names}
    library = names_for(by)
    errors = {name: [_("There is no exercise of this name in the file.")] for name in mapping if name not in known}
    chosen = {}
    for name, (to, side) in mapping.items():
        problem = _problem(to, side, library)
        if problem:
            errors.setdefault(name, [problem])
        elif side != SKIP:
            chosen[name] = [to, side]
    if errors:
        raise ValidationError(errors)
    if not chosen:
        raise ValidationError(_("Every exercise is skipped. Choose at least one."))
    if unit and not held.unit_known:
        held.unit = unit
    held.mapping, held.state = chosen, SetImport.State.WAITING
    held.full_clean(exclude=["practice", "client", "made_by", "content", "names", "first_on", "last_on"])
    held.save()
    transaction.on_commit(lambda: queue_set_import(held.practice_id, held.client_id, held.pk))
    return held


def _problem(to: str, side: str, library: Names) -> str:
    if side not in SIDES:
        return _("Choose a side, or skip it.")
    if side == SKIP:
        return ""
    if f"{VARIATION}:{to}" and library.variations.get(to) is None:
        return _("Choose one of your exercises, or skip it.")
    return ""


def bad_sample(row: SetImport, most: int = SHOWN_BAD) -> list[dict[str, Any]]:
    """The first lines that cannot be taken, as `bad_rows` has them, read from the file anew."""
    found: list[dict[str, Any]] = []
    _layout, lines = lines_of(zlib.decompress(row.content)) if row.content else (None, iter(()))
    for part in workouts_of(lines, source=row.source, client=row.client, now=timezone.now()):
        rows = [part] if isinstance(part, Line) else [each.line for each in part.rows]
        found += [_told(line) for line in rows if line.bad]
        if len(found) >= most:
            break
    return sorted(found[:most], key=itemgetter("line"))


def _told(line: Line) -> dict[str, Any]:
    assert line.bad
    text = " · ".join(cell for cell in line.cells if cell)[:160]
    why = {"reason": str(line.bad), "code": line.bad.code, "facts": line.bad.facts}
    return {"line": line.number, **why, "cells": line.cells, "text": text}


def discard(row: SetImport) -> None:
    """A file that was read and is not wanted."""
    SetImport.objects.filter(pk=row.pk, state=SetImport.State.READ).delete()
