"""What a coach does to a draft of a program, one step at a time: a posted form in, new content out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext

from programs import building
from programs.building import CannotBuild, Content
from programs.forms.program import DayForm, HeadForm, RepeatForm
from programs.naming import Names
from programs.program_versions import understand

LONGEST = 2000  # characters of one field; a line that can be understood has 600
CANONICAL = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HEAD = ("name", "summary", "folder", "tags")


class Invalid(CannotBuild):
    """A form of the page is wrong; `form` has the errors at its fields."""

    def __init__(self, form: forms.Form) -> None:
        super().__init__(" ".join(str(text) for texts in form.errors.values() for text in texts))
        self.form = form


def storable(text: str) -> str:
    """The text without what a database of text cannot hold: NUL and halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


@dataclass(slots=True)
class Posted:
    """A posted form, read one field at a time. Every reader raises CannotBuild in the coach's words."""

    data: Mapping[str, str]
    names: Names = field(default_factory=Names)

    def text(self, name: str) -> str:
        text = storable(self.data.get(name, ""))
        if len(text) > LONGEST:
            raise CannotBuild(
                gettext("At most %(longest)s characters, not %(text)s.")
                % {"longest": f"{LONGEST:,}", "text": f"{len(text):,}"}
            )
        return text

    def whole(self, name: str) -> int:
        text = self.data.get(name, "")
        if not (text.isascii() and text.isdigit() and len(text) <= 4):
            raise CannotBuild(gettext("This needs a whole number."))
        return int(text)

    def line(self) -> str:
        return " ".join(self.text("line").split("\n")).strip()

    def means(self, line: str) -> str:
        said = understand(line, self.names)
        return said.meant.code if said.meant else ""

    def own_id(self) -> str:
        """The id that the page gave to a new item, so that sending it twice adds it once."""
        text = self.data.get("id", "")
        return text if CANONICAL.fullmatch(text) else ""

    def storables(self) -> dict[str, str]:
        return {name: storable(self.data[name]) for name in self.data}


Step = Callable[[Content, Posted], Content]


def take_step(content: Content, posted: Posted) -> Content:
    """The content after the step that `do` names. Raises CannotBuild, or Invalid with a form's errors."""
    step = STEPS.get(posted.data.get("do", ""))
    if step is None:
        raise CannotBuild(gettext("This cannot be done here."))
    return step(content, posted)


def _add(content: Content, posted: Posted) -> Content:
    line = posted.line()
    if not line:
        raise CannotBuild(gettext("Type an exercise first."))
    return building.add_line(content, posted.text("at"), line, posted.means(line), item_id=posted.own_id())


def _edit(content: Content, posted: Posted) -> Content:
    """A line emptied is an item removed."""
    line, item_id = posted.line(), posted.text("item")
    if not line:
        return building.remove_item(content, item_id)
    before = next((each for _, _, each in building.every_item(content) if each["id"] == item_id), None)
    if before is not None and before["line"] == line:
        return content
    return building.edit_line(content, item_id, line, posted.means(line))


def _repeat_week(content: Content, posted: Posted) -> Content:
    week = posted.whole("week")
    form = RepeatForm(posted.storables(), week=week, weeks=content["weeks"])
    if not form.is_valid():
        raise Invalid(form)
    return building.repeat_week(content, week, form.cleaned_data["until"], form.change())


def _name_day(content: Content, posted: Posted) -> Content:
    form = DayForm(posted.storables())
    if not form.is_valid():
        raise Invalid(form)
    return building.name_day(content, posted.text("at"), **form.cleaned_data)


def _head(content: Content, posted: Posted) -> Content:
    form = HeadForm(posted.storables())
    if not form.is_valid():
        raise Invalid(form)
    said = form.cleaned_data
    try:
        resized = building.resize(content, weeks=said["weeks"], days_a_week=said["days_a_week"])
    except CannotBuild as refusal:
        form.add_error("weeks" if said["weeks"] < content["weeks"] else "days_a_week", str(refusal))
        raise Invalid(form) from refusal
    return resized | {name: said[name] for name in HEAD}


STEPS: dict[str, Step] = {
    "add": _add,
    "edit": _edit,
    "remove": lambda content, posted: building.remove_item(content, posted.text("item")),
    "again": lambda content, posted: building.repeat_item(content, posted.text("item")),
    "move": lambda content, posted: building.move_item(
        content, posted.text("item"), posted.text("to"), posted.whole("position")
    ),
    "name-day": _name_day,
    "clear-day": lambda content, posted: building.clear_day(content, posted.text("at")),
    "paste-day": lambda content, posted: building.paste_day(content, posted.text("from"), posted.text("at")),
    "paste-week": lambda content, posted: building.paste_week(content, posted.whole("from"), posted.whole("week")),
    "repeat-week": _repeat_week,
    "insert-week": lambda content, posted: building.insert_week(content, posted.whole("week")),
    "remove-week": lambda content, posted: building.remove_week(content, posted.whole("week")),
    "head": _head,
}


def form_values(content: Content) -> dict[str, Any]:
    return {name: content[name] for name in (*HEAD, "weeks", "days_a_week")}
