"""What a phone sends about a set, kept whatever came before: new, sent again, corrected, or stopped for pain."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User, uuid7
from clients.models import SessionItem, SetLog
from clients.services import CONTENT, SetConflict, SetFacts, correct_set, log_set


class OtherPlace(Exception):
    """The UUID is that of another set, which is left as it is. `held` is that set."""

    def __init__(self, held: SetLog) -> None:
        super().__init__(_("This form has logged %(set)s already.") % {"set": held})
        self.held = held


@transaction.atomic
def keep_set(item: SessionItem, facts: SetFacts, *, by: User) -> SetLog:
    """Log a set, or correct the one that is there: the newest word of the person who trains holds, the older is kept.

    A late copy of what was corrected since changes nothing. Raises OtherPlace, and ValidationError as the services do.
    """
    try:
        return log_set(item, facts)[0]
    except SetConflict as conflict:
        held = conflict.held
    if (held.item_id, held.side, held.set_number) != (item.pk, facts.side, facts.set_number):
        raise OtherPlace(held)
    if _overtaken(held, facts):
        return held
    return correct_set(held, facts, by=by)


def _overtaken(held: SetLog, facts: SetFacts) -> bool:
    """Whether these facts were held once, and replaced after they were performed."""
    return any(
        _same(revision.before, facts) and facts.performed_at <= revision.replaced_at
        for revision in held.revisions.all()
    )


def _same(before: dict[str, Any], facts: SetFacts) -> bool:
    load = before["load"]
    kept = before | {"load": None if load is None else Decimal(load)}
    return all(kept.get(name) == getattr(facts, name) for name in CONTENT)


@transaction.atomic
def stop_rest(item: SessionItem) -> int:
    """Mark every set that was not logged as stopped for pain. Returns how many."""
    held = set(SetLog.objects.filter(practice_id=item.practice_id, item=item).values_list("side", "set_number"))
    places = [(target.side, number) for target in item.targets.all() for number in range(1, target.sets + 1)]
    missing = [place for place in places if place not in held]
    for side, number in missing:
        log_set(
            item,
            SetFacts(uuid=uuid7(), set_number=number, side=side, kind=SetLog.Kind.STOPPED, performed_at=timezone.now()),
        )
    return len(missing)
