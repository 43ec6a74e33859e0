"""What an owner sends to have an export put back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class RestoreForm(forms.Form):
    """`too_large`: the file was dropped on its way in."""

    file = forms.FileField(
        label=_("Export"),
        help_text=_("A ZIP that Kickstand has made."),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={"required": _("Choose the ZIP of an export."), "empty": _("There is nothing in the file.")},
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        if too_large:
            self.fields["file"].required = False

    def clean_file(self) -> Any:
        if self.too_large:
            raise forms.ValidationError(_("It is larger than 200 MB. Export without clips, and restore that."))
        return self.cleaned_data["file"]
