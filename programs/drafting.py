"""Unsaved work: begun, changed step by step, undone, thrown away. Content is kept as it was typed, right or wrong."""

from copy import deepcopy
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import membership_of
from accounts.models import User
from programs.models import Draft

MOST_STEPS_BACK = 50
Content = dict[str, Any]
Step = list[list[Any]]  # [path, was there, what was there] for each place that a change touched


class StaleDraft(Exception):
    """The same work was changed in another window since. `draft` is as it stands now."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(gettext("This was changed in another window."))
        self.draft = draft


def begin(*, by: User, kind: str, family: UUID, base: UUID | None, content: Content) -> Draft:
    """The coach's draft of this family: the one that stands, else a new one with `content`."""
    draft, _ = Draft.objects.get_or_create(
        practice_id=practice_of_coach(by),
        author=by,
        kind=kind,
        family=family,
        defaults={"base": base, "content": content},
    )
    return draft


def practice_of_coach(user: Any) -> UUID:
    """The practice that the user coaches for. Raises PermissionError for everybody else."""
    membership = membership_of(user)
    if membership is None or not membership.is_coach:
        raise PermissionError("Only a coach drafts.")
    return membership.practice_id


@transaction.atomic
def change(draft: Draft, content: Content, *, seen: int) -> Draft:
    """Keep `content`; what it replaces can be undone. `seen`: the revision that the change was made on.

    Raises StaleDraft. The same content again changes nothing, whatever was seen.
    """
    held = Draft.objects.select_for_update().get(pk=draft.pk)
    if content == held.content:
        return held
    if seen != held.revision:
        raise StaleDraft(held)
    step = _replaced(held.content, content)
    return _keep(held, content, [*held.past, step][-MOST_STEPS_BACK:])


@transaction.atomic
def undo(draft: Draft, *, seen: int) -> Draft:
    """Take the last change back; nothing to take back leaves it as it is. Raises StaleDraft."""
    held = Draft.objects.select_for_update().get(pk=draft.pk)
    if seen != held.revision:
        raise StaleDraft(held)
    if not held.past:
        return held
    return _keep(held, _put_back(held.content, held.past[-1]), held.past[:-1])


@transaction.atomic
def rebase(draft: Draft, *, base: UUID) -> Draft:
    """The coach has seen the newer version and keeps their own: saving follows it."""
    held = Draft.objects.select_for_update().get(pk=draft.pk)
    held.base = base
    held.save(update_fields=["base"])
    return held


def discard(draft: Draft) -> None:
    draft.delete()


def _keep(held: Draft, content: Content, past: list[Step]) -> Draft:
    held.content, held.past = content, past
    held.revision += 1
    held.changed_at = timezone.now()
    held.save(update_fields=["content", "past", "revision", "changed_at"])
    return held


def _replaced(old: Content, new: Content, at: tuple[str, ...] = ()) -> Step:
    """Objects are looked into, key by key; any other value, lists too, is replaced as a whole."""
    step: Step = []
    for key in {*old, *new}:
        before, after = old.get(key), new.get(key)
        if isinstance(before, dict) and isinstance(after, dict):
            step += _replaced(before, after, (*at, key))
        elif key not in old or key not in new or before != after:
            step.append([[*at, key], key in old, before])
    return step


def _put_back(content: Content, step: Step) -> Content:
    content = deepcopy(content)
    for path, was_there, before in step:
        place = content
        for key in path[:-1]:
            place = place[key]
        if was_there:
            place[path[-1]] = before
        else:
            place.pop(path[-1], None)
    return content
