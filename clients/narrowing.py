"""What the list of clients is narrowed to and sorted by, as its address says it."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import uuid_in

STATUSES = {
    "current": _("Current"),
    "attention": _("Need you"),
    "messages": _("New messages"),
    "active": _("Active"),
    "paused": _("Paused"),
    "archived": _("Archived"),
}
# Columns that sort, in the order they stand in.
COLUMNS = {
    "name": _("Name"),
    "attention": _("Attention"),
    "next": _("Next session"),
    "last": _("Last session"),
    "ladder": _("Ladder"),
    "trend": _("Trend"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """`sort`: a column of COLUMNS; `down`: from its end. Whatever an address holds, this is a list to show."""

    q: str = ""
    status: str = "current"
    tag: str = ""
    coach: UUID | None = None
    sort: str = "name"
    down: bool = False

    @classmethod
    def read(cls, query: Any) -> "Narrowing":
        sort = query.get("sort", "")
        return cls(
            q=_line(query.get("q", ""), 80),
            status=query.get("status") if query.get("status") in STATUSES else "current",
            tag=_line(query.get("tag", ""), 30),
            coach=uuid_in(query.get("coach", "")),
            sort=sort.removeprefix("-") if sort.removeprefix("-") in COLUMNS else "name",
            down=sort.startswith("-") and sort[1:] in COLUMNS,
        )

    @property
    def sort_text(self) -> str:
        return f"-{self.sort}" if self.down else self.sort

    @property
    def is_everyone(self) -> bool:
        return not (self.q or self.tag or self.coach) and self.status == "current"

    @property
    def is_only_status(self) -> bool:
        return not (self.q or self.tag or self.coach) and self.status != "current"

    @property
    def query(self) -> str:
        """The part of the address after the question mark; what is usual is left out."""
        parts = {
            "q": self.q,
            "status": "" if self.status == "current" else self.status,
            "tag": self.tag,
            "coach": self.coach or "",
            "sort": "" if self.sort_text == "name" else self.sort_text,
        }
        return urlencode({name: value for name, value in parts.items() if value})

    @property
    def heads(self) -> list[dict[str, str]]:
        """The columns, each with the address that sorts by it: the one in use turns round."""
        return [
            {
                "key": key,
                "label": str(label),
                "query": replace(self, sort=key, down=key == self.sort and not self.down).query,
                "aria": ("descending" if self.down else "ascending") if key == self.sort else "",
            }
            for key, label in COLUMNS.items()
        ]


EVERYONE = Narrowing()


def _line(text: str, most: int) -> str:
    return text.replace("\x00", "").strip()[:most]
