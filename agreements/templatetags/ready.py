"""Pieces of pages that are put together once: what stands around every page costs as much as it."""

from collections.abc import Hashable
from functools import lru_cache
from typing import Final

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

# More than there are of pieces and of what they are told; a count or a day may be any.
_MOST: Final = 500


@register.simple_tag
def ready(name: str, **told: Hashable) -> SafeString:
    """Include a template that depends on nothing but what it is told, and the language."""
    if settings.DEBUG:
        # Who works on the template wants to see it.
        return render_to_string(name, told)
    return _ready(name, get_language() or "", tuple(told.items()))


@lru_cache(maxsize=_MOST)
def _ready(name: str, language: str, told: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return render_to_string(name, dict(told))
