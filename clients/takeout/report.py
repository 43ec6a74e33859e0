"""What came of a restore, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from clients.models import DataRestore
from clients.reasons import Reason

CALLED = {
    "exercises.exercise": _("Exercises"),
    "exercises.exercisemuscle": _("Muscles of exercises"),
    "exercises.variation": _("Variations"),
    "programs.progression": _("Progressions"),
    "programs.rung": _("Rungs"),
    "programs.gate": _("Gates"),
    "programs.program": _("Programs"),
    "programs.programday": _("Days of programs"),
    "programs.programitem": _("Exercises of programs"),
    "programs.draft": _("Drafts"),
    "clients.client": _("Clients"),
    "clients.clientnote": _("Notes"),
    "clients.bodymass": _("Body mass"),
    "clients.remindersetting": _("Reminders"),
    "clients.assignmentbatch": _("Assignments to many"),
    "clients.assignment": _("Assignments"),
    "clients.schedulechange": _("Pauses and days moved"),
    "clients.swap": _("Swaps"),
    "clients.session": _("Sessions"),
    "clients.sessionitem": _("Exercises of sessions"),
    "clients.target": _("Targets"),
    "clients.techniquemark": _("Technique"),
    "clients.setlog": _("Sets"),
    "clients.setrevision": _("Corrections"),
    "clients.proposal": _("Proposals"),
    "clients.reviewcard": _("Cards of the review"),
    "clients.reviewdecision": _("Decisions"),
    "clients.comment": _("Messages"),
    "clients.attachment": _("Clips and photos"),
    "clients.attachmentnote": _("Notes on clips"),
    "clients.phoneaction": _("Sent by phones"),
}


@dataclass(frozen=True, slots=True)
class ReportLine:
    name: Any
    added: int
    held: int
    left: int


def lines_of(row: DataRestore) -> list[ReportLine]:
    """A line for each table that had rows, in the order they were put back."""
    tables: dict[str, dict[str, int]] = row.report.get("tables", {})
    counted = ((words, tables[name]) for name, words in CALLED.items() if name in tables)
    return [ReportLine(words, each["added"], each["held"], each["left"]) for words, each in counted if each["rows"]]


def problem_of(row: DataRestore) -> Reason | None:
    """Why nothing was restored."""
    kept = row.report.get("problem")
    return Reason.of(kept) if kept else None
