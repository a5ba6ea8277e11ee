"""What a new link is to be."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import NameField
from practice.forms.fields import CHANGED, choice_field, flag_field
from sharing.models import Kind

USUAL_DAYS = 90
DAYS = (30, USUAL_DAYS, 365)


class LinkForm(forms.Form):
    """For whom, what it shows, whether it may tick, for how many days; and the yes to it."""

    name = NameField(asked=_("Write for whom the link is."))
    shown_name = NameField()
    kind = choice_field(*Kind.values, message=_("Choose what the link allows."))
    notes = flag_field()
    pain = flag_field()
    reasons = flag_field()
    days = choice_field(*map(str, DAYS), message=CHANGED)
    agree = choice_field("1", message=_("Tick the box to say yes."))


class HelpForm(forms.Form):
    """A tick for somebody else, or its undo."""

    done = choice_field("1", "0", message=_("Say done=1 or done=0."))
