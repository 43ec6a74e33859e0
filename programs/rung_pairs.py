"""Two versions of a progression side by side, rung by rung, with what differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext, pgettext

from exercises.words import figure_words, told
from programs.models import Rung
from programs.prescribing import gate_of
from programs.showing import dose, gate_words, implements_words, span_words, tempo_of

SAME, CHANGED, ONLY_MINE, ONLY_THEIRS = "same", "changed", "mine", "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    label: str
    mine: str
    theirs: str

    @property
    def differs(self) -> bool:
        return self.mine != self.theirs


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One rung in both versions. `state`: same, changed, or only in one of them. Positions are 0 where it is not."""

    name: str
    foot: str
    state: str
    mine: int
    theirs: int
    facts: list[Fact]


def side_by_side(mine: Sequence[Rung], theirs: Sequence[Rung]) -> list[Pair]:
    """Every rung of both, in the order of mine; those that only theirs has follow the rung that they follow there."""
    ours, others = ({rung.lineage: rung for rung in rungs} for rungs in (mine, theirs))
    order = [rung.lineage for rung in mine]
    before: UUID | None = None
    for rung in theirs:
        if rung.lineage not in ours:
            order.insert(order.index(before) + 1 if before else 0, rung.lineage)
        before = rung.lineage
    return [_pair(ours.get(key), others.get(key)) for key in order]


def _pair(mine: Rung | None, theirs: Rung | None) -> Pair:
    shown = mine or theirs
    assert shown
    facts = _facts(_said(mine), _said(theirs))
    state = ONLY_MINE if theirs is None else ONLY_THEIRS if mine is None else SAME
    if state == SAME and any(fact.differs for fact in facts):
        state, facts = CHANGED, [fact for fact in facts if fact.differs]
    return Pair(
        name=shown.variation.full_name,
        foot=shown.variation.foot_code,
        state=state,
        mine=mine.position if mine else 0,
        theirs=theirs.position if theirs else 0,
        facts=facts,
    )


def _facts(mine: dict[str, str], theirs: dict[str, str]) -> list[Fact]:
    found = [Fact(label=label, mine=mine.get(label, ""), theirs=theirs.get(label, "")) for label in mine or theirs]
    return [fact for fact in found if fact.mine or fact.theirs]


def _said(rung: Rung | None) -> dict[str, str]:
    """The rung's facts in words, by label. Empty for none."""
    if rung is None:
        return {}
    return {
        gettext("Place"): gettext("rung %(position)s") % {"position": rung.position},
        gettext("Variation"): told(rung.variation.full_name),
        gettext("Dose"): dose(rung),
        gettext("In reserve"): f"RIR {rung.rir}",
        gettext("Tempo"): tempo_of(rung),
        gettext("Rest"): gettext("%(rest_s)s s, %(min_rest_s)s s at the shortest")
        % {"rest_s": rung.rest_s, "min_rest_s": rung.min_rest_s},
        gettext("Between sides"): f"{rung.side_rest_s} s" if rung.sides != ["both"] else "",
        gettext("Rule"): str(rung.get_rule_display()),
        gettext("Load with"): implements_words(rung),
        gettext("Load"): span_words(rung),
        gettext("Largest step"): gettext("%(max_jump)s %%, %(rep_ceiling)s reps at most")
        % {"max_jump": figure_words(rung.max_jump * 100), "rep_ceiling": rung.rep_ceiling},
        gettext("Gate"): gate_words(rung) if gate_of(rung) else pgettext("gate", "none"),
    }
