"""Sessions that are over, as lists read them: what each side did, what was decided, what was said."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from clients.card import figures_of, load_words
from clients.kept_words import kept_words
from clients.models import Proposal, Session, SessionItem, SetLog, Target
from clients.summary import sessions_for, target_words
from clients.technique import technique_words
from clients.today import first_name
from exercises.words import all_of, month_of


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
            "instead": kept_words(item.note) if item.swap_id and _lead(item) else "",
        }
        for item in session.items.all()
    ]


def by_month(entries: list[Entry]) -> list[dict[str, Any]]:
    months = groupby(entries, key=lambda entry: (entry.date.year, entry.date.month))
    return [{"name": month_of(found[0].date), "entries": found} for found in (list(group) for _, group in months)]


def _lead(item: SessionItem) -> Any:
    return next(iter(item.targets.all()), None)


def _item_name(item: SessionItem) -> str:
    lead = _lead(item)
    return f"{item.label} {lead.variation.full_name}".strip() if lead else kept_words(item.note)


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
    for kind, word in (
        (SetLog.Kind.SKIPPED, _("%(count)s skipped")),
        (SetLog.Kind.STOPPED, _("%(count)s stopped for pain")),
    ):
        count = sum(row.kind == kind for row in rows)
        parts += [word % {"count": count}] if count else []
    missing = target.sets - len(rows)
    return "; ".join(parts + ([_("%(count)s not logged") % {"count": missing}] if missing > 0 else []))


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
    of = f"{proposal.assignment.ladder}: " if proposal.assignment.parent_id else ""
    if proposal.outcome is None:
        return of + _("%(coach)s has yet to decide.") % {"coach": coach}
    sides = {"left": _("left"), "right": _("right"), "both": _("both sides")}
    aim = all_of([f"{sides.get(line['side'], '')} {line['text']}".strip() for line in target_words(proposal.outcome)])
    by_coach = {
        Proposal.Status.HELD: _("%(coach)s held: %(aim)s"),
        Proposal.Status.ADJUSTED: _("%(coach)s set: %(aim)s"),
        Proposal.Status.APPROVED: _("%(coach)s agreed: %(aim)s"),
    }
    text = by_coach.get(Proposal.Status(proposal.status), "%(aim)s" if of else _("Next: %(aim)s"))
    made = of + text % {"coach": coach, "aim": aim}
    if proposal.note:
        return f"{made}. {proposal.note}"
    return made + ("." if of else "")
