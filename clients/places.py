"""One set of one side of a card: what is asked, what was done, and how both are said."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext

from clients.history import load_in
from clients.kept_words import kept_words
from clients.models import SetLog, Side, Target
from clients.standing import figure
from exercises.words import bare, within
from programs.forms.figures import decimal_of

LOG_BUTTONS = {
    "left": gettext_lazy("Log left set"),
    "right": gettext_lazy("Log right set"),
    "both": gettext_lazy("Log set"),
}
LOGGED = {
    "left": gettext_lazy("Set %(number)s, left, %(load)s, %(amount)s, logged"),
    "right": gettext_lazy("Set %(number)s, right, %(load)s, %(amount)s, logged"),
    "both": gettext_lazy("Set %(number)s, both sides, %(load)s, %(amount)s, logged"),
}
MOST_RIR = 6  # the last figure that a phone offers: six or more


@dataclass(frozen=True, slots=True)
class Figures:
    """What was done in a set, the load in the target's unit. A hold has seconds and no reps."""

    reps: int | None
    load: Decimal
    rir: int | None
    seconds: int | None = None

    @property
    def amount(self) -> int:
        """Reps, or the seconds of a hold."""
        return self.reps if self.reps is not None else self.seconds or 0

    @property
    def amount_words(self) -> str:
        return str(self.amount) if self.reps is not None else _("%(count)s s") % {"count": self.amount}


def figures_of(row: SetLog | None, target: Target) -> Figures | None:
    """The figures of a set that was done; None for one that was skipped, stopped or never logged."""
    if row is None or row.kind != SetLog.Kind.DONE or row.load is None:
        return None
    return Figures(row.reps, load_in(target, row.load, row.unit, target.unit), row.rir, row.seconds)


@dataclass(slots=True, kw_only=True)
class Place:
    """`values` and `errors` are the form's, by field; `before` is what was done there last time.

    `follows`: what the set before did to this one, in a line; `matches`: the side whose figures it takes over.
    `prefix` tells the ids of one card from those of another; `turn` is when it comes among all sets of the page.
    """

    number: int
    side: str
    target: Target
    order: int = 0
    turn: int = 0
    prefix: str = ""
    row: SetLog | None = None
    before: SetLog | None = None
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    loads: list[str] = field(default_factory=list)
    on_bar: dict[str, str] = field(default_factory=dict)
    follows: str = ""
    matches: str = ""

    @property
    def key(self) -> str:
        return f"{self.side}-{self.number}"

    @property
    def dom_id(self) -> str:
        return f"{self.prefix}{self.key}"

    @property
    def name(self) -> str:
        return set_name(self.side, self.number)

    @property
    def button(self) -> str:
        return str(LOG_BUTTONS[self.side])

    @property
    def state(self) -> str:
        return self.row.kind if self.row else "todo"

    @property
    def reps(self) -> int:
        asked = self.target.reps or [self.target.reps_low]
        return asked[min(self.number, len(asked)) - 1]

    @property
    def amount(self) -> int:
        """The reps to do, or the seconds to hold."""
        return self.reps if self.target.seconds is None else self.target.seconds

    @property
    def asked(self) -> str:
        """`10`, `8–12`, or `30 s`."""
        target = self.target
        if target.seconds is not None:
            return _("%(count)s s") % {"count": target.seconds}
        spans = not target.reps and target.reps_low != target.reps_high
        return f"{target.reps_low}–{target.reps_high}" if spans else str(self.reps)

    @property
    def asked_words(self) -> str:
        if self.target.seconds is not None:
            return self.asked
        text = npgettext("in a narrow place", "%(count)s rep", "%(count)s reps", self.reps)
        return text % {"count": self.asked}

    @property
    def aim(self) -> str:
        """`40 kg × 10`; without a load where it is left to the client."""
        return f"{self.load_words} × {self.asked}" if self.load_words else self.asked_words

    @property
    def load_unit(self) -> str:
        return _("band") if self.target.implement == "band" else self.target.unit

    @property
    def load_now(self) -> str:
        return _spoken(self.values["load"])

    @property
    def plates(self) -> str:
        """What goes on the bar for the load in the form, if it can be made: `Each end: 10 + 1.25`."""
        number = decimal_of(str(self.values["load"]))
        return "" if number is None else self.on_bar.get(bare(number), "")

    @property
    def amount_now(self) -> str:
        return _spoken(self.values["reps" if self.target.seconds is None else "seconds"])

    @property
    def load_words(self) -> str:
        return target_load_words(self.target)

    @property
    def done(self) -> Figures | None:
        return figures_of(self.row, self.target)

    @property
    def off_load(self) -> str:
        """The load that was used, where it is another than asked."""
        done = self.done
        return load_words(done.load, self.target) if done and done.load != self.target.load else ""

    @property
    def said(self) -> str:
        """What a screen reader hears about a set: `Set 2, left, 40 kilograms, 10 reps, logged, 2 more possible`."""
        row, done = self.row, self.done
        if row is None:
            return _("to do: %(aim)s") % {"aim": self.aim}
        if done is None:
            pain = [] if row.pain is None else [pain_words(row.pain)]
            return ", ".join([_skipped(row), *pain])
        load, amount = spoken_load(done.load, self.target), amount_words(done)
        logged = LOGGED[self.side] % {"number": self.number, "load": load, "amount": amount}
        return ", ".join([logged, *self._remarks])

    @property
    def done_words(self) -> str:
        """The same to read: `40 kg, 10 reps, 2 more possible`."""
        done = self.done
        if done is None:
            return ""
        return ", ".join([load_words(done.load, self.target), amount_words(done), *self._remarks])

    @property
    def _remarks(self) -> list[str]:
        """What else was said about a set: how many more, and pain."""
        done, pain = self.done, self.row.pain if self.row else None
        spare = [] if done is None or done.rir is None else [spare_words(done.rir)]
        return spare if pain is None else [*spare, pain_words(pain)]

    @property
    def rir_done(self) -> str:
        """How many more there were, as the line of a set shows it."""
        return "" if self.row is None or self.row.rir is None else rir_label(self.row.rir)

    @property
    def after(self) -> str:
        """The same after the session, where nothing is left to do."""
        return (self.done_words or self.said) if self.row else _("not logged")

    @property
    def before_words(self) -> str:
        """What was done here last time: `40 kg × 9`, or nothing."""
        before = figures_of(self.before, self.target)
        return f"{load_words(before.load, self.target)} × {before.amount_words}" if before else ""


def _spoken(typed: Any) -> str:
    """What was typed as a number for screen readers, or nothing when it is none."""
    number = decimal_of(str(typed))
    return "" if number is None else f"{number:f}"


def set_name(side: str, number: int) -> str:
    """`Left, set 2`."""
    return _("%(side)s, set %(number)s") % {"side": Side(side).label, "number": number}


def spare_words(rir: int) -> str:
    return _("%(count)s more possible") % {"count": rir_label(rir)}


def pain_words(pain: int) -> str:
    return _("pain %(figure)s") % {"figure": pain}


def _skipped(row: SetLog) -> str:
    if row.kind == SetLog.Kind.STOPPED:
        return _("stopped for pain")
    return _("skipped: %(reason)s") % {"reason": within(row.get_skip_reason_display())}


def rir_label(rir: int) -> str:
    """`2`; `4+` where nobody said how many exactly, `6+` for the last that can be said."""
    return f"{rir}+" if rir in (4, MOST_RIR) else str(rir)


def amount_words(done: Figures) -> str:
    """`10 reps`, `30 seconds`"""
    if done.reps is not None:
        return ngettext("%(count)s rep", "%(count)s reps", done.reps) % {"count": done.reps}
    return ngettext("%(count)s second", "%(count)s seconds", done.amount) % {"count": done.amount}


def spoken_load(load: Decimal, target: Target) -> str:
    """A load as it is spoken: `40 kilograms`."""
    if target.implement == "band" or not load:
        return load_words(load, target)
    words = _("%(load)s kilograms") if target.unit == "kg" else _("%(load)s pounds")
    return words % {"load": figure(load)}


def load_words(load: Decimal, target: Target) -> str:
    """A load in the target's unit as it is read: `40 kg`, `band 2`, `bodyweight`."""
    if target.implement == "band":
        return _("band %(level)s") % {"level": figure(load)} if load else _("no band")
    return f"{figure(load)} {target.unit}" if load else _("bodyweight")


def target_load_words(target: Target) -> str:
    """The load that is asked: `40 kg`, `70 % of 1RM`; nothing where it is left to the client."""
    return kept_words(target.load_words) if target.load is None else load_words(target.load, target)
