"""What the forms and models say where a field has no words of its own: short, and to the person who typed."""

from typing import Any

from django import forms
from django.core import validators
from django.forms import fields

_MOST = "At most %(limit_value)s characters, this is %(show_value)s."
_LEAST = "At least %(limit_value)s characters, this is %(show_value)s."


def speak_plainly() -> None:
    """Once, as the site starts: these are the defaults that Django's own classes fall back to."""
    validators.MaxLengthValidator.message = _MOST
    validators.MinLengthValidator.message = _LEAST
    validators.MaxValueValidator.message = "%(limit_value)s at most."
    validators.MinValueValidator.message = "%(limit_value)s at least."
    validators.DecimalValidator.messages = {
        "invalid": "Give a number.",
        "max_digits": "At most %(max)s digits.",
        "max_decimal_places": "At most %(max)s decimal places.",
        "max_whole_digits": "At most %(max)s digits before the point.",
    }
    validators.ProhibitNullCharactersValidator.message = "There is a character in it that cannot be stored."
    validators.EmailValidator.message = "Give an e-mail address, such as sam@example.com."
    fields.Field.default_error_messages = {"required": "This is needed."}
    ours: dict[Any, dict[str, str]] = {
        forms.IntegerField: {"invalid": "Give a whole number."},
        forms.FloatField: {"invalid": "Give a number."},
        forms.DecimalField: {"invalid": "Give a number."},
        forms.DateField: {"invalid": "Give a date."},
        forms.UUIDField: {"invalid": "Choose one from the list."},
        forms.ChoiceField: {"invalid_choice": "Choose one from the list."},
        forms.MultipleChoiceField: {"invalid_choice": "Choose from the list.", "invalid_list": "Choose from the list."},
        forms.ModelChoiceField: {"invalid_choice": "Choose one from the list."},
    }
    for kind, words in ours.items():
        kind.default_error_messages = {**kind.default_error_messages, **words}
