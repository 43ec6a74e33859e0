"""What a set takes over from the one before it: the other side is matched, and a changed load is gone on with.

The weaker or involved side is first. Equal volume and effort for both (domain): the stronger side does what that one
did, no more. Sides that stand on their own rungs, or follow their own answers, are not compared.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from clients.models import SessionItem, Target
from clients.places import Place, load_words
from programs.models import Coupling


def lead_of(place: Place, places: Sequence[Place], item: SessionItem) -> Place | None:
    """The other side of the same set, where it comes first and this one matches it, done or still to do."""
    if item.assignment is not None and item.assignment.coupling == Coupling.INDEPENDENT:
        return None
    same_set = (other for other in places if other.number == place.number and other.order < place.order)
    return next((other for other in same_set if _is_alike(other.target, place.target)), None)


def _is_alike(one: Target, other: Target) -> bool:
    """Whether both are asked the same: then what one side did says what the other does."""
    names = ("rung_id", "variation_id", "implement", "load", "unit", "reps", "seconds")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def words_before(place: Place, places: Sequence[Place], lead: Place | None) -> str:
    """`Left did 8 at 40 kg. Match it.`, `Set 1 was at 37.5 kg, and so is this one.`, or nothing."""
    if place.row is not None:
        return ""
    if lead is not None and lead.done is not None:
        words = {"left": _("Left did %(done)s. Match it."), "right": _("Right did %(done)s. Match it.")}[lead.side]
        load = load_words(lead.done.load, place.target)
        return words % {"done": _("%(reps)s at %(load)s") % {"reps": lead.done.amount_words, "load": load}}
    same_side = (other for other in places if other.side == place.side and other.number < place.number and other.done)
    last = next(reversed(list(same_side)), None)
    if last is None or last.done is None or last.done.load == place.target.load:
        return ""
    figures = {"number": last.number, "load": load_words(last.done.load, place.target)}
    return _("Set %(number)s was at %(load)s, and so is this one.") % figures
