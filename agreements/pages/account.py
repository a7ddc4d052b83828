"""What belongs to no single page: the theme, the site's mark."""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from agreements.pages.frame import THEME_COOKIE, THEMES

_YEAR_SECONDS: Final = 365 * 24 * 3600


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead to the site's mark; browsers ask here beside answers that are no page."""
    return HttpResponseRedirect(static("img/mark.svg"))


# No token: it would put a cookie on every public page, and a forged request changes only colours.
@csrf_exempt
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in a cookie and go back to where the reader was."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = reverse("map")
    response = HttpResponseRedirect(target)
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(THEME_COOKIE, theme, max_age=_YEAR_SECONDS, samesite="Lax")
    return response
