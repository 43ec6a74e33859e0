"""What people choose in the library."""

from typing import Any

from django import forms

from exercises.models import ExerciseQuerySet
from exercises.vocabulary import Equipment, Laterality, Muscle


class LibraryFilter(forms.Form):
    """The search line and the three filters. All may be empty; a word that is no choice is an error at its field."""

    q = forms.CharField(
        label="Search",
        max_length=80,
        required=False,
        error_messages={"max_length": "Search for at most %(limit_value)d characters."},
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "class": "input",
                "placeholder": "Name, muscle, equipment",
                "autocomplete": "off",
            }
        ),
    )
    muscle = forms.ChoiceField(label="Muscle", required=False, choices=[("", "Any muscle"), *Muscle.choices])
    equipment = forms.ChoiceField(
        label="Equipment", required=False, choices=[("", "Any equipment"), *Equipment.choices]
    )
    laterality = forms.ChoiceField(label="Feet", required=False, choices=[("", "Any stance"), *Laterality.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("muscle", "equipment", "laterality"):
            self.fields[name].error_messages["invalid_choice"] = "Choose one from the list."

    @property
    def narrows(self) -> bool:
        """True when anything was searched or chosen."""
        return self.is_valid() and any(self.cleaned_data.values())

    @property
    def problem(self) -> str:
        """The first thing that is wrong, or nothing."""
        return next((str(message) for messages in self.errors.values() for message in messages), "")

    def apply(self, exercises: ExerciseQuerySet) -> ExerciseQuerySet:
        """The exercises that fit; with a wrong choice, none."""
        if not self.is_valid():
            return exercises.none()
        chosen = self.cleaned_data
        if chosen["muscle"]:
            exercises = exercises.working(chosen["muscle"])
        if chosen["equipment"]:
            exercises = exercises.needing(chosen["equipment"])
        if chosen["laterality"]:
            exercises = exercises.filter(laterality=chosen["laterality"])
        return exercises.search(chosen["q"])
