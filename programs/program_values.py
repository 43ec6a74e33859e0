"""A program as a tool sends it, days of items, becomes the content of a draft, which is what gets saved.

Values: {"name", "summary", "folder", "tags": […], "weeks", "days_a_week", "days": [{"week", "day", "title", "note",
"items": […]}], "repeats": [{"week", "until", "sets", "reps", "rir", "load", "percent"}]}. An item is a line of
notation, {"line"}, or its parts (programs/item_values.py). `repeats` are done last, in their order: the weeks after
`week` repeat it, each with so much more than the one before. What is left out stays as it is in `base`.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext

from accounts.models import User
from programs.building import EMPTY, CannotBuild, WeeklyChange, add_line, name_day, place, repeat_week, resize
from programs.drafting import Content
from programs.item_values import Items
from programs.models import Program
from programs.program_versions import HasErrors, ReadLine, content_of, publish
from programs.wrong import Path, Wrong

Values = Mapping[str, Any]
HEAD = ("name", "summary", "folder")
MOST_COPIED_NAME = 112


def add_program(values: Values, *, by: User) -> Program:
    """A new program of the practice. Raises Wrong."""
    return _published(EMPTY, values, by=by, family=uuid4(), base=None)


def copy_program(original: Program, values: Values, *, by: User) -> Program:
    """A program that reads like this one but for `values`. Raises Wrong."""
    return _published(copied_content(original), values, by=by, family=uuid4(), base=None)


def save_program(base: Program, values: Values, *, by: User) -> Program:
    """The next version: `base` but for `values`. Raises Wrong, and Conflict where `base` is not the newest."""
    return _published(content_of(base), values, by=by, family=base.family, base=base.pk)


def copied_content(original: Program) -> Content:
    """The text of a new program that reads like this one."""
    name = gettext("%(name)s, copy") % {"name": original.name[:MOST_COPIED_NAME]}
    return content_of(original) | {"name": name}


def _published(begin: Content, values: Values, *, by: User, family: UUID, base: UUID | None) -> Program:
    content = _headed(begin, values)
    where: dict[str, Path] = {}
    if "days" in values:
        content = _with_days(content, values["days"], Items(values["days"], by=by), where)
    content = _with_repeats(content, values.get("repeats", []))
    try:
        return publish(content, by=by, family=family, base=base)
    except HasErrors as error:
        found: dict[Path, list[str]] = {(name,): words for name, words in error.said.errors.items()}
        for item_id, line in error.said.lines.items():
            if not line.is_valid:
                found[where.get(item_id, ("days",))] = messages_of(line)
        raise Wrong(found) from error


def messages_of(line: ReadLine) -> list[str]:
    """What is wrong with a line, each with what to write instead."""
    return [f"{problem.message} Try: {problem.hint}" if problem.hint else problem.message for problem in line.problems]


def _headed(begin: Content, values: Values) -> Content:
    content = begin | {name: values[name] for name in HEAD if name in values}
    if "tags" in values:
        content = content | {"tags": ", ".join(values["tags"])}
    if "days" in values:
        content = content | {"days": {}}
    size = {name: values.get(name, content[name]) for name in ("weeks", "days_a_week")}
    try:
        return resize(content, **size)
    except CannotBuild as refusal:
        raise Wrong({("weeks" if size["weeks"] < begin["weeks"] else "days_a_week",): [str(refusal)]}) from refusal


def _with_days(content: Content, days: list[Values], items: Items, where: dict[str, Path]) -> Content:
    """The content with these days. `where` is told where each item came from, by its id. Raises Wrong."""
    wrong: dict[Path, list[str]] = {}
    taken: set[str] = set()
    for n, day in enumerate(days):
        at = place(day["week"], day["day"])
        try:
            if at in taken:
                raise CannotBuild("This day stands here twice.")
            taken.add(at)
            content = name_day(content, at, title=day["title"], note=day["note"])
            content = _with_items(content, at, day["items"], items, ("days", str(n), "items"), where)
        except CannotBuild as refusal:
            wrong["days", str(n)] = [str(refusal)]
        except Wrong as error:
            wrong |= error.problems
    if wrong:
        raise Wrong(wrong)
    return content


def _with_items(
    content: Content, at: str, rows: list[Values], items: Items, path: Path, where: dict[str, Path]
) -> Content:
    wrong: dict[Path, list[str]] = {}
    for n, row in enumerate(rows):
        here = (*path, str(n))
        try:
            line, means = items.line_of(row)
        except Wrong as error:
            wrong |= {(*here, *inner): words for inner, words in error.problems.items()}
            continue
        content = add_line(content, at, line, means)
        where[content["days"][at]["items"][-1]["id"]] = (*here, "line") if "line" in row else here
    if wrong:
        raise Wrong(wrong)
    return content


def _with_repeats(content: Content, repeats: list[Values]) -> Content:
    for n, row in enumerate(repeats):
        change = WeeklyChange(**{name: row[name] for name in ("sets", "reps", "rir", "load", "percent")})
        try:
            if row["until"] > content["weeks"]:
                raise CannotBuild("There is no such week.")
            content = repeat_week(content, row["week"], row["until"], change)
        except CannotBuild as refusal:
            raise Wrong({("repeats", str(n)): [str(refusal)]}) from refusal
    return content
