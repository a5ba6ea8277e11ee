"""Addresses of people."""

from django.urls import path

from people.views import back, devices, erase, household, keep, trust

urlpatterns = [
    path("me/erase/", erase.erase, name="erase"),
    path("me/erased/", erase.erased, name="erased"),
    path("me/keep/", keep.keep, name="keep"),
    path("me/keep/later/", keep.keep_later, name="keep_later"),
    path("me/keep/passkey/", keep.keep_passkey, name="keep_passkey"),
    path("me/keep/passkey/<int:passkey>/remove/", keep.remove_passkey, name="remove_passkey"),
    path("me/keep/sheet/", keep.sheet, name="sheet"),
    path("me/phones/", devices.devices, name="devices"),
    path("me/phones/add/", devices.add_device, name="add_device"),
    path("me/phones/known/", devices.know_joined, name="know_joined"),
    path("me/phones/signed-out/", devices.signed_out, name="signed_out"),
    path("me/phones/<int:device>/sign-out/", devices.sign_out, name="sign_out"),
    path("me/people/", household.household, name="household"),
    path("me/people/new/", household.begin_second, name="begin_second"),
    path("me/people/name/", household.change_name, name="change_name"),
    path("me/people/<int:device>/", household.switch, name="switch"),
    path("back/", back.back, name="back"),
    path("back/passkey/", back.back_by_passkey, name="back_by_passkey"),
    path("trust/", trust.trust, name="trust"),
]

files = [
    path("trust/kidneycare.crt", trust.trust_certificate, name="trust_certificate"),
]
