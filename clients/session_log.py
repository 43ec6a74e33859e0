"""Every session of a client with every set of each side, and what was corrected. Reads only."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from clients.apart import apart_words
from clients.evidence import AMBER, RED, asked_words
from clients.history import load_in
from clients.models import Attachment, Client, PhoneAction, Session, SessionItem, SetLog, SetRevision, Target
from clients.past import decided_words
from clients.places import load_words, target_load_words
from clients.standing import figure
from clients.technique import technique_words
from exercises.words import minute_of, within
from programs.models import Implement

PER_PAGE = 20
SIDES = ("left", "right", "both")
EMPTY = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCell:
    """One set of one side. `text`: what was done, or what became of it; `before`: what corrections replaced."""

    text: str
    rir: str = EMPTY
    pain: str = EMPTY
    level: str = ""
    is_done: bool = False
    before: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedItem:
    """One exercise: what was asked of each side, and its sets in rows of a cell a side; none where none was logged."""

    name: str
    foot: str
    asked: list[tuple[str, str]]
    sides: list[str]
    rows: list[tuple[int, list[SetCell]]]
    technique: list[dict[str, Any]]
    note: str
    is_lighter: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedSession:
    session: Session
    items: list[LoggedItem]
    left_out: list[str]
    decided: str
    apart: list[str]

    @property
    def date(self) -> dt.date:
        return self.session.performed_on or self.session.due_on

    @property
    def of(self) -> str:
        return self.session.follows

    @property
    def is_late(self) -> bool:
        """Trained on another day than it was due."""
        return self.session.performed_on is not None and self.session.performed_on != self.session.due_on

    @property
    def is_lighter(self) -> bool:
        return any(item.is_lighter for item in self.items)

    @property
    def morning_level(self) -> str:
        return _level(self.session.next_day_pain)


def logged_sessions(client: Client, user: Any) -> Any:
    """Whatever was trained, begun or skipped, newest first, with all that the log reads: eleven queries a page."""
    begun = SetLog.objects.for_coach(user).filter(session=OuterRef("pk"))
    apart = PhoneAction.objects.for_coach(user).apart()
    return (
        Session.objects.for_coach(user)
        .filter(client=client)
        .filter(~Q(status=Session.Status.OPEN) | Exists(begun) | Exists(apart.filter(session=OuterRef("pk"))))
        .select_related("client__coach", "assignment__program", "assignment__progression")
        .order_by(Coalesce("performed_on", "due_on").desc(), "-opened_at")
        .prefetch_related(
            "items__targets__variation__exercise",
            "items__sets__revisions__replaced_by",
            "items__technique",
            Prefetch("phone_actions", apart, to_attr="apart"),
            Prefetch("attachments", Attachment.objects.for_coach(user).select_related("set")),
            "proposals__decided_by",
            "proposals__assignment__progression",
        )
    )


def logged(session: Any) -> LoggedSession:
    """A session of `logged_sessions` as it is shown. No query."""
    items = list(session.items.all())
    return LoggedSession(
        session=session,
        items=[_item(item, session.client) for item in items if item.targets.all()],
        left_out=[item.note for item in items if item.note and not item.targets.all()],
        decided=decided_words(session),
        apart=[apart_words(action, session.client) for action in session.apart],
    )


def _item(item: SessionItem, client: Client) -> LoggedItem:
    targets = {target.side: target for target in item.targets.all()}
    sets: dict[tuple[int, str], SetLog] = {(row.set_number, row.side): row for row in item.sets.all()}
    sides = [side for side in SIDES if side in targets]
    count = max([*(target.sets for target in targets.values()), *(number for number, _ in sets)])
    lead = targets[sides[0]]
    return LoggedItem(
        name=f"{item.label} {lead.variation.full_name}".strip(),
        foot=lead.variation.foot_code,
        asked=_shared({side: _asked(target) for side, target in targets.items()}),
        sides=sides,
        rows=[
            (number, [_cell(sets.get((number, side)), targets[side], client) for side in sides])
            for number in range(1, (count if sets else 0) + 1)
        ],
        technique=technique_words(item),
        note=item.note,
        is_lighter=item.is_deload,
    )


def _shared(said: dict[str, str]) -> list[tuple[str, str]]:
    """(side, words): one without a side where all were asked the same; none where nothing was."""
    if len(set(said.values())) == 1:
        words = next(iter(said.values()))
        return [("", words)] if words else []
    return [(side, said[side]) for side in SIDES if side in said]


def _asked(target: Target) -> str:
    if not target.sets:
        return ""  # from another tool: nothing was asked here
    amount = f"{target.sets} × {target.seconds} s" if target.seconds else asked_words(list(target.reps))
    spare = "" if target.rir is None else f"RIR {target.rir}"
    return " · ".join(part for part in (amount, target_load_words(target), spare) if part)


def _cell(row: SetLog | None, target: Target, client: Client) -> SetCell:
    if row is None:
        return SetCell(text=gettext("not logged"))
    values = {name: getattr(row, name) for name in ("kind", "reps", "seconds", "load", "unit", "rir", "skip_reason")}
    return SetCell(
        text=_words(values, target),
        rir=_rir(row.rir),
        pain=EMPTY if row.pain is None else str(row.pain),
        level=_level(row.pain),
        is_done=row.kind == SetLog.Kind.DONE,
        before=_before(row, target, client),
    )


def _words(values: dict[str, Any], target: Target) -> str:
    """`42.5 kg × 10`, in the unit that was typed; `skipped: no time`; `stopped for pain`."""
    if values["kind"] == SetLog.Kind.SKIPPED:
        reasons = dict(Session.SkipReason.choices)
        why = within(str(reasons.get(values["skip_reason"], gettext("no reason"))))
        return gettext("skipped: %(reason)s") % {"reason": why}
    if values["kind"] == SetLog.Kind.STOPPED:
        return gettext("stopped for pain")
    load = None if values["load"] is None else Decimal(str(values["load"]))
    amount = f"{values['seconds']} s" if values["reps"] is None else str(values["reps"])
    return f"{_load(load, values['unit'], target)} × {amount}"


def _load(load: Decimal | None, unit: str, target: Target) -> str:
    """A load as typed; only a band, and no load at all, have words of their own."""
    if load and target.implement != Implement.BAND:
        return f"{figure(load)} {unit}"
    return load_words(load_in(target, load or Decimal(0), unit, target.unit), target)


def _before(row: SetLog, target: Target, client: Client) -> list[str]:
    """What corrections replaced, newest first: `was 40 kg × 9, RIR 2, until 3 Jan 10:12 (Maya)`."""
    return [
        _revision(each, target, client)
        for each in sorted(row.revisions.all(), key=lambda each: each.replaced_at, reverse=True)
    ]


def _revision(revision: SetRevision, target: Target, client: Client) -> str:
    values: dict[str, Any] = defaultdict(lambda: None, revision.before)
    parts = [_words(values, target)]
    if values["rir"] is not None:
        parts.append(f"RIR {_rir(values['rir'])}")
    if values["pain"] is not None:
        parts.append(gettext("pain %(pain)s") % {"pain": values["pain"]})
    if revision.other_phone:
        return gettext("logged on another phone: %(parts)s; what stands above holds") % {"parts": ", ".join(parts)}
    moment = revision.replaced_at.astimezone(client.zone)
    by = revision.replaced_by.name if revision.replaced_by else gettext("somebody who has left")
    facts = {"parts": ", ".join(parts), "moment": minute_of(moment), "by": by}
    return gettext("was %(parts)s until %(moment)s, %(by)s") % facts


def _rir(value: int | None) -> str:
    if value is None:
        return EMPTY
    return f"{value}+" if value >= 4 else str(value)


def _level(pain: int | None) -> str:
    if pain is None or pain < AMBER:
        return ""
    return "red" if pain >= RED else "amber"
