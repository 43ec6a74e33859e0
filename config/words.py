"""What the forms and models say where a field has no words of its own: short, and to the person who typed."""

from typing import Any

from django import forms
from django.core import validators
from django.forms import fields
from django.utils.translation import gettext_lazy as _

_MOST = _("At most %(limit_value)s characters, this is %(show_value)s.")
_LEAST = _("At least %(limit_value)s characters, this is %(show_value)s.")


def speak_plainly() -> None:
    """Once, as the site starts: these are the defaults that Django's own classes fall back to."""
    validators.MaxLengthValidator.message = _MOST
    validators.MinLengthValidator.message = _LEAST
    validators.MaxValueValidator.message = _("%(limit_value)s at most.")
    validators.MinValueValidator.message = _("%(limit_value)s at least.")
    decimals: Any = {
        "invalid": _("Give a number."),
        "max_digits": _("At most %(max)s digits."),
        "max_decimal_places": _("At most %(max)s decimal places."),
        "max_whole_digits": _("At most %(max)s digits before the point."),
    }
    validators.DecimalValidator.messages = decimals
    validators.ProhibitNullCharactersValidator.message = _("There is a character in it that cannot be stored.")
    validators.EmailValidator.message = _("Give an e-mail address, such as sam@example.com.")
    needed: Any = {"required": _("This is needed.")}
    fields.Field.default_error_messages = needed
    ours: dict[Any, dict[str, Any]] = {
        forms.IntegerField: {"invalid": _("Give a whole number.")},
        forms.FloatField: {"invalid": _("Give a number.")},
        forms.DecimalField: {"invalid": _("Give a number.")},
        forms.DateField: {"invalid": _("Give a date.")},
        forms.UUIDField: {"invalid": _("Choose one from the list.")},
        forms.ChoiceField: {"invalid_choice": _("Choose one from the list.")},
        forms.MultipleChoiceField: {
            "invalid_choice": _("Choose from the list."),
            "invalid_list": _("Choose from the list."),
        },
        forms.ModelChoiceField: {"invalid_choice": _("Choose one from the list.")},
    }
    for kind, words in ours.items():
        kind.default_error_messages = {**kind.default_error_messages, **words}
