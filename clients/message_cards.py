"""What a client wrote, as a card of the review: one a client, until a coach answers or has seen it."""

from django.utils import timezone

from clients.attention import RANKS
from clients.models import Comment, ReviewCard


def raise_message(comment: Comment) -> None:
    """A line of a client: a card, or one line more on the card that is open. A card that was put off comes back."""
    mine = ReviewCard.objects.filter(
        practice_id=comment.practice_id, client_id=comment.client_id, kind=ReviewCard.Kind.MESSAGE, closed_at=None
    )
    card = mine.select_for_update().first() or ReviewCard(
        practice_id=comment.practice_id,
        client_id=comment.client_id,
        kind=ReviewCard.Kind.MESSAGE,
        urgency=RANKS["message"],
    )
    lines = card.reasons[0]["value"] + 1 if card.reasons else 1
    card.reasons = [{"code": "message", "rank": RANKS["message"], "value": lines}]
    card.happened_at, card.changed_at, card.snoozed_until = comment.created_at, timezone.now(), None
    card.save()
