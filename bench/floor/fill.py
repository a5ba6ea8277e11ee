"""The floor's people, as many and with as many rows as the product's, and what they ask for."""

import datetime as dt

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from bench.asking import Ask, Asks
from bench.floor.models import Entry

PEOPLE = 200
DAYS = 84
A_DAY = 3


def fill() -> Asks:
    """Make the people; everything they ask for, by name."""
    # The users first: the floor's own table points to them and has no migrations.
    call_command("migrate", "auth", verbosity=0)
    call_command("migrate", run_syncdb=True, verbosity=0)
    today = timezone.now().date()
    asks: Asks = {"page": [], "tick": [], "weeks": []}
    for number in range(PEOPLE):
        user = User.objects.create(username=f"person {number}")
        Entry.objects.bulk_create(
            Entry(user=user, day=today - dt.timedelta(days=back), exercise=exercise)
            for back in range(DAYS + 1)
            for exercise in range(A_DAY)
        )
        browser = Client()
        browser.force_login(user)
        cookie = f"sessionid={browser.cookies['sessionid'].value}"
        asks["page"].append(Ask("/", cookie))
        asks["weeks"].append(Ask("/weeks/", cookie))
        asks["tick"] += [Ask("/tick/", cookie, {"exercise": str(n)}) for n in range(A_DAY)]
    return asks
