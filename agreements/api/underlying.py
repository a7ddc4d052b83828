"""The request that REST framework's own is wrapped around."""

from django.http import HttpRequest
from rest_framework.request import Request


def underlying(request: Request) -> HttpRequest:
    """Return Django's request, which middleware knows."""
    return request._request  # noqa: SLF001  REST framework has no public name for it
