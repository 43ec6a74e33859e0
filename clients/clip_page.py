"""A clip or photo as its page shows it: whose set it is, what was done in it, and the notes at their moments."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.models import Attachment, AttachmentNote, Session, SetLog, Target
from clients.places import figures_of, load_words, pain_words, set_name, spare_words
from exercises.words import within

SPEEDS = (("0.1", "⅒"), ("0.25", "¼"), ("0.5", "½"), ("1", "1×"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note at `at_ms`; `moment` is how that is read, empty on a photo."""

    pk: Any
    at_ms: int
    moment: str
    text: str
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipPage:
    """`starts`: the fragment that makes a player begin at a moment, in seconds; it works without a script."""

    clip: Attachment
    title: str
    exercise: str
    done: str
    notes: list[Note]
    starts: str

    @property
    def session(self) -> Session:
        return self.clip.session

    @property
    def speeds(self) -> tuple[tuple[str, str], ...]:
        return SPEEDS

    @property
    def word(self) -> str:
        """`clip` or `photo`."""
        return self.clip.get_kind_display().lower()


def clips_for(user: Any) -> Any:
    """The gate of clips: those of a user's sessions with set and session."""
    return Attachment.objects.for_user(user).select_related("set__item", "session__client__coach")


def clip_page_of(clip: Attachment, user: Any, *, at: str = "") -> ClipPage:
    """The page of a clip read with `clips_for`. Two queries. `at`: milliseconds as an address has them."""
    row = clip.set
    targets = Target.objects.for_user(user).filter(item=row.item_id).select_related("variation__exercise")
    target = next((each for each in targets if each.side == row.side), None)
    notes = AttachmentNote.objects.for_user(user).filter(attachment=clip).select_related("author")
    start = min(int(at), AttachmentNote.LONGEST_MS) if at.isascii() and at.isdigit() and len(at) < 9 else 0
    return ClipPage(
        clip=clip,
        title=set_words(row),
        exercise=f"{row.item.label} {target.variation.exercise}".strip() if target else "",
        done=_done_words(row, target),
        notes=[_note(note, clip) for note in notes],
        starts=f"#t={start / 1000:g}" if start and clip.is_video else "",
    )


def set_words(row: SetLog) -> str:
    """`Left, set 3`."""
    return set_name(row.side, row.set_number)


def moment_words(at_ms: int) -> str:
    """`0:03.40`: minutes, seconds and hundredths, as the player counts."""
    minutes, rest = divmod(at_ms, 60_000)
    return f"{minutes}:{rest // 1000:02}.{rest % 1000 // 10:02}"


def _done_words(row: SetLog, target: Target | None) -> str:
    """`40 kg × 10, 2 more possible`."""
    done = figures_of(row, target) if target else None
    if target is None or done is None:
        return row.get_kind_display()
    parts = [
        f"{load_words(done.load, target)} × {done.amount_words}",
        "" if done.rir is None else spare_words(done.rir),
        pain_words(row.pain) if row.pain else "",
    ]
    return ", ".join(part for part in parts if part)


def _note(note: AttachmentNote, clip: Attachment) -> Note:
    return Note(
        pk=note.pk,
        at_ms=note.at_ms,
        moment=moment_words(note.at_ms) if clip.is_video else "",
        text=note.text,
        author=note.author.name if note.author else _("a coach who has left"),
    )


# --- Those of a session ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A clip in a list: `Left, set 3`, and `Clip, 2 notes`."""

    clip: Attachment
    name: str
    what: str

    @property
    def is_new(self) -> bool:
        """No coach has opened it."""
        return self.clip.seen_at is None


def listed(user: Any, *sessions: Session) -> list[Listed]:
    """The clips and photos of sessions, the oldest first. One query."""
    rows = Attachment.objects.for_user(user).filter(session__in=sessions).select_related("set")
    return [
        Listed(clip=clip, name=set_words(clip.set), what=_what(clip)) for clip in rows.annotate(noted=Count("notes"))
    ]


def _what(clip: Any) -> str:
    if not clip.noted:
        return str(clip.get_kind_display())
    notes = ngettext("%(count)s note", "%(count)s notes", clip.noted) % {"count": clip.noted}
    return f"{clip.get_kind_display()}, {notes}"


def sets_to_show(user: Any, session: Session) -> list[tuple[SetLog, str]]:
    """The sets that a clip can be attached to, in order and by name; on a day of several exercises with theirs."""
    rows = SetLog.objects.for_user(user).filter(session=session).exclude(kind=SetLog.Kind.SKIPPED)
    rows = rows.select_related("item").prefetch_related("item__targets__variation__exercise")
    found = list(rows.order_by("item__position", "set_number", "side"))
    several = len({row.item_id for row in found}) > 1
    return [(row, f"{_exercise(row)}: {within(set_words(row))}" if several else set_words(row)) for row in found]


def _exercise(row: SetLog) -> str:
    targets = list(row.item.targets.all())
    return f"{row.item.label} {targets[0].variation.exercise}".strip() if targets else _("Exercise")
