"""A clip or photo of a set as a client sends it, and a coach's note on it."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from clients.clips import too_large_words
from clients.models import AttachmentNote, SetLog

# What phones offer to send. Not HEIC: asked for JPEG, an iPhone turns its photos into what every browser shows.
ACCEPT = "video/*,image/jpeg,image/png,image/webp"
LONGEST = AttachmentNote._meta.get_field("text").max_length or 0


class ClipForm(forms.Form):
    """`sets`: those it can be of, each with its name. `too_large`: the file was dropped on its way in."""

    set = forms.ChoiceField(
        label=_("Which set"),
        error_messages={
            "required": _("Choose a set."),
            "invalid_choice": _("That set is no longer there. Choose another."),
        },
    )
    file = forms.FileField(
        label=_("Clip or photo"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def __init__(self, *args: Any, sets: list[tuple[SetLog, str]], too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.pk): row for row, _ in sets}
        self.too_large = too_large
        choice: Any = self.fields["set"]
        choice.choices = [(str(row.pk), name) for row, name in sets]
        choice.initial = next(reversed(self.rows), None)  # the last set is the hardest, and the one to look at

    def clean_file(self) -> Any:
        if self.too_large:
            raise forms.ValidationError(too_large_words())
        if self.cleaned_data.get("file") is None:
            raise forms.ValidationError(_("Choose a clip or a photo."))
        return self.cleaned_data["file"]

    @property
    def most(self) -> int:
        """Bytes that a file may have, so that the page can tell before it is sent."""
        return int(settings.CLIPS_MOST_BYTES)

    @property
    def row(self) -> SetLog:
        """The set that was chosen, of a valid form."""
        return self.rows[self.cleaned_data["set"]]


class NoteForm(forms.Form):
    """A line, and for a clip the second that it is about."""

    second = forms.DecimalField(
        label=_("Second"),
        required=False,
        initial="0",
        min_value=0,
        max_value=3600,
        error_messages={
            "invalid": _("Seconds from the start, such as 3.4."),
            "min_value": _("Seconds from the start, from 0."),
            "max_value": _("Seconds from the start, at most 3600."),
        },
    )
    text = forms.CharField(
        label=_("Note"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Write what you see."),
            "max_length": _("A note has at most %(limit_value)s characters."),
        },
    )

    @property
    def at_ms(self) -> int:
        return round((self.cleaned_data["second"] or 0) * 1000)
