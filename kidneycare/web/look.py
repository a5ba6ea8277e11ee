"""The form on every page that changes its text size, theme or language."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from kidneycare.cookies import cookie_name
from kidneycare.i18n.languages import address_in, is_language
from kidneycare.i18n.look import COOKIE, SIZES, THEMES, Look, keep_look, look_of
from kidneycare.web.http import HttpResponseSeeOther, refuse, refuse_because
from kidneycare.web.refusals import cause_without_token


@csrf_exempt
@require_POST
def change_look(request: HttpRequest) -> HttpResponse:
    """Set the look cookie and nothing else, then return to the page of the form."""
    if cause := cause_without_token(request):
        return refuse_because(request, cause)
    look = look_of(request)
    size = request.POST.get("size", look.size)
    theme = request.POST.get("theme", look.theme)
    language = request.POST.get("language", look.language)
    if size not in SIZES or theme not in THEMES:
        return refuse(request, _("There is no such text size or theme."))
    if "language" in request.POST and not is_language(language):
        return refuse(request, _("There is no such language."))
    back = _way_back(request.POST.get("next", ""), language if "language" in request.POST else None)
    if not request.COOKIES:
        # Only the next request shows whether this browser takes cookies.
        check = address_in(
            reverse("look_kept"), get_language_from_path(back) or settings.LANGUAGE_CODE
        )
        back = f"{check}?{urlencode({'next': back})}"
    response = HttpResponseSeeOther(back)
    keep_look(response, Look(size, theme, language))
    return response


@never_cache
@require_safe
def look_kept(request: HttpRequest) -> HttpResponse:
    """Return to the page of the form, or say why nothing has changed there."""
    back = _way_back(request.GET.get("next", ""))
    if "next" not in request.GET or cookie_name(COOKIE) in request.COOKIES:
        return redirect(back)
    return render(request, "look_not_kept.html", {"came_from": back})


def _way_back(address: str, language: str | None = None) -> str:
    """The page of the form, in another language where one is chosen; never another site."""
    back = address if address.startswith("/") else "/"
    if language is not None:
        back = address_in(back, language)
    # Checked last: what follows a prefix may itself look like another host.
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/"
