"""A form that knows what its row was when the page was opened, so that two people's changes can be told apart.

Each control goes with a hidden copy of what it began with. Where somebody else saved in the meantime, the form says
field by field what is mine, what is theirs, and which of them was touched here.
"""

from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

USE = "use-"
THEIRS = "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that reads differently in two versions; `touched` when this form changed it."""

    name: str
    label: str
    mine: str
    theirs: str
    touched: bool


class MergingForm(forms.Form):
    """Subclasses say what a row's fields are typed as: `typed(row)` gives a name and a value for every field."""

    revision = forms.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("This form is not complete. Reload the page.")
        ),
    )

    def __init__(self, data: QueryDict | None = None, *, row: Any = None) -> None:
        self.row = row
        super().__init__(
            data, initial={**self.typed(row), "revision": row.revision} if row else {**self.usual(), "revision": 0}
        )
        for name in self.mergeable:
            self.fields[name].show_hidden_initial = row is not None

    @staticmethod
    def typed(row: Any) -> dict[str, Any]:
        raise NotImplementedError

    @staticmethod
    def usual() -> dict[str, Any]:
        """What a new one begins with."""
        return {}

    @property
    def mergeable(self) -> list[str]:
        return [name for name in self.fields if name != "revision"]

    @property
    def wrong(self) -> list[forms.BoundField]:
        """The fields to look at, in their order."""
        return [self[name] for name in self.mergeable if name in self.errors]

    def hidden(self) -> list[SafeString]:
        """The revision and, for an existing row, what every control began with."""
        return [
            SafeString(self["revision"].as_hidden()),
            *(
                SafeString(self[name].as_hidden(only_initial=True))
                for name in self.mergeable
                if self.fields[name].show_hidden_initial
            ),
        ]

    def differences(self, current: Any) -> list[Difference]:
        """What I typed beside what the row says now, where the two are not the same."""
        theirs = self.typed(current)
        changed = set(self.changed_data)
        rows = []
        for name in self.mergeable:
            mine = self._words(name, self[name].value())
            other = self._words(name, theirs[name])
            if mine != other:
                rows.append(
                    Difference(
                        name=name,
                        label=str(self.fields[name].label),
                        mine=mine,
                        theirs=other,
                        touched=name in changed,
                    )
                )
        return rows

    def _words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.MultipleChoiceField):
            return ", ".join(str(label) for code, label in _options(field) if code in (value or []))
        if isinstance(field, forms.ChoiceField):
            return str(dict(_options(field)).get(value or "", ""))
        if isinstance(field, forms.BooleanField):
            return gettext("yes") if value in (True, "on", "True") else gettext("no")
        return str(field.to_python(value) or "")

    def rebased(self, current: Any) -> Self:
        """The same typing over the row as it is now: saving it again is no longer stale."""
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data["revision"] = str(current.revision)
        for name, value in self.typed(current).items():
            _put(data, f"initial-{name}", value)
        return type(self)(data, row=self.row)


def settled(data: QueryDict, form: type[MergingForm], current: Any) -> QueryDict:
    """What was typed, with the row's own value for every field that says `use-<field>=theirs`."""
    chosen = data.copy()
    for name, value in form.typed(current).items():
        if data.get(f"{USE}{name}") == THEIRS:
            _put(chosen, name, value)
    return chosen


def _put(data: QueryDict, name: str, value: Any) -> None:
    if value is False:
        data.setlist(name, [])
    else:
        data.setlist(name, list(value) if isinstance(value, list) else [value])


def _options(field: Any) -> list[tuple[Any, Any]]:
    return list(field.choices)
