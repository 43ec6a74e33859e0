"""An exercise that ends before its last set, for a reason that is no pain of 6 or more."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import uuid7
from clients.models import Session, SessionItem, SetLog
from clients.services import SetFacts, log_set


@transaction.atomic
def skip_rest(item: SessionItem, *, reason: str) -> int:
    """Mark every set that has nothing yet as skipped. Returns how many; none the second time.

    Raises ValidationError without a known reason, and once the session is over.
    """
    if reason not in Session.SkipReason.values:
        raise ValidationError({"skip_reason": _("Say why.")})
    if item.session.status != Session.Status.OPEN:
        raise ValidationError(_("This session is over."))
    missing = places_left(item)
    for side, number in missing:
        facts = SetFacts(
            uuid=uuid7(),
            set_number=number,
            side=side,
            kind=SetLog.Kind.SKIPPED,
            skip_reason=reason,
            performed_at=timezone.now(),
        )
        log_set(item, facts)
    return len(missing)


def places_left(item: SessionItem) -> list[tuple[str, int]]:
    """(side, set number) of every set that was neither done, skipped nor stopped."""
    held = set(SetLog.objects.filter(practice_id=item.practice_id, item=item).values_list("side", "set_number"))
    places = [(target.side, number) for target in item.targets.all() for number in range(1, target.sets + 1)]
    return [place for place in places if place not in held]
