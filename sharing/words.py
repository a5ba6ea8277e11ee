"""Sentences of what others see, who are not spoken to as "you", and of the links themselves."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from content.types import Period
from kidneycare.i18n.lists import listed, sentences
from practice.rules.checklist import Row
from practice.rules.week import WeekPage
from practice.words.day import amount_text, by_text
from practice.words.week import document_days_text, figures_text, today_text
from sharing.models import Answer, EveningNotice, SharedLink
from sharing.shared import RECENT_DAYS, Recently


def practised_text(page: WeekPage) -> str:
    """How a week went, told to somebody else."""
    if not page.days_practised:
        return _("Nothing is ticked in this week.")
    if page.days_counted == 1:
        return _("Practised on the one day that counts here.")
    words = npgettext(
        "told to others",
        "Practised on %(done)d of %(days)d day.",
        "Practised on %(done)d of %(days)d days.",
        page.days_counted,
    )
    practised = words % {"done": page.days_practised, "days": page.days_counted}
    if page.steadiest is None:
        return practised
    steadiest = _("%(name)s was the steadiest.") % {"name": page.steadiest.words.name}
    return sentences([practised, steadiest])


def week_share_text(page: WeekPage) -> str:
    """How much of the plan was done on the days that are over, and today apart (rules.md 27)."""
    is_running, percent = page.today is not None, page.balance.percent
    if percent is None:
        share = "" if is_running else _("Nothing was due.")
    else:
        values = {"percent": percent, "figures": figures_text(page.balance)}
        words = (
            _("Up to yesterday %(percent)d %%: %(figures)s.")
            if is_running
            else _("%(percent)d %% of the plan: %(figures)s.")
        )
        share = words % values
    return sentences([share, today_text(page.today) if page.today else ""])


def planned_text(page: WeekPage, document_total: int) -> str:
    """What a percentage is of."""
    least, most = page.daily_totals[0], page.daily_totals[-1]
    values = {"least": least, "most": most, "document": document_total}
    words = (
        _("The plan has %(most)d a day; the document has %(document)d.")
        if least == most
        else _(
            "The plan has changed: from %(least)d to %(most)d a day; the document has %(document)d."
        )
    )
    before = document_days_text(document_total) if page.has_document_days else ""
    return sentences([words % values, before])


def left_heading(period: Period) -> str:
    return _("For tonight") if period is Period.EVENING else _("Still to do today")


def shared_state(row: Row) -> str:
    """How a set stands, without what was felt."""
    done = _("Done") if row.is_done else _("Partly done")
    parts = [_("Not today") if row.is_skipped else done]
    if row.amount:
        parts.append(amount_text(row))
    if row.tick and row.tick.by:
        parts.append(by_text(row.tick.by))
    return listed(parts)


def shown_text(link: SharedLink) -> str:
    """What a link shows, in one sentence."""
    parts = [_("weeks and amounts")]
    if link.shows_notes:
        parts.append(_("notes"))
    if link.shows_pain:
        parts.append(_("how it felt"))
    if link.shows_reasons:
        parts.append(_("why there was rest"))
    return _("Shows: %(parts)s.") % {"parts": listed(parts)}


def opened_text(link: SharedLink, today: dt.date) -> str:
    """How often and when a link was opened, as ``SharedLink.objects.of`` counts it."""
    if not link.last_opened or not link.times:
        return _("Not opened yet.")
    day = _("today") if link.last_opened == today else date_format(link.last_opened, "DAY_AND_YEAR")
    words = ngettext(
        "Opened %(n)d time, last: %(day)s.", "Opened %(n)d times, last: %(day)s.", link.times
    )
    return words % {"n": link.times, "day": day}


def recently_text(recent: Recently) -> str:
    if recent.last is None:
        return _("Nothing is ticked yet.")
    if not recent.of:
        return _("Practised today.")
    if recent.of < RECENT_DAYS:
        words = ngettext(
            "Practised on %(days)d of %(of)d day since the first.",
            "Practised on %(days)d of %(of)d days since the first.",
            recent.of,
        )
    else:
        words = _("Practised on %(days)d of the last %(of)d days.")
    practised = words % {"days": recent.days, "of": recent.of}
    if recent.is_today:
        return sentences([practised, _("Practised today.")])
    last = _("Last time: %(day)s.") % {"day": date_format(recent.last, "DAY_AND_YEAR")}
    return sentences([practised, last])


def evening_state(notice: EveningNotice) -> str:
    """What was asked for by a link and what the person said, told to them."""
    if notice.answered_at is None:
        return _("Would like to be told in the evening; you have not answered yet.")
    words = (
        _("Is told in the evening when nothing was ticked; you said yes on %(day)s.")
        if notice.answer == Answer.YES
        else _("Asked to be told in the evening; you said no on %(day)s.")
    )
    return words % {"day": date_format(notice.answered_at, "DATE_AND_YEAR")}
