"""Reasons of the engine as sentences: one for the coach, one for the person who trains. The same decision in both.

A reason is the JSON of the engine: `{"code", "side", "figures"}`. Loads in the figures are in `unit` already. Every
sentence is made from the figures; without them (or with some missing) the code's short label is said instead.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django.utils.translation import ngettext

from exercises.words import capitalised, decimal_words, within

Reason = Mapping[str, Any]
BAND = "band"  # the unit of a band's levels

CAREFUL = ("move_down", "reduce_load", "resume", "deload")
BOLD = ("cut_rest", "add_reps", "add_load", "intensify", "move_up")
# Said in full even where another side governs: pain is everyone's, and being ahead is the reason itself.
SAID_EITHER_WAY = ("pain_amber", "lead_capped")
# What the person who trains is told besides the governing reason, where it also applies.
TOLD_TOO = ("pain_amber", "pain_amber_repeated", "layoff_rebaseline", "layoff_long", "layoff_short", "planned_deload")

# Short words for a code: for a badge, and for a reason that comes without figures.
LABELS = {
    "first_session": N_("First session"),
    "coach_decides": N_("The coach decides about the next step; until then, this again"),
    "coach_chose": N_("The coach chose this"),
    "pain_red": N_("Stop and look"),
    "pain_amber": N_("Pain"),
    "pain_amber_repeated": N_("Pain, twice in a row"),
    "technique": N_("Technique, twice in a row"),
    "layoff_rebaseline": N_("Long break"),
    "layoff_long": N_("Back after a break"),
    "layoff_short": N_("Back after a break"),
    "planned_deload": N_("Lighter week"),
    "incomplete": N_("Not all sets logged"),
    "failed": N_("Under the range"),
    "failed_repeatedly": N_("Stalled"),
    "failed_after_reset": N_("Stalled again"),
    "exit_confirm": N_("Once more for the gate"),
    "symmetry_low": N_("Sides apart"),
    "exit_met": N_("Ready to move up"),
    "top_of_range": N_("Top of the range"),
    "rir_missing": N_("RIR not given"),
    "rir_short": N_("Short of the target RIR"),
    "in_range": N_("On track"),
    "rule_met": N_("Rule met"),
    "two_for_two_not_yet": N_("Two for two not yet"),
    "rir_high": N_("More left than asked"),
    "rir_low": N_("Less left than asked"),
    "on_target": N_("On target"),
    "increment_too_coarse": N_("Step too large"),
    "density": N_("Rest comes down"),
    "density_not_yet": N_("Rest stays"),
    "over_achieved": N_("Far more than asked"),
    "increment_earned": N_("Large step earned"),
    "inventory_exhausted": N_("Nothing heavier to load"),
    "lead_capped": N_("Ahead of the other side"),
}

COACH = {
    "first_session": N_("First session on this rung: start at %(to_load)s."),
    "coach_decides": N_("You decide about the next step; until then, this again."),
    "coach_chose": N_("You chose this."),
    "pain_red": N_("Pain %(pain)s of 10: stop and look."),
    "pain_red_flag": N_("Red flag raised: stop and look."),
    "pain_amber": N_("Pain %(pain)s of 10: nothing is added."),
    "pain_amber_repeated": N_("Pain %(pain_before)s, then %(pain)s of 10: %(step)s."),
    "technique": N_("Technique marked as failed twice in a row: %(step)s."),
    "layoff_rebaseline": N_("%(days_away)s: find the level again at %(percent)s %% of the load%(fewer)s."),
    "layoff_long": N_("%(days_away)s: back in at %(percent)s %% of the load%(fewer)s."),
    "layoff_short": N_("%(days_away)s: back in at %(percent)s %% of the load."),
    "planned_deload": N_("%(weeks_since)s, planned every %(every_weeks)s: half the sets at nine tenths of the load."),
    "incomplete": N_("%(count)s of %(of)s sets logged: the same again. It does not count as a failure."),
    "failed": N_("%(done)s at %(load)s, under %(low)s reps, %(count)s of %(of)s: the same again."),
    "failed_repeatedly": N_("Under %(low)s reps at %(load)s, %(count)s sessions in a row: take a tenth off."),
    "failed_after_reset": N_("Under %(low)s reps at %(load)s, %(count)s sessions in a row, after a reset: %(step)s."),
    "failed_at_the_lightest": N_(
        "Under %(low)s reps at %(load)s, the lightest there is, %(count)s sessions in a row: %(step)s."
    ),
    "exit_confirm": N_("%(done)s counts for the gate, %(count)s of %(of)s: show it again before the load rises."),
    "symmetry_low": N_("Weaker side at %(symmetry)s %% of the stronger, %(symmetry_asked)s %% asked: the rung stays."),
    "exit_met": N_("%(done)s, %(sessions_counted)s: the gate is met."),
    "top_of_range": N_("%(done)s, every set at %(high)s: the load goes up to %(to_load)s."),
    "rir_missing": N_("%(done)s, RIR not given: the same once more."),
    "rir_short": N_("%(done)s, RIR %(rir_target)s asked: the same again."),
    "one_set_short": N_("%(done)s, but %(rir_least)s in one set, RIR %(rir_target)s asked in each: the same again."),
    "top_with_pain": N_("%(done)s with pain %(worst_pain)s of 10: the same again."),
    "in_range": N_("%(done)s: one more rep each before the weight goes up."),
    "rule_met": N_("%(done)s, the rule is met: %(to_what)s."),
    "two_for_two_not_yet": N_("Last set %(last_set)s, %(goal)s asked two sessions in a row: the same again."),
    "rir_high": N_("%(done)s, RIR %(rir_target)s asked: up to %(to_load)s."),
    "rir_low": N_("%(done)s, RIR %(rir_target)s asked: less load."),
    "on_target": N_("%(done)s, RIR %(rir_target)s asked: the same again."),
    "increment_too_coarse": N_("%(done)s, but %(next_load)s is too large a step: reps up to %(ceiling)s first."),
    "no_increment": N_("%(done)s and nothing heavier to load: reps up to %(ceiling)s."),
    "increment_out_of_reach": N_("%(done)s asks for %(wanted)s, and no load is near enough: the same again."),
    "density": N_("%(done)s, twice with %(rest_before)s s rest: now %(to_rest_s)s s."),
    "density_not_yet": N_("%(done)s: rest comes off after two sessions that meet the target at one load."),
    "over_achieved": N_("%(done)s, RIR %(rir_target)s asked: the whole jump, to %(to_load)s."),
    "increment_earned": N_("%(done)s, every set at %(ceiling)s: the large step to %(to_load)s is earned."),
    "inventory_exhausted": N_("%(done)s and nothing heavier to load: a pause, slower lowering or a mini-band."),
    "lead_capped": N_("Ahead at %(load)s: it waits for %(waits_for)s."),
    "waits": N_("%(done)s: %(label)s. It waits for %(waits_for)s."),
    "follows": N_("%(done)s: %(label)s. It follows %(waits_for)s."),
    "ahead": N_("%(done)s: %(label)s."),
}

CLIENT = {
    "first_session": N_("Your first session here. Start at %(to_load)s and get to know it."),
    "coach_decides": N_("Your coach decides about the next step. Until then, this again."),
    "coach_chose": N_("Your coach chose this for you."),
    "pain_red": N_("You had pain of %(pain)s of 10. Stop here until your coach has looked."),
    "pain_red_flag": N_("Stop here until your coach has looked."),
    "pain_amber": N_("You had pain of %(pain)s of 10, so nothing is added."),
    "pain_amber_repeated": N_("You had pain twice in a row, so %(step)s."),
    "technique": N_("To get the movement clean, %(step)s."),
    "layoff_rebaseline": N_("%(days_away)s. Find your level again: well lighter%(fewer)s."),
    "layoff_long": N_("%(days_away)s. Back in a little lighter%(fewer)s."),
    "layoff_short": N_("%(days_away)s. Back in a little lighter."),
    "planned_deload": N_("A lighter week, as planned: fewer sets, less load."),
    "incomplete": N_("%(count)s of %(of)s sets logged: the same again."),
    "failed": N_("%(done)s at %(load)s, %(low)s is where it starts. The same again."),
    "failed_repeatedly": N_("%(load)s asks a lot for now. A step lighter, then up again."),
    "failed_after_reset": N_("%(load)s asks a lot for now, so %(step)s."),
    "failed_at_the_lightest": N_("%(load)s asks a lot for now, so %(step)s."),
    "exit_confirm": N_("%(done)s counts for the next rung, %(count)s of %(of)s. Show it again."),
    "symmetry_low": N_("Your weaker side did %(symmetry)s %% of the stronger, %(symmetry_asked)s %% is asked."),
    "exit_met": N_("%(done)s, %(sessions_counted)s: you are ready for the next rung."),
    "top_of_range": N_("%(done)s, all that was asked: %(to_load)s next."),
    "rir_missing": N_("%(done)s. The same once more; note how many more you could do."),
    "rir_short": N_("%(done)s. The same again, until you have %(rir_target)s to spare."),
    "one_set_short": N_("%(done)s, but %(rir_least)s in one set. The same again, until each has %(rir_target)s."),
    "top_with_pain": N_("%(done)s, with pain %(worst_pain)s of 10. The same again."),
    "in_range": N_("%(done)s: one more rep each before the weight goes up."),
    "rule_met": N_("%(done)s: %(to_what)s."),
    "two_for_two_not_yet": N_(
        "%(last_set)s in your last set. The weight goes up after two sessions with %(goal)s there."
    ),
    "rir_high": N_("%(done)s, more than the %(rir_target)s asked: up to %(to_load)s."),
    "rir_low": N_("%(done)s, %(rir_target)s asked: a little lighter next."),
    "on_target": N_("%(done)s, just as asked: the same again."),
    "increment_too_coarse": N_("%(done)s: more reps first, because %(next_load)s is a large step."),
    "no_increment": N_("%(done)s: one more rep each, up to %(ceiling)s."),
    "increment_out_of_reach": N_("%(done)s: the same again, because the next load is a large step."),
    "density": N_("%(done)s twice: now with %(to_rest_s)s s of rest."),
    "density_not_yet": N_("%(done)s: the same again, then less rest."),
    "over_achieved": N_("%(done)s, far more than asked: %(to_load)s next."),
    "increment_earned": N_("%(done)s: the large step to %(to_load)s is earned."),
    "inventory_exhausted": N_("%(done)s and nothing heavier to load: your coach makes it harder another way."),
    "lead_capped": N_("This side is ahead at %(load)s. It waits for %(waits_for)s."),
    "follows": N_("%(done)s. It follows %(waits_for)s."),
    "ahead": N_("%(done)s, all that was asked."),
}


def coach_sentence(reason: Reason, unit: str = "kg", *, named: bool = False) -> str:
    """Why, for the coach. `named`: "Right 10, 10, 9 …" where no side marker stands beside the sentence."""
    figures = reason.get("figures") or {}
    said = _say(COACH[_variant(reason["code"], figures)], reason, unit, named=named)
    also = [within(label(code)) for code in figures.get("also", [])]
    return f"{said} {_('Also: %(labels)s.') % {'labels': ', '.join(also)}}" if also else said


def client_sentence(reason: Reason, unit: str = "kg", *, named: bool = False) -> str:
    """Why, for the person who trains: no codes, no blame."""
    figures = reason.get("figures") or {}
    if "waits_for" in figures and figures.get("alone") in BOLD and reason["code"] != "lead_capped":
        said = [waits_sentence(reason["side"], figures["waits_for"], figures)]
    else:
        said = [_say(CLIENT[_variant(reason["code"], figures)], reason, unit, named=named)]
    told = [code for code in figures.get("also", []) if code in TOLD_TOO]
    return " ".join(said + [_say(CLIENT[code], {**reason, "code": code}, unit, named=named) for code in told])


def waits_sentence(side: str, governing_side: str, figures: Mapping[str, Any] | None = None) -> str:
    """For a side that could do more than the answer, under shared coupling."""
    known = figures or {}
    other = _side_name(governing_side)
    if known.get("action") in CAREFUL:
        return _("This side is fine. It follows %(other)s.") % {"other": other}
    spare, target = known.get("rir"), known.get("rir_target")
    if spare is not None and target is not None and 1 <= spare - target <= 2:
        return _("Had one or two more in it. It waits for %(other)s.") % {"other": other}
    return _("Had more in it. It waits for %(other)s.") % {"other": other}


def label(code: str) -> str:
    """A code in two or three words, for a badge."""
    return _(LABELS[code])


def headline(
    sides: Mapping[str, Mapping[str, Any]],
    unit: str = "kg",
    *,
    next_rung: str | None = None,
    previous_rung: str | None = None,
) -> str:
    """The decision in a few words: "Add load: 42.5 kg", or a part for each side where they differ.

    `sides` as the engine answers them; `next_rung` and `previous_rung` name the rungs beside this one.
    """
    said = {side: _headline(answer, unit, next_rung, previous_rung) for side, answer in sides.items()}
    if len(set(said.values())) == 1:
        return next(iter(said.values()))
    return " · ".join(f"{capitalised(_side_name(side))}: {within(text)}" for side, text in said.items())


def load_text(load: float | Decimal, unit: str = "kg") -> str:
    """A load as it is read: "42.5 kg", "band 2" where the unit is BAND, and "bodyweight" for none."""
    if load and unit == BAND:
        return _("band %(level)s") % {"level": _figure(load)}
    return f"{_figure(load)} {unit}" if load else _("bodyweight")


def _headline(answer: Mapping[str, Any], unit: str, next_rung: str | None, previous_rung: str | None) -> str:
    words = {
        "load": load_text(answer["load"], unit),
        "rest": answer["rest_s"],
        "above": next_rung or _("the next rung"),
        "below": previous_rung or _("the rung below"),
    }
    return _(HEADLINES[answer["action"]]) % words


HEADLINES = {
    "stop": N_("Stop and look"),
    "move_down": N_("Move down to %(below)s, %(load)s"),
    "reduce_load": N_("Less load: %(load)s"),
    "resume": N_("Back in at %(load)s"),
    "deload": N_("Lighter week: %(load)s"),
    "hold": N_("Hold at %(load)s"),
    "cut_rest": N_("Less rest: %(rest)s s"),
    "add_reps": N_("One more rep each"),
    "add_load": N_("Add load: %(load)s"),
    "intensify": N_("Make it harder at %(load)s"),
    "move_up": N_("Move up to %(above)s, %(load)s"),
}


def _variant(code: str, figures: Mapping[str, Any]) -> str:
    """Some codes are said in more than one way, and a side that waits says so."""
    if code not in SAID_EITHER_WAY and "waits_for" in figures:
        return "waits" if figures["alone"] in BOLD and figures["action"] not in CAREFUL else "follows"
    if "alone" in figures and "waits_for" not in figures:
        return "ahead"
    if code == "pain_red" and figures.get("red_flag"):
        return "pain_red_flag"
    if code == "failed_after_reset" and figures.get("lightest"):
        return "failed_at_the_lightest"
    if code == "rir_short" and "rir_least" in figures:
        return _short_how(figures)
    if code == "increment_too_coarse" and "wanted" in figures:
        return "increment_out_of_reach"
    if code == "increment_too_coarse" and "ceiling" in figures and figures.get("next_load") is None:
        return "no_increment"
    return code


def _short_how(figures: Mapping[str, Any]) -> str:
    """Whether all sets together were short of the target RIR, one alone, or none and pain was in the way."""
    mean, least, target = figures.get("rir"), figures["rir_least"], figures["rir_target"]
    if mean is not None and mean < target:
        return "rir_short"
    return "one_set_short" if least is not None and least < target else "top_with_pain"


def _say(template: str, reason: Reason, unit: str, *, named: bool) -> str:
    try:
        return _(template) % _Words(reason, unit, named=named)
    except KeyError:
        return f"{label(reason['code'])}."


class _Words(dict[str, Any]):
    """The words a template asks for, each made from the figures when it is asked for. KeyError: not known."""

    def __init__(self, reason: Reason, unit: str, *, named: bool) -> None:
        super().__init__()
        self.figures = reason.get("figures") or {}
        self.reason, self.unit, self.named = reason, unit, named

    def __missing__(self, word: str) -> str:
        made = getattr(self, f"_{word}", None)
        return made() if made else self._plain(word)

    def _plain(self, word: str) -> str:
        value = self.figures[word]
        if word in ("load", "to_load", "next_load", "wanted"):
            return load_text(value, self.unit)
        return str(value) if isinstance(value, str) else _figure(value)

    def _done(self) -> str:
        if not self.figures["reps"]:
            return _("No set logged")
        reps = ", ".join(str(count) for count in self.figures["reps"])
        if self.named and self.reason["side"] != "both":
            reps = f"{capitalised(_side_name(self.reason['side']))} {reps}"
        spare = self.figures.get("rir")
        if spare is None:
            return reps
        if spare == 0:
            return _("%(reps)s with none to spare") % {"reps": reps}
        return _("%(reps)s with %(spare)s to spare") % {"reps": reps, "spare": _figure(spare)}

    def _label(self) -> str:
        return within(label(self.reason["code"]))

    def _waits_for(self) -> str:
        return _side_name(self.figures["waits_for"])

    def _low(self) -> str:
        return str(self.figures["range"][0])

    def _high(self) -> str:
        return str(self.figures["range"][1])

    def _symmetry(self) -> str:
        return _percent(self.figures["symmetry"])

    def _symmetry_asked(self) -> str:
        return _percent(self.figures["symmetry_asked"])

    def _fewer(self) -> str:
        return _(", one set fewer") if self.figures["sets_fewer"] else ""

    def _days_away(self) -> str:
        days = self.figures["days"]
        return ngettext("%(days)s day away", "%(days)s days away", int(days)) % {"days": _figure(days)}

    def _weeks_since(self) -> str:
        weeks = self.figures["weeks"]
        text = ngettext("%(weeks)s week since a lighter one", "%(weeks)s weeks since a lighter one", int(weeks))
        return text % {"weeks": _figure(weeks)}

    def _sessions_counted(self) -> str:
        count = self.figures["count"]
        text = ngettext("%(count)s session that counts", "%(count)s sessions that count", count)
        return text % {"count": count}

    def _to_what(self) -> str:
        if self.figures["action"] == "add_load":
            return _("%(load)s next") % {"load": load_text(self.figures["to_load"], self.unit)}
        return _("on to the next step")

    def _step(self) -> str:
        """What a way down leads to: the rung below, less load, or the same load where there is neither."""
        action = self.figures["action"]
        if action == "move_down":
            return _("an easier version next")
        if action == "hold":
            return _("the load stays for now")
        return _("a lighter load next")


def _side_name(side: str) -> str:
    return {"left": _("left"), "right": _("right")}.get(side, _("both sides"))


def _percent(part: float) -> str:
    return _figure(part * 100)


def _figure(value: float | Decimal) -> str:
    """At most two places, none for a whole number."""
    number = round(float(value), 2)
    return decimal_words(f"{number:g}" if abs(number) < 1000 else f"{number:.10g}")
