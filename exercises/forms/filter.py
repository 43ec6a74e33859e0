"""What people search and choose in the library."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from exercises.models import ExerciseQuerySet
from exercises.search import words_of
from exercises.vocabulary import Equipment, Level, Movement, Muscle, Placement
from exercises.words import capitalised, told

WHOSE = [("", _("Built in and yours")), ("own", _("Yours")), ("archived", _("Archived"))]
CHOICES = ("movement", "muscle", "equipment", "placement", "level", "whose")


@dataclass(frozen=True, slots=True)
class Chip:
    """Something chosen, and the query string of the same page without it."""

    label: str
    query: str


_capitalised = lazy(lambda label: capitalised(str(label)), str)


def _choice(label: Any, every: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", every), *choices],
        error_messages={"invalid_choice": _("Choose one from the list.")},
    )


class LibraryFilter(forms.Form):
    """The search line and the filters. All may be empty; a word that is no choice is an error at its field."""

    q = forms.CharField(
        label=_("Search"),
        max_length=80,
        required=False,
        error_messages={"max_length": _("Search for at most %(limit_value)d characters.")},
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "class": "input",
                "placeholder": _("Name, muscle, equipment"),
                "autocomplete": "off",
            }
        ),
    )
    movement = _choice(_("Movement"), _("Any movement"), Movement.choices)
    muscle = _choice(_("Muscle"), _("Any muscle"), Muscle.choices)
    equipment = _choice(_("Equipment"), _("Any equipment"), Equipment.choices)
    placement = _choice(_("Other foot"), _("Any placement"), Placement.choices)
    level = _choice(_("Level"), _("Any level"), [(level.value, _capitalised(level.label)) for level in Level])
    whose = _choice(_("Whose"), "", [])

    def __init__(self, data: QueryDict, *, may_edit: bool) -> None:
        super().__init__(data)
        if may_edit:
            whose = self.fields["whose"]
            assert isinstance(whose, forms.ChoiceField)
            whose.choices = WHOSE
        else:
            del self.fields["whose"]

    @property
    def chosen(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}

    @property
    def ranked(self) -> bool:
        """True when words were searched: the best fit comes first, and movements do not part the list."""
        return "q" in self.chosen

    @property
    def archived(self) -> bool:
        return self.chosen.get("whose") == "archived"

    @property
    def problem(self) -> str:
        """The first thing that is wrong, or nothing."""
        return next((str(message) for messages in self.errors.values() for message in messages), "")

    def chips(self) -> list[Chip]:
        """What is chosen, each with the way to take it off."""
        chosen = self.chosen
        return [Chip(self._label(name), _query(chosen, without=name)) for name in chosen]

    def _label(self, name: str) -> str:
        value = self.chosen[name]
        options: Any = getattr(self.fields[name], "choices", ())
        return str(dict(options).get(value, f"“{value}”"))

    def apply(self, exercises: ExerciseQuerySet) -> ExerciseQuerySet:
        """The exercises that fit; with a wrong choice, none. Which rows `whose` begins with is the view's."""
        if not self.is_valid():
            return exercises.none()
        chosen = self.chosen
        if "movement" in chosen:
            exercises = exercises.filter(movement=chosen["movement"])
        if "muscle" in chosen:
            exercises = exercises.working(chosen["muscle"])
        if "equipment" in chosen:
            exercises = exercises.needing(chosen["equipment"])
        if "placement" in chosen:
            exercises = exercises.placed(chosen["placement"])
        if "level" in chosen:
            exercises = exercises.on_level(chosen["level"])
        words = chosen.get("q", "")
        return _searched(exercises, words) if words else exercises


def _searched(exercises: ExerciseQuerySet, text: str) -> ExerciseQuerySet:
    """Those that fit in English, and those whose name or definition says every word in the reader's language."""
    if (get_language() or settings.LANGUAGE_CODE) == settings.LANGUAGE_CODE:
        return exercises.search(text)
    wanted = words_of(text)
    spoken = {
        pk
        for pk, name, definition in exercises.values_list("pk", "name", "definition")
        if all(word in f"{told(name)} {told(definition)}".lower() for word in wanted)
    }
    return exercises.filter(pk__in=spoken | set(exercises.search(text).values_list("pk", flat=True)))


def _query(chosen: dict[str, Any], *, without: str) -> str:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in chosen.items() if name != without})
    return query.urlencode()
