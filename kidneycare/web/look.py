"""The form on every page that changes its text size, theme or language."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kidneycare.i18n.languages import address_in, is_language
from kidneycare.i18n.look import SIZES, THEMES, Look, keep_look, look_of
from kidneycare.web.http import HttpResponseSeeOther, refuse, refuse_because
from kidneycare.web.refusals import Cause, cause_of_sender


@csrf_exempt
@require_POST
def change_look(request: HttpRequest) -> HttpResponse:
    """Set the look cookie and nothing else, then return to the page of the form."""
    if cause := _cause(request):
        return refuse_because(request, cause)
    look = look_of(request)
    size = request.POST.get("size", look.size)
    theme = request.POST.get("theme", look.theme)
    language = request.POST.get("language", look.language)
    if size not in SIZES or theme not in THEMES:
        return refuse(request, _("There is no such text size or theme."))
    if "language" in request.POST and not is_language(language):
        return refuse(request, _("There is no such language."))
    back = request.POST.get("next", "")
    if not back.startswith("/"):
        back = "/"
    if "language" in request.POST:
        back = address_in(back, language)
    # Checked last: what follows a prefix may itself look like another host.
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseSeeOther(back)
    keep_look(response, Look(size, theme, language))
    return response


def _cause(request: HttpRequest) -> Cause | None:
    """Why a form is not from our own pages; it has no token, being on cacheable ones too."""
    site = request.headers.get("Sec-Fetch-Site", "none")
    foreign = None if site in {"same-origin", "none"} else Cause.OTHER_SITE
    return cause_of_sender(request) or foreign
