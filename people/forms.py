"""A name for the household, a code to come back by, and the yes to erasing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kidneycare.i18n.text import clean_line
from kidneycare.limits import NICKNAME_LENGTH
from people.access.codes import normalize_code


class NameField(forms.Field):
    """A name of one line, cleaned; ``asked`` is said where one is needed and none is there."""

    def __init__(self, *, asked: Any = None) -> None:
        super().__init__(required=False)
        self.asked = asked

    def clean(self, value: Any) -> str:
        name = clean_line(str(value or ""))
        if len(name) > NICKNAME_LENGTH:
            raise forms.ValidationError(_("A name of 40 letters at most, please."))
        if self.asked and not name:
            raise forms.ValidationError(self.asked)
        return name


class NameForm(forms.Form):
    name = NameField()


class CodeForm(forms.Form):
    code = forms.Field(required=False)

    def clean_code(self) -> str:
        code = normalize_code(self.cleaned_data["code"] or "")
        if not code:
            raise forms.ValidationError(_("Type the code first."))
        return code


class KnownForm(forms.Form):
    """``until``: when the last phone had joined that the page told of."""

    until = forms.DateTimeField()


class EraseForm(forms.Form):
    sure = forms.ChoiceField(
        choices=[("1", "")],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Tick the box first to say that you are sure.")
        ),
    )
