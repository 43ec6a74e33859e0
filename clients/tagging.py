"""Tags: short words that a practice sorts its clients by."""

import unicodedata
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from clients.models import Client

MOST, LONGEST = 12, 30


def clean_tags(texts: Iterable[str]) -> list[str]:
    """Each tag once, whatever its capitals, in the order given. Raises ValidationError in words."""
    tags: dict[str, str] = {}
    for text in texts:
        tag = " ".join(text.split())
        if any(unicodedata.category(sign) in {"Cc", "Cf"} for sign in tag):
            raise ValidationError(gettext("A tag is one line of plain text."))
        if len(tag) > LONGEST:
            raise ValidationError(
                gettext("“%(tag)s…” is too long. A tag has at most %(longest)s characters.")
                % {"tag": tag[:20], "longest": LONGEST}
            )
        if "," in tag or ";" in tag:
            raise ValidationError(gettext("A tag has no comma. Add one tag after the other."))
        if tag:
            tags.setdefault(tag.casefold(), tag)
    if len(tags) > MOST:
        raise ValidationError(gettext("At most %(most)s tags.") % {"most": MOST})
    return list(tags.values())


def split_tags(text: str) -> list[str]:
    """Tags typed in one line, with commas or semicolons between. Raises ValidationError."""
    return clean_tags(text.replace(";", ",").split(","))


def known_tags(user: Any) -> list[str]:
    """Every tag of the coach's practice, once, in alphabetical order. One query."""
    found: dict[str, str] = {}
    for tags in Client.objects.for_coach(user).exclude(tags=[]).values_list("tags", flat=True):
        for tag in tags:
            found.setdefault(tag.casefold(), tag)
    return sorted(found.values(), key=str.casefold)


@transaction.atomic
def tag_clients(clients: Iterable[Client], *, tag: str, known: Iterable[str] = (), remove: bool = False) -> int:
    """Add the tag to each client, or take it away; how many were changed. `known`: spelled as it is already.

    Raises ValidationError for a tag that is none, and names the client who has twelve already.
    """
    cleaned = clean_tags([tag])
    if not cleaned:
        raise ValidationError(gettext("Write a tag, such as online."))
    spelled = {each.casefold(): each for each in known}.get(cleaned[0].casefold(), cleaned[0])
    changed = 0
    for client in clients:
        others = [each for each in client.tags if each.casefold() != spelled.casefold()]
        has_it = len(others) < len(client.tags)
        if has_it != remove:
            continue
        if not remove and len(others) >= MOST:
            raise ValidationError(
                gettext("%(name)s has %(most)s tags already. Take one away first.")
                % {"name": client.name, "most": MOST}
            )
        client.tags = others if remove else [*others, spelled]
        client.save(update_fields=["tags"])
        changed += 1
    return changed


def chosen_ids(texts: Iterable[str]) -> list[UUID]:
    """Ids as a form posts them; a text that is none is left out."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
