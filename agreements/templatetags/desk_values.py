"""The values of a draft on its page: what each says, and its editor where that is open."""

from typing import Protocol

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from agreements.dating import edtf_words

register = template.Library()


class _Value(Protocol):
    """What somebody says: a date in EDTF, and words."""

    @property
    def edtf(self) -> str:
        """The date."""

    @property
    def words(self) -> str:
        """The rest."""


class _Open(Protocol):
    """The editors that are open on a page."""

    def at(self, place: str | int) -> object:
        """Return the editor of the value at a place."""


@register.filter
def said(value: _Value) -> SafeString:
    """Return a value for reading, without a blank at either end: it may stand in a mark."""
    if not value.edtf:
        nothing = format_html('<span class="meta">{}</span>', gettext("date not stated"))
        return format_html("{}", value.words or nothing)
    date = format_html('<span title="{}">{}</span>', value.edtf, edtf_words(value.edtf))
    return format_html("{}, {}", date, value.words) if value.words else date


@register.filter
def editor_at(editing: _Open | None, place: str | int) -> object:
    """Return the editor of the value at a place, if it is open."""
    return editing.at(place) if editing else None
