"""A file of sets from another tool, and what each of its exercises is called here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from clients.models import SetImport
from clients.set_import.formats import MOST_BYTES
from clients.set_import.guessing import BOTH, EACH, LEFT, RIGHT, SKIP, TURNS, TURNS_RIGHT
from programs.naming import VARIATION, Names

SIDE_CHOICES = [
    (BOTH, _("Both sides at once")),
    (EACH, _("Left and right, each as written")),
    (TURNS, _("Left and right in turn")),
    (TURNS_RIGHT, _("Right and left in turn")),
    (LEFT, _("Left")),
    (RIGHT, _("Right")),
    (SKIP, _("Skip")),
]


class SetFileForm(forms.Form):
    """The file as the other tool has exported it. `too_large`: it was dropped on its way in."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("The export of Hevy or Strong, as it is. At most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
        error_messages={
            "required": _("Choose the file that Hevy or Strong has exported."),
            "empty": _("There is nothing in the file."),
        },
    )
    unit = forms.ChoiceField(
        label=_("Loads are in"), choices=Unit.choices, help_text=_("Asked only of files that do not say it.")
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        if too_large:
            self.fields["file"].required = False

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if self.too_large or (file is not None and file.size > MOST_BYTES):
            raise forms.ValidationError(_("The file is larger than 20 MB. Export a shorter time, or split it."))
        return file


class MappingForm(forms.Form):
    """For each name of the file `to-0`, the name of one of ours, and `side-0`, which sides its sets are of."""

    def __init__(self, *args: Any, source: SetImport, library: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source, self.library = source, library
        for number, each in enumerate(source.names):
            to = forms.CharField(required=False, max_length=200, initial=_guessed(each, library), label=each["name"])
            to.widget.attrs |= {"list": "library", "autocomplete": "off", "aria-label": each["name"]}
            side = forms.ChoiceField(choices=SIDE_CHOICES, initial=each["side"], label=each["name"])
            side.widget.attrs["aria-label"] = str(_("Side of %(name)s")) % {"name": each["name"]}
            side.error_messages["required"] = side.error_messages["invalid_choice"] = _("Choose a side, or skip it.")
            self.fields[f"to-{number}"], self.fields[f"side-{number}"] = to, side

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each name with its two fields, in the order of the file's."""
        return [
            {"name": each["name"], "sets": each["sets"], "warm_ups": each["warm_ups"]}
            | {"to": self[f"to-{number}"], "side": self[f"side-{number}"]}
            for number, each in enumerate(self.source.names)
        ]

    def clean(self) -> dict[str, Any]:
        """A name is understood as in a program's line; one without is skipped."""
        self.mapping: dict[str, tuple[str, str]] = {}
        for number, each in enumerate(self.source.names):
            text, side = self.cleaned_data.get(f"to-{number}", ""), self.cleaned_data.get(f"side-{number}", SKIP)
            if not text or side == SKIP:
                continue
            meaning = self.library.find(text, follow=False)
            if meaning is None:
                close = self.library.close_to(text, follow=False)
                self.add_error(f"to-{number}", self._unknown(text, close))
            else:
                self.mapping[each["name"]] = (meaning.code.removeprefix(f"{VARIATION}:"), side)
        return self.cleaned_data

    @staticmethod
    def _unknown(text: str, close: list[str]) -> str:
        if close:
            words = _("Nothing in the library is called %(name)s. Perhaps %(close)s?")
            return str(words) % {"name": text, "close": close[0]}
        return str(_("Nothing in the library is called %(name)s.")) % {"name": text}


def _guessed(each: dict[str, Any], library: Names) -> str:
    """The name of what was guessed, as this reader calls it. Nothing where it has left the library since."""
    found = library.variations.get(each["to"])
    return found.full_name if found else ""
