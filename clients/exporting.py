"""Everything about one client as tables, row by row. docs/export.md says what is in them."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Count

from accounts.models import User
from clients.export_columns import FIGURES
from clients.history import in_unit
from clients.models import (
    Assignment,
    Attachment,
    AttachmentNote,
    BodyMass,
    Client,
    ClientNote,
    Comment,
    PhoneAction,
    Proposal,
    ReviewDecision,
    ScheduleChange,
    Session,
    SetLog,
    SetRevision,
    Swap,
    Target,
    TechniqueMark,
)

Row = dict[str, Any]
Table = Callable[[Client, User], Iterable[Row]]
AT_ONCE = 500  # rows in memory


def tables_of(client: Client, *, by: User) -> dict[str, list[Row]]:
    """The tables by name, each with rows in the order of time. What `by` may not see is not in them."""
    return {name: list(read(client, by)) for name, read in TABLES.items()}


def _each(rows: Any) -> Iterable[Any]:
    """Row by row through a cursor of the server, so that ten years of sets are never all in memory.

    The settings turn such cursors off, for a pooler may hand each statement to another connection. Not inside a
    transaction, and an export is one.
    """
    yield from rows._iterator(use_chunked_fetch=True, chunk_size=AT_ONCE)


# --- The tables ------------------------------------------------------------------------------------------------


def _client(client: Client, by: User) -> Iterable[Row]:
    mass = client.body_mass_kg
    yield {
        "name": client.name,
        "email": client.email,
        "body_mass": None if mass is None else in_unit(mass, "kg", client.unit),
        "unit": client.unit,
        "time_zone": client.time_zone,
        "tags": ", ".join(client.tags),
        "involved_side": client.involved_side,
        "goal": client.goal,
    }


def _assignments(client: Client, by: User) -> Iterable[Row]:
    rows = Assignment.objects.for_user(by).filter(client=client).order_by("created_at", "pk")
    for row in _each(rows.select_related("program", "progression", "start_rung")):
        yield {
            "assignment": row.pk,
            "part_of": row.parent_id,
            "program": row.program.name if row.program else "",
            "progression": row.progression.name if row.progression else "",
            "start_rung": row.start_rung.position if row.start_rung else None,
            "start_load": row.start_load,
            "start_date": row.start_date,
            "weekdays": row.weekdays,
            "coupling": row.coupling,
            "policy": row.policy,
            "status": row.status,
            "ended_at": row.ended_at,
        }


def _sessions(client: Client, by: User) -> Iterable[Row]:
    rows = Session.objects.for_user(by).filter(client=client).order_by("due_on", "pk")
    for row in _each(rows.select_related("reviewed_by")):
        yield {
            "session": row.pk,
            "assignment": row.assignment_id,
            "source": row.source,
            "title": row.title,
            "due_on": row.due_on,
            "performed_on": row.performed_on,
            "status": row.status,
            "skip_reason": row.skip_reason,
            "effort": row.effort,
            "note": row.note,
            "red_flag": row.red_flag,
            "next_day_pain": row.next_day_pain,
            "opened_at": row.opened_at,
            "finished_at": row.finished_at,
            "reviewed_at": row.reviewed_at,
            "reviewed_by": row.reviewed_by.name if row.reviewed_by else "",
        }


def _targets(client: Client, by: User) -> Iterable[Row]:
    rows = Target.objects.for_user(by).filter(item__session__client=client)
    order = ("item__session__due_on", "item__session", "item__position", "side")
    for row in _each(rows.select_related("item", "rung", "variation__exercise").order_by(*order)):
        yield {
            "session": row.item.session_id,
            "exercise_number": row.item.position,
            "exercise": row.variation.kept_name,
            "rung": row.rung.position if row.rung else None,
            "side": row.side,
            "implement": row.implement,
            "load": row.load,
            "load_words": row.load_words,
            "unit": row.unit,
            "sets": row.sets,
            "reps": row.reps,
            "seconds": row.seconds,
            "rir": row.rir,
            "tempo": row.tempo,
            "rest_s": row.rest_s,
            "side_rest_s": row.side_rest_s,
            "lighter_week": row.item.is_deload,
            "action": row.item.action,
        }


def _sets(client: Client, by: User) -> Iterable[Row]:
    rows = SetLog.objects.for_user(by).filter(client=client)
    order = ("session__due_on", "session", "item__position", "set_number", "side")
    for row in _each(rows.select_related("item").annotate(times=Count("revisions")).order_by(*order)):
        yield {
            "set": row.uuid,
            "session": row.session_id,
            "exercise_number": row.item.position,
            "set_number": row.set_number,
            "side": row.side,
            "kind": row.kind,
            "reps": row.reps,
            "seconds": row.seconds,
            "load": row.load,
            "unit": row.unit,
            "load_kg": row.load_kg,
            "rir": row.rir,
            "pain": row.pain,
            "skip_reason": row.skip_reason,
            "performed_at": row.performed_at,
            "received_at": row.received_at,
            "corrected": row.times,
        }


def _corrections(client: Client, by: User) -> Iterable[Row]:
    rows = SetRevision.objects.for_user(by).filter(set__client=client)
    for row in _each(rows.select_related("set", "replaced_by").order_by("replaced_at", "pk")):
        before: Mapping[str, Any] = row.before
        yield {
            "set": row.set.uuid,
            "replaced_at": row.replaced_at,
            "replaced_by": row.replaced_by.name if row.replaced_by else "",
            **{name: before.get(name) for name in ("kind", "reps", "seconds", "load", "unit", "rir", "pain")},
            "skip_reason": before.get("skip_reason", ""),
        }


def _technique(client: Client, by: User) -> Iterable[Row]:
    rows = TechniqueMark.objects.for_user(by).filter(item__session__client=client)
    for row in _each(rows.select_related("item", "marked_by").order_by("marked_at", "pk")):
        yield {
            "session": row.item.session_id,
            "exercise_number": row.item.position,
            "side": row.side,
            "sound": row.is_sound,
            "note": row.note,
            "marked_at": row.marked_at,
            "marked_by": row.marked_by.name if row.marked_by else "",
        }


def _proposals(client: Client, by: User) -> Iterable[Row]:
    rows = Proposal.objects.for_user(by).filter(assignment__client=client)
    for row in _each(rows.select_related("decided_by").order_by("created_at", "pk")):
        for side, proposed in row.proposed.items():
            holds = (row.outcome or {}).get(side) or {}
            yield {
                "proposal": row.pk,
                "session": row.session_id,
                "assignment": row.assignment_id,
                "side": side,
                **{f"proposed_{name}": proposed.get(name) for name in FIGURES},
                **{f"holds_{name}": holds.get(name) for name in FIGURES},
                "reasons": [each["code"] for each in row.reasons if each.get("side", side) in (side, "", "both")],
                "status": row.status,
                "created_at": row.created_at,
                "decided_at": row.decided_at,
                "decided_by": row.decided_by.name if row.decided_by else "",
                "note": row.note,
            }


def _decisions(client: Client, by: User) -> Iterable[Row]:
    rows = ReviewDecision.objects.for_user(by).filter(card__client=client)
    for row in _each(rows.select_related("card", "made_by", "undone_by").order_by("made_at", "pk")):
        yield {
            "session": row.card.session_id,
            "proposal": row.proposal_id,
            "about": row.card.kind,
            "decision": row.kind,
            "made_at": row.made_at,
            "made_by": row.made_by.name if row.made_by else "",
            "undone_at": row.undone_at,
            "undone_by": row.undone_by.name if row.undone_by else "",
        }


def _comments(client: Client, by: User) -> Iterable[Row]:
    rows = Comment.objects.for_user(by).filter(client=client).order_by("created_at", "pk")
    for row in _each(rows.select_related("author")):
        yield {
            "session": row.session_id,
            "written_at": row.created_at,
            "written_by": row.author.name if row.author else "",
            "text": row.text,
        }


def _notes(client: Client, by: User) -> Iterable[Row]:
    rows = ClientNote.objects.for_user(by).filter(client=client).order_by("created_at", "pk")
    for row in _each(rows.select_related("author")):
        yield {
            "written_at": row.created_at,
            "written_by": row.author.name if row.author else "",
            "changed_at": row.changed_at,
            "text": row.text,
        }


def _body_masses(client: Client, by: User) -> Iterable[Row]:
    for row in _each(BodyMass.objects.for_user(by).filter(client=client).order_by("measured_on")):
        yield {"measured_on": row.measured_on, "kg": row.kg}


def _clips(client: Client, by: User) -> Iterable[Row]:
    rows = Attachment.objects.for_user(by).filter(client=client).select_related("set", "added_by")
    for row in _each(rows):
        yield {
            "clip": row.pk,
            "session": row.session_id,
            "set": row.set.uuid,
            "kind": row.kind,
            "content_type": row.content_type,
            "bytes": row.size,
            "added_at": row.created_at,
            "added_by": row.added_by.name if row.added_by else "",
            "seen_at": row.seen_at,
        }


def _clip_notes(client: Client, by: User) -> Iterable[Row]:
    rows = AttachmentNote.objects.for_user(by).filter(attachment__client=client).select_related("author")
    for row in _each(rows.order_by("attachment__created_at", "attachment", "at_ms", "created_at")):
        yield {
            "clip": row.attachment_id,
            "at_ms": row.at_ms,
            "written_at": row.created_at,
            "written_by": row.author.name if row.author else "",
            "text": row.text,
        }


def _schedule_changes(client: Client, by: User) -> Iterable[Row]:
    rows = ScheduleChange.objects.for_user(by).filter(assignment__client=client).order_by("made_at", "pk")
    for row in _each(rows.select_related("made_by")):
        yield {
            "assignment": row.assignment_id,
            "change": row.kind,
            "day": row.day,
            "to": row.to,
            "made_at": row.made_at,
            "made_by": row.made_by.name if row.made_by else "",
        }


def _swaps(client: Client, by: User) -> Iterable[Row]:
    rows = Swap.objects.for_user(by).filter(assignment__client=client).order_by("due_on", "pk")
    for row in _each(rows.select_related("variation__exercise", "made_by")):
        yield {
            "assignment": row.assignment_id,
            "due_on": row.due_on,
            "exercise": row.variation.kept_name,
            "instead_of": row.instead_of,
            "reason": row.reason,
            "note": row.note,
            "made_at": row.made_at,
            "made_by": row.made_by.name if row.made_by else "",
        }


def _phone_actions(client: Client, by: User) -> Iterable[Row]:
    rows = PhoneAction.objects.for_user(by).filter(client=client)
    for row in _each(rows.order_by("said_at", "pk")):
        yield {
            "action": row.uuid,
            "session": row.session_id,
            "kind": row.kind,
            "state": row.state,
            "reason": row.reason,
            "said_at": row.said_at,
            "received_at": row.received_at,
            "sent": json.dumps(row.data, ensure_ascii=False),
        }


TABLES: dict[str, Table] = {
    "client": _client,
    "assignments": _assignments,
    "schedule_changes": _schedule_changes,
    "swaps": _swaps,
    "sessions": _sessions,
    "targets": _targets,
    "sets": _sets,
    "corrections": _corrections,
    "technique": _technique,
    "proposals": _proposals,
    "decisions": _decisions,
    "comments": _comments,
    "phone_actions": _phone_actions,
    "notes": _notes,
    "body_masses": _body_masses,
    "clips": _clips,
    "clip_notes": _clip_notes,
}
