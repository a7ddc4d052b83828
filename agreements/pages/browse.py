"""The note on the map."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def about_map(request: HttpRequest) -> HttpResponse:
    """Say how the map is drawn and whose borders it shows."""
    return render(request, "pages/about_map.html")
