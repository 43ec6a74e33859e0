"""Why something of a file could not be taken. Kept as a code with its facts, and said when it is read: whoever reads it
may speak another language than whoever's file it was, and the worker speaks none.

A limit stands in its sentence, as each language writes figures.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_

# Of a line of another tool's file.
ROWS = {
    "too_many_cells": N_("There are more cells than columns"),
    "exercise_missing": N_("The exercise has no name"),
    "kind_unknown": N_("The kind of set is not known: %(text)s"),
    "date_missing": N_("The date cannot be read: it is empty"),
    "date_unreadable": N_("The date cannot be read: %(text)s"),
    "date_ahead": N_("The date has not come yet"),
    "year_out_of_range": N_("The year is not between 2000 and 2100: %(text)s"),
    "unit_unknown": N_("The unit is not kg or lb: %(text)s"),
    "weight_not_a_figure": N_("The weight is not a figure: %(text)s"),
    "weight_negative": N_("The weight is less than nothing: help by a machine is not kept"),
    "weight_out_of_range": N_("The weight is not between 0 and 1,000: %(text)s"),
    "reps_not_a_figure": N_("The number of reps is not a figure: %(text)s"),
    "reps_not_whole": N_("The number of reps is not a whole number: %(text)s"),
    "reps_out_of_range": N_("The number of reps is not between 0 and 1,000: %(text)s"),
    "time_not_a_figure": N_("The time is not a figure: %(text)s"),
    "time_too_long": N_("The time is longer than an hour: such a set is not kept"),
    "rpe_not_a_figure": N_("The RPE is not a figure: %(text)s"),
    "rpe_out_of_range": N_("The RPE is not between 1 and 10: %(text)s"),
    "nothing_counted": N_("There are neither reps nor a time"),
    "no_rep": N_("No rep was done"),
    "workout_too_long": N_("A workout has at most 1,000 rows"),
}
# Of an export of ours that comes back.
RESTORES = {
    "no_zip": N_("This is no ZIP file, or it is cut off. Download the export again."),
    "not_ours": N_("This ZIP is not one that Kickstand has made."),
    "no_manifest": N_("The manifest of this file cannot be read."),
    "other_version": N_("This file is of version %(version)s of the format. Version %(ours)s can be read here."),
    "other_tables": N_("These tables do not belong together: %(names)s."),
    "tables_too_large": N_("The tables of this file are too large."),
    "other_size": N_("%(name)s is not as the manifest says."),
    "other_content": N_("%(name)s is not as the manifest says: it was changed or broken."),
    "packed_too_well": N_("%(name)s is packed as nothing of ours is."),
    "broken": N_("%(name)s is broken."),
    "row_too_long": N_("%(name)s has a row that is too long."),
    "row_unreadable": N_("Row %(number)s of %(name)s cannot be read."),
    "field_unreadable": N_("Row %(number)s of %(name)s cannot be read: %(what)s."),
    "rule_broken": N_("A row of %(name)s breaks a rule that every row keeps: %(rule)s."),
    "values_wrong": N_("A row of %(name)s breaks a rule that every row keeps: its values."),
}
AS_KEPT = "as_kept"  # words that were kept before codes were
SENTENCES = ROWS | RESTORES | {AS_KEPT: "%(text)s"}


@dataclass(frozen=True, slots=True)
class Reason:
    """`str()` says it in the reader's language."""

    code: str
    facts: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return gettext(SENTENCES[self.code]) % self.facts

    @property
    def kept(self) -> dict[str, Any]:
        return {"code": self.code, "facts": self.facts}

    @classmethod
    def of(cls, kept: Any) -> "Reason":
        """From what is kept: a code with its facts, or words of before there were codes."""
        return cls(AS_KEPT, {"text": kept}) if isinstance(kept, str) else cls(kept["code"], kept["facts"])


class Because(Exception):
    """Something of a file cannot be taken, for this reason."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.reason = Reason(code, {name: str(fact) for name, fact in facts.items()})

    def __str__(self) -> str:
        return str(self.reason)
