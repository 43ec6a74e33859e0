"""Each alternative as the card that it would be, which a phone without signal puts in the place of today's.

Writes nothing.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from clients.ahead import item_to_open
from clients.ahead_ids import item_ids
from clients.card import Card, cards_of, items_for
from clients.freezing import Blocked
from clients.models import SessionItem
from clients.own_swap import Alternative, asked_instead, swap_to


def cards_instead(item: SessionItem, offered: Sequence[Alternative], user: Any) -> list[Card]:
    """In the order of what is offered; none while a stop waits for the coach."""
    if not offered:
        return []
    rows = list(items_for(user).filter(session=item.session_id).order_by("position"))
    try:
        return list(_cards(item, offered, rows))
    except Blocked:
        return []


def _cards(item: SessionItem, offered: Sequence[Alternative], rows: Sequence[SessionItem]) -> Iterator[Card]:
    """Among the others of the day: whose turn is next depends on them."""
    track = item.assignment
    assert track is not None  # nothing else has alternatives
    for each in offered:
        asked = asked_instead(item, track, swap_to(item, track, each))
        taken = item_to_open(item.session, asked, item_ids(item.session_id, [asked])[0])
        cards = cards_of([taken if row.pk == item.pk else row for row in rows])
        card = next(card for card in cards if card.item is taken)
        card.instead_of, card.instead_key = item.pk, each.key
        yield card
