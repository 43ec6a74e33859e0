"""What a coach narrows the review queue to: kept for them until they clear it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import uuid_in
from clients.inbox_words import REASON_NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """`reason`: one of REASON_NAMES. Whatever was stored, this is a filter that can be applied."""

    coach: UUID | None = None
    tag: str = ""
    reason: str = ""

    @classmethod
    def of(cls, membership: Any) -> "QueueFilter":
        stored = membership.review_filter
        return cls.read(stored) if isinstance(stored, dict) else ALL

    @classmethod
    def read(cls, said: Any) -> "QueueFilter":
        reason = said.get("reason", "")
        return cls(
            coach=uuid_in(str(said.get("coach", ""))),
            tag=str(said.get("tag", "")).replace("\x00", "").strip()[:30],
            reason=reason if reason in REASON_NAMES else "",
        )

    @property
    def stored(self) -> dict[str, str]:
        parts = {"coach": str(self.coach or ""), "tag": self.tag, "reason": self.reason}
        return {name: value for name, value in parts.items() if value}

    @property
    def as_text(self) -> str:
        return f"{self.coach or ''}|{self.tag}|{self.reason}"

    def applied_to(self, cards: Any) -> Any:
        if self.coach:
            cards = cards.filter(client__coach=self.coach)
        if self.tag:
            cards = cards.filter(client__tags__contains=[self.tag])
        return cards.filter(reasons__contains=[{"code": self.reason}]) if self.reason else cards


ALL = QueueFilter()
