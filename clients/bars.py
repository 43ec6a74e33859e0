"""What each side did in a session as bars on one scale, and how the two compare."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.card import Card
from programs.prescribing import gate_of

BAR_WIDTH, BAR_GAP = Decimal(238), Decimal(2)  # of the drawing's 240 units; the text sits in the middle of its part


@dataclass(slots=True, kw_only=True)
class Bar:
    """One side's reps as a bar in parts: x, width, mid (strings in the drawing's units) and reps."""

    side: str
    total: int
    parts: list[dict[str, Any]]
    unit: str = ""

    @property
    def reps(self) -> list[int]:
        return [part["reps"] for part in self.parts]


def bars_of(card: Card) -> list[Bar]:
    """Bars on one scale, in the order the sides were trained."""
    done = {target.side: [each.done for each in card.places if each.side == target.side] for target in card.targets}
    reps = {side: [figures.amount for figures in sets if figures] for side, sets in done.items()}
    held = {target.side for target in card.targets if target.seconds is not None}
    most = max((sum(counts) for counts in reps.values()), default=0)
    gaps = max((len(counts) - 1 for counts in reps.values()), default=0)
    unit = (BAR_WIDTH - BAR_GAP * max(gaps, 0)) / most if most else Decimal(0)
    return [
        Bar(side=side, total=sum(counts), parts=_parts(counts, unit), unit=_unit(sum(counts), held=side in held))
        for side, counts in reps.items()
    ]


def _unit(total: int, *, held: bool) -> str:
    return _("s") if held else ngettext("rep", "reps", total)


def _parts(reps: list[int], unit: Decimal) -> list[dict[str, Any]]:
    parts, x = [], Decimal(0)
    for count in reps:
        width = count * unit
        parts.append({"x": f"{x:.1f}", "width": f"{width:.1f}", "mid": f"{x + width / 2:.1f}", "reps": count})
        x += width + BAR_GAP
    return parts


def compared(card: Card) -> str:
    """`Right did 94 % of left. At least 90 % is asked.` Only of one rung, and where both sides did all their sets."""
    if len({target.rung_id for target in card.targets}) > 1:
        return ""
    work: dict[str, Decimal] = {}
    for place in card.places:
        done = place.done
        if done is None:
            return ""
        work[place.side] = work.get(place.side, Decimal(0)) + done.amount * (done.load or Decimal(1))
    if set(work) != {"left", "right"} or not min(work.values()):
        return ""
    if work["left"] == work["right"]:
        return _("Both sides did the same.")
    weaker, stronger = sorted(work, key=lambda side: work[side])
    share = {"percent": f"{work[weaker] / work[stronger] * 100:.0f}"}
    words = (
        _("Left did %(percent)s %% of right.") if weaker == "left" else _("Right did %(percent)s %% of left.")
    ) % share
    gate = gate_of(card.lead.rung) if card.lead.rung else None
    if gate is None or not gate.symmetry:
        return words
    return f"{words} {_('At least %(percent)s %% is asked.') % {'percent': f'{gate.symmetry * 100:.0f}'}}"
