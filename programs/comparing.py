"""Two texts of one program side by side: what differs, day by day."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.building import Content, day_of, week_and_day

HEADS = {
    "name": _("Name"), "summary": _("What it is for"), "folder": _("Folder"), "tags": _("Tags"), "weeks": _("Weeks"),
    "days_a_week": _("Days a week"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One line of one version; `alone` where the other version does not have it there."""

    text: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    mine: list[Said]
    theirs: list[Said]


def differences(mine: Content, theirs: Content) -> list[Difference]:
    """What the two do not say alike: the head first, then the days in order."""
    found = [
        Difference(str(label), [Said(str(mine[name]), True)], [Said(str(theirs[name]), True)])
        for name, label in HEADS.items()
        if mine[name] != theirs[name]
    ]
    for at in sorted({*mine["days"], *theirs["days"]}, key=week_and_day):
        left, right = _lines(mine, at), _lines(theirs, at)
        if left != right:
            week, day = week_and_day(at)
            found.append(
                Difference(gettext("Week %(week)s, day %(day)s") % {"week": week, "day": day}, *_marked(left, right))
            )
    return found


def _lines(content: Content, at: str) -> list[str]:
    day = day_of(content, at)
    title = [f"“{day['title']}”"] if day["title"] else []
    return [*title, *(item["line"] for item in day["items"]), *([day["note"]] if day["note"] else [])]


def _marked(left: list[str], right: list[str]) -> tuple[list[Said], list[Said]]:
    both_left, both_right = set[int](), set[int]()
    for block in SequenceMatcher(a=left, b=right, autojunk=False).get_matching_blocks():
        both_left |= set(range(block.a, block.a + block.size))
        both_right |= set(range(block.b, block.b + block.size))
    return (
        [Said(text, place not in both_left) for place, text in enumerate(left)],
        [Said(text, place not in both_right) for place, text in enumerate(right)],
    )
