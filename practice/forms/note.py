"""How a day felt, in one line."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.forms.fields import CHANGED, LineField
from practice.models import Feeling


class NoteForm(forms.Form):
    """How a day felt, and one line about it; both may be left out."""

    feeling = forms.TypedChoiceField(
        choices=[(feeling.name.lower(), "") for feeling in Feeling],
        coerce=lambda name: Feeling[name.upper()],
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": CHANGED},
    )
    words = LineField(too_long=_("One line, please: 200 letters at most."))
