"""One coach's work on one progression: the draft that stands, or the version that a first change will begin it from."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import QueryDict

from accounts.models import User
from programs.drafting import Content, begin, change, undo
from programs.editing import acted, posted
from programs.editor import Library, as_uuid
from programs.models import Draft, Progression
from programs.versions import content_of, copied_content

KIND = Draft.Kind.PROGRESSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """`base`: the version that the content began from, None for something new. `newest`: the one that stands now."""

    family: UUID
    content: Content
    draft: Draft | None
    base: UUID | None
    newest: Progression | None

    @property
    def revision(self) -> int:
        return self.draft.revision if self.draft else 0


def work_on(user: Any, family: UUID) -> Work | None:
    """What the coach has of this progression; None where it is not theirs to edit."""
    draft = Draft.objects.for_user(user).filter(kind=KIND, family=family).first()
    newest = own_progressions(user).current().filter(family=family).with_rungs().first()
    if draft is not None:
        return Work(family=family, content=draft.content, draft=draft, base=draft.base, newest=newest)
    if newest is None:
        return None
    return Work(family=family, content=content_of(newest), draft=None, base=newest.pk, newest=newest)


def own_progressions(user: Any) -> Any:
    """Every version of the progressions of the user's practice."""
    return Progression.objects.for_user(user).exclude(practice=None)


def changed(work: Work, form: QueryDict, *, by: User, library: Library) -> tuple[Work, str]:
    """The work with what the form says and what its button did; the rung to go on with, or "". Raises StaleDraft.

    A form that says nothing new begins no draft.
    """
    work = _since(work, form, by)
    typed, do = posted(form, work.content), form.get("do", "")
    if work.draft is None and typed == work.content and not do:
        return work, ""
    draft = work.draft or begin(by=by, kind=KIND, family=work.family, base=work.base, content=work.content)
    draft, focus = change(draft, typed, seen=_revision(form)), ""
    if do == "undo":
        draft = undo(draft, seen=draft.revision)
    elif do:
        content, focus = acted(draft.content, do, library.rows)
        draft = change(draft, content, seen=draft.revision)
    return replace(work, draft=draft, content=draft.content), focus


def _since(work: Work, form: QueryDict, by: User) -> Work:
    """The form may have been opened on an older version than stands now: the draft begins from that one."""
    seen = as_uuid(form.get("base", ""))
    if work.draft is not None or seen is None or seen == work.base:
        return work
    older = own_progressions(by).filter(pk=seen, family=work.family).with_rungs().first()
    return replace(work, base=older.pk, content=content_of(older)) if older else work


def _revision(form: QueryDict) -> int:
    text = form.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def copy_of(progression: Progression, *, by: User) -> Draft:
    """A draft of a new progression that reads like this one."""
    return begin(by=by, kind=KIND, family=Draft().family, base=None, content=copied_content(progression))


def new_draft(content: Content, *, by: User) -> Draft:
    """A draft of something new; the one that was begun and never touched, where there is one."""
    begun = Draft.objects.for_user(by).filter(kind=KIND, base=None, revision=0)
    untouched = begun.exclude(content__has_key="copied_from").first()
    return untouched or begin(by=by, kind=KIND, family=Draft().family, base=None, content=content)
