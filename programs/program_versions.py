"""Programs as drafts and as versions: what the lines of a draft mean, and saving them as the next version."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from exercises.words import one_of, told
from programs.building import EMPTY, Content, Item, every_item, place, week_and_day
from programs.drafting import practice_of_coach
from programs.line_words import translated
from programs.models import Draft, Program, ProgramDay, ProgramItem
from programs.naming import Meaning, Names, names_for
from programs.notation import Line, Problem, Reading, Span
from programs.notation import read as read_line

MOST_TAGS = 12


class Conflict(Exception):
    """Somebody saved a newer version while this draft was written. `theirs` is that version."""

    def __init__(self, theirs: Program) -> None:
        super().__init__(gettext("There is a newer version."))
        self.theirs = theirs


@dataclass(slots=True, kw_only=True)
class ReadLine:
    """A line as it was understood. `line` is None as long as there are problems; `meant` as long as no name fits."""

    text: str
    line: Line | None
    spans: tuple[Span, ...]
    problems: list[Problem]
    meant: Meaning | None = None
    close: list[str] = field(default_factory=list)

    @property
    def is_valid(self) -> bool:
        return not self.problems


@dataclass(slots=True)
class ReadProgram:
    """A draft as far as it can be understood. `lines` by the item's id; `errors` by field of the head."""

    name: str = ""
    summary: str = ""
    folder: str = ""
    tags: list[str] = field(default_factory=list)
    lines: dict[str, ReadLine] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def wrong_lines(self) -> int:
        return sum(not line.is_valid for line in self.lines.values())

    @property
    def is_valid(self) -> bool:
        return not self.errors and not self.wrong_lines


@lru_cache(maxsize=2048)
def _reading(text: str) -> Reading:
    """The same lines are read with every page of a program: what they say depends on nothing else."""
    return read_line(text)


def understand(text: str, names: Names, *, means: str = "") -> ReadLine:
    """One line with its name looked up. `means`: what the name was found to mean before, where the name is the same."""
    reading = _reading(text)
    said = ReadLine(
        text=text, line=reading.line, spans=reading.spans, problems=[translated(each) for each in reading.problems]
    )
    if reading.line is None:
        return said
    line = reading.line
    said.meant = names.find(line.name, follow=line.follow) or _known(means, names, follow=line.follow)
    if said.meant is None:
        said.close = names.close_to(line.name, follow=line.follow)
        said.problems.append(_unknown(line, said.close))
    elif line.follow and line.rung and _rung(said.meant, names, line.rung) is None:
        ladder = names.progression(said.meant.code)
        count = len(ladder.rungs.all()) if ladder else 0
        said.problems.append(
            Problem(
                *_where(line),
                gettext("“%(label)s” has %(count)s rungs, not %(rung)s.")
                % {"label": said.meant.label, "count": count, "rung": line.rung},
                "",
            )
        )
    return said


def _known(means: str, names: Names, *, follow: bool) -> Meaning | None:
    """What the line meant when it was written: its exercise may have another name by now."""
    if follow:
        ladder = names.progression(means)
        return Meaning(means, told(ladder.name)) if ladder else None
    variation = names.variation(means)
    return Meaning(means, variation.full_name) if variation else None


def _unknown(line: Line, close: list[str]) -> Problem:
    unknown = (
        gettext("No progression is called “%(name)s”.") if line.follow else gettext("No exercise is called “%(name)s”.")
    )
    hint = one_of(close) if close else gettext("Add it to the library first.")
    return Problem(*_where(line), unknown % {"name": line.name}, hint)


def _where(line: Line) -> tuple[int, int]:
    start, end = line.name_span
    return start, end - start


def _rung(meant: Meaning, names: Names, number: int | None) -> Any:
    ladder = names.progression(meant.code)
    rungs = list(ladder.rungs.all()) if ladder else []
    return next((rung for rung in rungs if rung.position == (number or 1)), None)


class Reader:
    """Reads the lines of a program; a line that stands there many times is read once."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._read: dict[tuple[str, str], ReadLine] = {}

    def read(self, item: Item) -> ReadLine:
        text, means = item["line"], item["means"]
        if (text, means) not in self._read:
            self._read[text, means] = understand(text, self.names, means=means)
        return self._read[text, means]


def codes_of(content: Content) -> set[str]:
    """What the lines were found to mean when they were written, for `names_for`."""
    return {item["means"] for _, _, item in every_item(content) if item["means"]}


def read_program(content: Content, names: Names) -> ReadProgram:
    """What a draft says. Never raises on what was typed."""
    said, reader = ReadProgram(), Reader(names)
    for _, _, item in every_item(content):
        said.lines[item["id"]] = reader.read(item)
    said.name, said.summary = content["name"].strip(), content["summary"].strip()
    said.folder = content["folder"].strip()
    said.tags = list(dict.fromkeys(tag.strip() for tag in content["tags"].split(",") if tag.strip()))
    if not said.name:
        said.errors["name"] = [gettext("Give it a name.")]
    for name, most in (("name", 120), ("summary", 300), ("folder", 60)):
        if len(getattr(said, name)) > most:
            said.errors[name] = [gettext("At most %(most)s characters.") % {"most": most}]
    if len(said.tags) > MOST_TAGS or any(len(tag) > 30 for tag in said.tags):
        said.errors["tags"] = [gettext("At most %(most_tags)s tags of 30 characters each.") % {"most_tags": MOST_TAGS}]
    return said


def others_at(draft: Draft, user: Any) -> list[Draft]:
    """Colleagues' drafts of the same thing, for a word about who else is at it."""
    rows = Draft.objects.of_practice(user).filter(kind=draft.kind, family=draft.family)
    return list(rows.exclude(author_id=draft.author_id).select_related("author"))


# --- From a program to text ---------------------------------------------------------------------------------------


def content_of(program: Program) -> Content:
    """The text of a saved program. Items keep their ids, so that two drafts of it can be compared."""
    days = {}
    for day in program.days.all():
        items = [{"id": str(item.pk), "line": item.line, "means": _code(item)} for item in day.items.all()]
        days[place(day.week, day.day)] = {"title": day.title, "note": day.note, "items": items}
    return EMPTY | {
        "name": program.name,
        "summary": program.summary,
        "folder": program.folder,
        "tags": ", ".join(program.tags),
        "weeks": program.weeks,
        "days_a_week": program.days_a_week,
        "days": days,
    }


def _code(item: ProgramItem) -> str:
    if item.rung is not None:
        return f"progression:{item.rung.progression.family}"
    return f"variation:{item.variation_id}"


# --- Saving -------------------------------------------------------------------------------------------------------


class HasErrors(ValueError):
    """What was typed does not make a program. `said` names what is wrong, by field of the head and by line."""

    def __init__(self, said: ReadProgram) -> None:
        super().__init__("The draft has errors.")
        self.said = said


@transaction.atomic
def save_program(draft: Draft, *, by: User) -> Program:
    """The draft becomes the newest version, and is gone. Raises what `publish` does."""
    held = Draft.objects.select_for_update().get(pk=draft.pk)
    saved = publish(held.content, by=by, family=held.family, base=held.base)
    held.delete()
    return saved


@transaction.atomic
def publish(content: Content, *, by: User, family: UUID, base: UUID | None) -> Program:
    """The content becomes the newest version of the family.

    `base`: the version that it began from, None for something new. Raises Conflict where that is not the newest,
    and HasErrors.
    """
    practice_id = practice_of_coach(by)
    names = names_for(by, codes_of(content))
    said = read_program(content, names)
    if not said.is_valid:
        raise HasErrors(said)
    rows = Program.objects.filter(practice_id=practice_id, family=family)
    list(rows.select_for_update().order_by("pk").values_list("pk"))  # whoever waits here asks for the newest after it
    newest = rows.current().first()
    if newest is not None and newest.pk != base:
        raise Conflict(newest)
    if newest is not None:
        newest.superseded_at = timezone.now()
        newest.save(update_fields=["superseded_at"])
    saved = Program(
        practice_id=practice_id,
        family=family,
        version=newest.version + 1 if newest else 1,
        saved_by=by,
        name=said.name,
        summary=said.summary,
        folder=said.folder,
        tags=said.tags,
        weeks=content["weeks"],
        days_a_week=content["days_a_week"],
        archived_at=newest.archived_at if newest else None,
    )
    saved.full_clean(exclude=["practice", "saved_by"], validate_constraints=False)
    saved.save()
    _save_days(saved, content, said, names)
    return saved


def put_away(program: Program) -> Program:
    """Archived: nobody can be given it. Who follows it goes on."""
    program.archived_at = timezone.now()
    program.save(update_fields=["archived_at"])
    return program


def bring_back(program: Program) -> Program:
    program.archived_at = None
    program.save(update_fields=["archived_at"])
    return program


def _save_days(saved: Program, content: Content, said: ReadProgram, names: Names) -> None:
    days, items = [], []
    for at, day in content["days"].items():
        week, of_week = week_and_day(at)
        row = ProgramDay(
            practice_id=saved.practice_id,
            program=saved,
            week=week,
            day=of_week,
            title=day["title"],
            note=day["note"],
        )
        days.append(row)
        for position, item in enumerate(day["items"], start=1):
            items.append(_item_row(row, position, said.lines[item["id"]], names))
    ProgramDay.objects.bulk_create(days)
    ProgramItem.objects.bulk_create(items)


def _item_row(day: ProgramDay, position: int, said: ReadLine, names: Names) -> ProgramItem:
    line, meant = said.line, said.meant
    if line is None or meant is None:
        raise ValidationError(gettext("A line is not understood."))
    row = ProgramItem(
        practice_id=day.practice_id, day=day, position=position, line=said.text, label=line.label, note=line.note
    )
    if line.follow:
        row.rung = _rung(meant, names, line.rung)
        return row
    row.variation = names.variation(meant.code)
    row.sets = line.sets or len(line.per_set)
    row.reps = list(line.per_set)
    row.reps_low, row.reps_high = line.reps if line.reps else (None, None)
    row.seconds, row.rir, row.rest_s, row.pause_s = line.seconds, line.rir, line.rest_s, line.pause_s
    row.tempo, row.per_side, row.warm_up_sets = line.tempo, line.per_side, line.warm_up_sets
    _set_load(row, line)
    return row


def _set_load(row: ProgramItem, line: Line) -> None:
    if line.unit in ("kg", "lb"):
        row.load, row.unit = line.load, line.unit
    elif line.unit == "%1RM":
        row.percent_1rm = line.load
    elif line.unit == "%BM":
        row.percent_body_mass = line.load
