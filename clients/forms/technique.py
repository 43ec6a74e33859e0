"""How each side's technique looked, as a coach says it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.models import SessionItem, TechniqueMark

CHOICES = [("sound", _("Sound")), ("failed", _("Failed")), ("", _("Not judged"))]
LONGEST = TechniqueMark._meta.get_field("note").max_length or 0


class TechniqueForm(forms.Form):
    """A choice and a note for each side of one exercise, `item` with its targets and marks."""

    def __init__(self, *args: Any, item: SessionItem, **kwargs: Any) -> None:
        self.marks = {mark.side: mark for mark in item.technique.all()}
        super().__init__(*args, **kwargs | {"prefix": f"technique-{item.position}"})
        self.item = item
        self.sides = sorted(target.side for target in item.targets.all())  # left first, as a coach compares
        for side in self.sides:
            mark = self.marks.get(side)
            name = {"left": gettext("Left technique"), "right": gettext("Right technique")}.get(
                side, gettext("Technique")
            )
            self.fields[side] = forms.ChoiceField(
                label=name,
                choices=CHOICES,
                required=False,
                widget=forms.RadioSelect,
                initial="" if mark is None else "sound" if mark.is_sound else "failed",
                error_messages={"invalid_choice": gettext("Sound, failed, or not judged.")},
            )
            self.fields[f"{side}-note"] = forms.CharField(
                label=gettext("%(name)s, note") % {"name": name},
                required=False,
                max_length=LONGEST,
                initial=mark.note if mark else "",
                error_messages={
                    "max_length": gettext("A note has at most %(longest)s characters.") % {"longest": LONGEST}
                },
            )

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        for side in self.sides:
            if cleaned.get(f"{side}-note") and not cleaned.get(side) and side in cleaned:
                self.add_error(side, gettext("Sound or failed? A note alone says neither."))
        return cleaned

    @property
    def verdicts(self) -> dict[str, tuple[bool | None, str]]:
        """What to keep, of the sides where something is new."""
        said = {
            side: ({"sound": True, "failed": False}.get(self.cleaned_data[side]), self.cleaned_data[f"{side}-note"])
            for side in self.sides
        }
        return {side: each for side, each in said.items() if each != self._held(side)}

    def _held(self, side: str) -> tuple[bool | None, str]:
        mark = self.marks.get(side)
        return (mark.is_sound, mark.note) if mark else (None, "")

    def rows(self) -> list[dict[str, Any]]:
        return [{"side": side, "choice": self[side], "note": self[f"{side}-note"]} for side in self.sides]
