"""How a browser says where it can be reached."""

from base64 import urlsafe_b64decode

from django import forms
from django.http import HttpRequest

from reminders.models import LONGEST_ORIGIN
from reminders.push.addresses import LONGEST_ENDPOINT, is_endpoint
from reminders.push.encryption import read_public_key

SECRET_BYTES = 16


class SubscriptionForm(forms.Form):
    """What a browser's ``PushSubscription`` says of itself, keys in base64url."""

    endpoint = forms.CharField(max_length=LONGEST_ENDPOINT)
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=30)

    def clean_endpoint(self) -> str:
        endpoint: str = self.cleaned_data["endpoint"]
        if not is_endpoint(endpoint):
            raise forms.ValidationError("no endpoint")
        return endpoint

    def clean_p256dh(self) -> bytes:
        key = _bytes(self.cleaned_data["p256dh"])
        try:
            read_public_key(key)
        except ValueError as error:
            raise forms.ValidationError("no key") from error
        return key

    def clean_auth(self) -> bytes:
        secret = _bytes(self.cleaned_data["auth"])
        if len(secret) != SECRET_BYTES:
            raise forms.ValidationError("no secret")
        return secret


def _bytes(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise forms.ValidationError("no base64url") from error


def origin_of(request: HttpRequest) -> str:
    """Of the site as the browser knows it that sends this request."""
    return f"{request.scheme}://{request.get_host()}"[:LONGEST_ORIGIN]
