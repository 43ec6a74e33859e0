"""The page of the progression editor: a draft as rows of fields, with what is wrong beside each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exercises.models import Variation
from exercises.vocabulary import tempo_words
from exercises.words import all_of, told, within
from programs.drafting import Content
from programs.models import Implement, Rule
from programs.versions import ADDED, NEW_GATE, Read

LABELS = {
    "name": _("Name"),
    "summary": _("What it is for"),
    "variation": _("Variation"),
    "sets": _("Sets"),
    "reps_low": _("Fewest reps"),
    "reps_high": _("Most reps"),
    "rir": _("In reserve"),
    "tempo": _("Tempo"),
    "rest_s": _("Rest"),
    "min_rest_s": _("Shortest rest"),
    "side_rest_s": _("Between sides"),
    "rule": _("Rule"),
    "implements": _("Load with"),
    "start_percent": _("Starts at"),
    "leave_percent": _("Leaves at"),
    "max_jump": _("Largest step"),
    "rep_ceiling": _("Reps at most"),
    "gate-sessions": _("Gate, sessions"),
    "gate-window": _("Gate, of the last"),
    "gate-symmetry": _("Gate, alike"),
}
FOLDED = {"implements", "start_percent", "leave_percent", "max_jump", "rep_ceiling", "min_rest_s", "side_rest_s"}


# --- The variations to choose from --------------------------------------------------------------------------------


@dataclass(slots=True)
class Library:
    """What a coach may prescribe, own exercises first; read once, written into every rung's list."""

    rows: list[Variation]
    options: dict[str, tuple[SafeString, SafeString]] = field(default_factory=dict)
    by_id: dict[str, Variation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in self.rows:
            key = str(row.pk)
            self.by_id[key] = row
            self.options[key] = (_option(row, chosen=False), _option(row, chosen=True))

    def list_for(self, chosen: str) -> SafeString:
        """The options of one rung's list, grouped by exercise, `chosen` among them."""
        groups = []
        for _exercise, found in groupby(self.rows, key=lambda row: row.exercise_id):
            rows = list(found)
            label = told(rows[0].exercise.name)
            if rows[0].practice_id:
                label = gettext("%(name)s (yours)") % {"name": label}
            groups.append((label, format_html_join("", "{}", ((self._as(row, chosen),) for row in rows))))
        listed = format_html_join("", '<optgroup label="{}">{}</optgroup>', groups)
        return (
            listed
            if chosen in self.options
            else format_html('<option value="">{}</option>{}', gettext("Choose"), listed)
        )

    def _as(self, row: Variation, chosen: str) -> SafeString:
        key = str(row.pk)
        return self.options[key][key == chosen]


def _option(row: Variation, *, chosen: bool) -> SafeString:
    return format_html(
        '<option value="{}" data-foot="{}" data-implement="{}"{}>{}</option>',
        row.pk,
        row.foot_code,
        row.implement,
        SafeString(" selected") if chosen else "",
        told(row.name),
    )


def library_for(user: Any, content: Content) -> Library:
    """Current variations of the user's library, and those that the draft names although they are archived by now."""
    reach = Variation.objects.for_user(user).select_related("exercise")
    rows = list(reach.current().order_by("practice", "exercise__position", "exercise__name", "exercise_id", "position"))
    known = {str(row.pk) for row in rows}
    named = {rung.get("variation", "") for rung in content.get("rungs", {}).values()} - known
    missing = [pk for text in named if (pk := as_uuid(text))]
    return Library([*rows, *(reach.filter(pk__in=missing) if missing else ())])


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


# --- The rungs ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RungFields:
    """One rung of the form, as typed."""

    key: str
    number: int
    text: dict[str, Any]
    gate: dict[str, Any]
    gated: bool
    variations: SafeString
    foot: str
    tempo: str
    implements: list[tuple[str, str, bool]]
    errors: dict[str, str]

    @property
    def unfolded(self) -> bool:
        """Whether one of the folded fields is wrong."""
        return bool(FOLDED & set(self.errors))


def rung_fields(content: Content, said: Read, library: Library) -> list[RungFields]:
    return [
        _fields(key, number, content["rungs"][key], said, library) for number, key in enumerate(content["order"], 1)
    ]


def _fields(key: str, number: int, text: dict[str, Any], said: Read, library: Library) -> RungFields:
    chosen = library.by_id.get(text["variation"])
    named = [each for each in text["implements"] if each in Implement.values]
    others = [value for value in Implement.values if value not in named]
    return RungFields(
        key=key,
        number=number,
        text=ADDED | text,
        gate=text["gate"] or NEW_GATE,
        gated=text["gate"] is not None,
        variations=library.list_for(text["variation"]),
        foot=chosen.foot_code if chosen else "",
        tempo=pace(text["tempo"]),
        implements=[(value, str(Implement(value).label), value in named) for value in [*named, *others]],
        errors=_errors_of(key, said),
    )


def _errors_of(key: str, said: Read) -> dict[str, str]:
    """By field; those of the gate as gate_sessions, for templates."""
    own = {name.removeprefix(f"{key}-"): words for name, words in said.errors.items() if name.startswith(f"{key}-")}
    return {name.replace("-", "_"): " ".join(words) for name, words in own.items()}


def pace(digits: str) -> str:
    """The tempo in words; nothing as long as it is not four digits."""
    digits = digits.strip()
    return tempo_words(digits) if len(digits) == 4 and digits.isascii() and digits.isdigit() else ""


def errors_listed(content: Content, said: Read) -> list[tuple[str, str]]:
    """(id of the field, `Rung 3, sets: a whole number …`) for the top of the page, in the order of the form."""
    found = []
    for name in ("name", "summary"):
        if name in said.errors:
            found.append((f"f-{name}", f"{LABELS[name]}: {' '.join(said.errors[name])}"))
    for number, key in enumerate(content["order"], 1):
        for name, words in said.errors.items():
            if name.startswith(f"{key}-"):
                label = within(str(LABELS.get(name.removeprefix(f"{key}-"), "")))
                said_words = {"number": number, "label": label, "words": " ".join(words)}
                found.append((f"f-{name}", gettext("Rung %(number)s, %(label)s: %(words)s") % said_words))
    return [*found, *(("rungs", " ".join(words)) for name, words in said.errors.items() if not name)]


def answer(content: Content, said: Read) -> dict[str, Any]:
    """What a window that saved by itself has to know: errors by field, and the words that go with the figures."""
    return {
        "errors": {name: " ".join(words) for name, words in said.errors.items()},
        "tempo": {key: pace(content["rungs"][key]["tempo"]) for key in content["order"]},
        "name": content["name"],
        "summary": content["summary"],
        "count": len(content["order"]),
    }


def rules() -> Sequence[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in Rule.choices]


def others_editing(names: Sequence[str]) -> str:
    """`Tomas is editing this too.`, `Tomas and Priya are editing this too.`; nothing for nobody."""
    words = ngettext("%(names)s is editing this too.", "%(names)s are editing this too.", len(names))
    return words % {"names": all_of(names)} if names else ""
