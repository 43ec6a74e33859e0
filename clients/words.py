"""Decisions, days and equipment as the coach reads them, from the engine's own sentences."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clients.models import Client, Proposal, Side
from clients.standing import figure, short_name
from clients.summary import target_words, unit_of
from exercises.words import all_of, capitalised, weekday_name, within
from programs.models import Coupling, Rung
from programs.sentences import BAND, client_sentence, coach_sentence, headline, load_text

Line = dict[str, str]  # side ("left", "right" or "" for both) and text


def headline_of(proposal: Proposal, ladder: Sequence[Rung], *, unit: str) -> str:
    """`Move up to light touch, dumbbell, 28 kg`: what holds, else what is proposed; a part a side where they differ."""
    return sides_headline(proposal.holding, ladder, unit=unit)


def sides_headline(sides: dict[str, dict[str, Any]], ladder: Sequence[Rung], *, unit: str) -> str:
    said = {side: _headline(side, values, ladder, unit) for side, values in sides.items()}
    if len(set(said.values())) == 1:
        return next(iter(said.values()))
    return " · ".join(f"{Side(side).label}: {within(text)}" for side, text in said.items())


def _headline(side: str, values: dict[str, Any], ladder: Sequence[Rung], unit: str) -> str:
    rung = next((rung for rung in ladder if str(rung.pk) == values["rung"]), None)
    name = within(short_name(rung)) if rung else None
    text = headline({side: values}, BAND if values["unit"] == BAND else unit, next_rung=name, previous_rung=name)
    said_twice = not values["load"] and name is not None and load_text(0) in name
    return text.removesuffix(f", {load_text(0)}") if said_twice else text


def coach_lines(proposal: Proposal, *, unit: str) -> list[Line]:
    """Why, a sentence a side; one for both where they read the same. Then what comes next."""
    return [*_reasons(proposal, coach_sentence, unit), *_next_lines(proposal)]


def client_lines(proposal: Proposal, *, unit: str) -> list[Line]:
    """What the client reads once it is decided: the same decision, without codes."""
    return [*_next_lines(proposal), *_reasons(proposal, client_sentence, unit)]


def _reasons(proposal: Proposal, sentence: Callable[..., str], unit: str) -> list[Line]:
    said = [
        {"side": side, "text": sentence(reason, unit_of(proposal, side, unit))}
        for side, reason in ((each.get("side", ""), each) for each in proposal.reasons)
    ]
    if len({line["text"] for line in said}) == 1 or any(line["side"] == "both" for line in said):
        return [{"side": "", "text": text} for text in dict.fromkeys(line["text"] for line in said)]
    return said


def _next_lines(proposal: Proposal) -> list[Line]:
    sides = proposal.holding
    if "stop" in {side["action"] for side in sides.values()}:
        return []
    lines = target_words(sides)
    return [{"side": line["side"], "text": _("Next: %(aim)s.") % {"aim": within(line["text"])}} for line in lines]


def days_words(weekdays: Iterable[int]) -> str:
    """`Tue and Fri`, `Mon, Wed and Fri`; 0 is Monday."""
    return all_of([weekday_name(day, short=True) for day in sorted(weekdays)])


def coupling_words(coupling: str) -> str:
    return within(str(Coupling(coupling).label))


def kit_words(client: Client) -> str:
    """`Bar, plates from 1.25 kg, dumbbells to 40 kg`; kettlebells only in the place of dumbbells."""
    kit, unit = client.inventory, client.unit
    plates, dumbbells, bells = (kit.get(key) or [] for key in ("plates", "dumbbells", "kettlebells"))
    lightest = min((weight for weight, _pairs in plates), default=None)
    parts = [
        _("bar") if kit.get("bar") is not None else "",
        _("plates from %(weight)s") % {"weight": f"{_weight(lightest)} {unit}"} if plates else "",
        _("dumbbells to %(weight)s") % {"weight": f"{_weight(max(dumbbells))} {unit}"} if dumbbells else "",
        _("kettlebells to %(weight)s") % {"weight": f"{_weight(max(bells))} {unit}"} if bells and not dumbbells else "",
    ]
    return capitalised(", ".join(part for part in parts if part)) or _("Nothing but the body")


def sees_it(client: Client) -> str:
    """Whether the client can read now what was done for them."""
    words = _("%(name)s sees it now.") if client.user_id else _("%(name)s sees it after signing up.")
    return words % {"name": client.first_name}


def side_word(side: str) -> str:
    """`left`; nothing for no side."""
    return within(str(Side(side).label)) if side else ""


def on_side(side: str, what: str) -> str:
    """`Left load`; the figure alone where it is of both sides."""
    if side == Side.BOTH:
        return capitalised(what)
    return capitalised(_("%(side)s %(what)s") % {"side": side_word(side), "what": within(what)})


def _weight(value: Any) -> str:
    return figure(Decimal(str(value)))
