"""Sessions that are over, as lists read them: what each side did, what was decided, what was said."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models.functions import Coalesce

from clients.card import figures_of, load_words
from clients.models import Proposal, Session, SessionItem, SetLog, Target
from clients.summary import sessions_for, target_words
from clients.technique import technique_words
from clients.today import first_name


@dataclass(slots=True, kw_only=True)
class Entry:
    """One session in the list: what each side did, what was decided, what was said."""

    session: Session
    items: list[dict[str, Any]]
    decided: str
    comments: list[Any]

    @property
    def date(self) -> Any:
        return self.session.performed_on or self.session.due_on


def past_sessions(user: Any) -> Any:
    """A client's finished and skipped sessions, newest first, with all that the list reads."""
    over = (Session.Status.FINISHED, Session.Status.SKIPPED)
    return (
        sessions_for(user)
        .filter(status__in=over)
        .order_by(Coalesce("performed_on", "due_on").desc(), "-finished_at")
        .prefetch_related(
            "items__targets__variation__exercise",
            "items__sets",
            "items__technique",
            "proposals__decided_by",
            "proposals__assignment__progression",
            "comments__author",
        )
    )


def entry_of(session: Session) -> Entry:
    return Entry(
        session=session,
        items=item_rows(session),
        decided=decided_words(session),
        comments=list(session.comments.all()),
    )


def item_rows(session: Session) -> list[dict[str, Any]]:
    """Every exercise of a session: its name, its foot map, and a line a side."""
    return [
        {
            "name": _item_name(item),
            "foot": _lead(item).variation.foot_code if _lead(item) else "",
            "lines": side_lines(item),
            "technique": technique_words(item),
            "instead": item.note if item.swap_id and _lead(item) else "",
        }
        for item in session.items.all()
    ]


def by_month(entries: list[Entry]) -> list[dict[str, Any]]:
    months = groupby(entries, key=lambda entry: (entry.date.year, entry.date.month))
    return [{"name": f"{found[0].date:%B %Y}", "entries": found} for found in (list(group) for _, group in months)]


def _lead(item: SessionItem) -> Any:
    return next(iter(item.targets.all()), None)


def _item_name(item: SessionItem) -> str:
    lead = _lead(item)
    return f"{item.label} {lead.variation.full_name}".strip() if lead else item.note


def side_lines(item: SessionItem) -> list[dict[str, str]]:
    """A line for each side: `40 kg × 10, 10, 9`; a set that was not done says what became of it."""
    sets = list(item.sets.all())
    return [
        {"side": target.side, "text": _side_line(target, [row for row in sets if row.side == target.side])}
        for target in item.targets.all()
    ]


def _side_line(target: Target, rows: list[SetLog]) -> str:
    done = [figures for figures in (figures_of(row, target) for row in rows) if figures]
    parts = [
        f"{load_words(load, target)} × {', '.join(figures.amount_words for figures in group)}"
        for load, group in groupby(done, key=lambda figures: figures.load)
    ]
    for kind, word in ((SetLog.Kind.SKIPPED, "skipped"), (SetLog.Kind.STOPPED, "stopped for pain")):
        count = sum(row.kind == kind for row in rows)
        parts += [f"{count} {word}"] if count else []
    missing = target.sets - len(rows)
    return "; ".join(parts + ([f"{missing} not logged"] if missing > 0 else []))


def decided_words(session: Session) -> str:
    """What became of the proposals after a session, in one line."""
    found: dict[Any, Proposal] = {}
    for proposal in sorted(session.proposals.all(), key=lambda each: (each.created_at, each.pk)):
        if proposal.status != Proposal.Status.SUPERSEDED:
            found[proposal.assignment_id] = proposal
    order = {item.assignment_id: item.position for item in session.items.all()}
    proposals = sorted(found.values(), key=lambda each: order.get(each.assignment_id, 0))
    return " ".join(_decided(proposal, session) for proposal in proposals)


def _decided(proposal: Proposal, session: Session) -> str:
    coach = first_name(proposal.decided_by.name) if proposal.decided_by else first_name(session.client.coach.name)
    of = f"{proposal.assignment.ladder.name}: " if proposal.assignment.parent_id else ""
    if proposal.outcome is None:
        return f"{of}{coach} has yet to decide."
    aim = " and ".join(f"{line['side']} {line['text']}".strip() for line in target_words(proposal.outcome))
    by_coach = {
        Proposal.Status.HELD: f"{coach} held: ",
        Proposal.Status.ADJUSTED: f"{coach} set: ",
        Proposal.Status.APPROVED: f"{coach} agreed: ",
    }
    made = f"{of}{by_coach.get(Proposal.Status(proposal.status), '' if of else 'Next: ')}{aim}"
    if proposal.note:
        return f"{made}. {proposal.note}"
    return made + ("." if of else "")
