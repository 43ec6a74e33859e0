"""Two clips of the demo: one that the coach has noted on, one that nobody has opened yet."""

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from clients.clips import attach_clip, note_on, open_clip
from clients.models import Attachment, Session

CLIP = Path(__file__).with_name("clip.webm")  # the library's own moving figure, one rep of it
NOTES = (
    (2000, "Bottom: hips stay level, the left foot does the work. Good."),
    (3200, "Top: ribs come up before the hips are through. Breathe out, then finish with the glute."),
)


def film(coach: User) -> None:
    _filmed("Callum Reid", coach)
    seen = _filmed("Maya Lindqvist", coach)
    if seen:
        open_clip(seen)
        for at_ms, text in NOTES:
            note_on(seen, at_ms=at_ms, text=text, by=coach)


def _filmed(name: str, coach: User) -> Attachment | None:
    """The last set of the newest session, as the client sent it; nothing where there is none."""
    session = Session.objects.filter(client__name=name, status="finished").order_by("-due_on").first()
    row = session.sets.filter(kind="done").order_by("-set_number", "side").first() if session else None
    if session is None or row is None:
        return None
    file = SimpleUploadedFile(CLIP.name, CLIP.read_bytes())
    return attach_clip(row, file, by=session.client.user or coach)
