"""The shape of what a coach types about a program: its head, a day's name, how a week is repeated."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.words import figure_words, one_of
from programs.building import MOST_DAYS, MOST_NOTE, MOST_TITLE, MOST_WEEKS, WeeklyChange
from programs.forms.figures import WholeField

SIGNED = re.compile(r"([+-]?)([0-9]{1,4})(?:[.,]([0-9]{1,2}))?")


class ChangeField(forms.CharField):
    """So much more (or, with a minus, less) a week. Empty is no change."""

    def __init__(self, *, what: Any, most: int, step: Decimal, **kwargs: Any) -> None:
        self.what, self.most, self.step = what, most, step
        super().__init__(required=False, max_length=12, **kwargs)

    def clean(self, value: Any) -> Decimal:
        text = str(super().clean(value)).replace("−", "-").replace(" ", "")
        if not text:
            return Decimal(0)
        match = SIGNED.fullmatch(text)
        number = Decimal(f"{match[1]}{match[2]}.{match[3] or 0}") if match else None
        if number is None or abs(number) > self.most or number % self.step:
            step = figure_words(self.step)
            example = one_of([step, f"−{step}"])
            raise ValidationError(
                gettext("%(what)s: a number such as %(example)s, %(most)s at most.")
                % {"what": self.what, "example": example, "most": self.most}
            )
        return number


class HeadForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Give it a name.")})
    summary = forms.CharField(label=_("What it is for"), max_length=300, required=False)
    folder = forms.CharField(label=_("Folder"), max_length=60, required=False)
    tags = forms.CharField(label=_("Tags"), max_length=400, required=False, help_text=_("With commas between them."))
    weeks = WholeField(label=_("Weeks"), low=1, high=MOST_WEEKS, what=_("Weeks"))
    days_a_week = WholeField(label=_("Days a week"), low=1, high=MOST_DAYS, what=_("Days a week"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["folder"].widget.attrs |= {"list": "folders", "autocomplete": "off"}
        for name in ("weeks", "days_a_week"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"

    def clean_tags(self) -> str:
        tags = [tag.strip() for tag in self.cleaned_data["tags"].split(",") if tag.strip()]
        if len(tags) > 12 or any(len(tag) > 30 for tag in tags):
            raise ValidationError(gettext("At most 12 tags of 30 characters each."))
        return ", ".join(dict.fromkeys(tags))


class DayForm(forms.Form):
    title = forms.CharField(label=_("Name"), max_length=MOST_TITLE, required=False)
    note = forms.CharField(
        label=_("Note"), max_length=MOST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class RepeatForm(forms.Form):
    """This week again until week N, each time with so much more than the week before."""

    until = WholeField(label=_("Until week"), low=1, high=MOST_WEEKS, what=_("Week"))
    sets = ChangeField(label=_("Sets"), what=_("Sets"), most=10, step=Decimal(1))
    reps = ChangeField(label=_("Reps"), what=_("Reps"), most=50, step=Decimal(1))
    rir = ChangeField(label=_("In reserve"), what=_("In reserve"), most=10, step=Decimal("0.5"))
    load = ChangeField(label=_("Load, kg or lb"), what=_("Load"), most=500, step=Decimal("0.01"))
    percent = ChangeField(label=_("Load, %"), what=_("Per cent"), most=100, step=Decimal("0.01"))

    def __init__(self, *args: Any, week: int, weeks: int, **kwargs: Any) -> None:
        self.week, self.weeks = week, weeks
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"inputmode": "text", "autocomplete": "off"}

    def clean_until(self) -> int:
        until: int = self.cleaned_data["until"]
        if not self.week < until <= self.weeks:
            raise ValidationError(
                gettext("Until week: %(week)s to %(weeks)s.") % {"week": self.week + 1, "weeks": self.weeks}
            )
        return until

    def change(self) -> WeeklyChange:
        said = self.cleaned_data
        return WeeklyChange(
            sets=int(said["sets"]), reps=int(said["reps"]), rir=said["rir"], load=said["load"], percent=said["percent"]
        )
