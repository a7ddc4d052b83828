"""Small marks that appear on many pages: status, strength, bars, dates."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Final

from django import template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from agreements.dating import edtf_words
from agreements.models import Status, Strength

register = template.Library()

_GROUPS: Final = {
    Status.PROPOSED: "negotiating",
    Status.NEGOTIATING: "negotiating",
    Status.AGREED: "signed",
    Status.SIGNED: "signed",
    Status.RATIFIED: "signed",
    Status.IN_FORCE: "in-force",
    Status.SUSPENDED: "suspended",
    Status.TERMINATED: "ended",
    Status.EXPIRED: "ended",
    Status.REJECTED: "ended",
}
# Each group has its own shape: colours alone cannot be told apart by everybody.
_GLYPHS: Final = {
    "in-force": '<circle cx="6" cy="6" r="4.8" fill="currentColor"/>',
    "signed": '<circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" '
    'stroke-width="1.6"/>',
    "negotiating": '<circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" '
    'stroke-width="1.6" stroke-dasharray="2.2 1.6"/>',
    "suspended": '<path d="M4 2v8M8 2v8" stroke="currentColor" stroke-width="2"/>',
    "ended": '<path d="M2.5 2.5l7 7M9.5 2.5l-7 7" stroke="currentColor" stroke-width="1.6"/>',
}
_FIRMNESS: Final = {Strength.MENTIONED: 1, Strength.INTENT: 2, Strength.DUTY: 3}
_SURE, _FAIR = 0.85, 0.6
_HOUR_MINUTES: Final = 60
_DAY_MINUTES: Final = 24 * 60


@register.simple_tag
def status_pill(status: str) -> SafeString:
    """Return the status in words with its group's colour and glyph."""
    return _status_pill(Status(status), get_language())


@cache
def _status_pill(status: Status, language: str | None) -> SafeString:
    group = _GROUPS[status]
    glyph = mark_safe(_GLYPHS[group])  # noqa: S308  our own constant
    return format_html(
        '<span class="status status--{}"><svg class="status__glyph" viewBox="0 0 12 12"'
        ' aria-hidden="true">{}</svg>{}</span>',
        group,
        glyph,
        status.label,
    )


@register.simple_tag
def strength_bar(strength: str) -> SafeString:
    """Return one to three bars and the words for how firm a commitment is."""
    firmness = _FIRMNESS[Strength(strength)]
    bars = format_html_join(
        "",
        '<span class="strength__bar{}"></span>',
        ((" strength__bar--on" if step < firmness else "",) for step in range(3)),
    )
    words = Strength(strength).label
    return format_html(
        '<span class="strength">{}<span class="strength__words">{}</span></span>', bars, words
    )


@register.simple_tag
def share_bar(part: int, whole: int) -> SafeString:
    """Return a bar as long as the part is of the whole; for the eye alone, say the number too."""
    width = 100 * part / whole if whole else 0
    return format_html(
        '<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="bar__level" width="{}" height="4"/></svg>',
        f"{width:.1f}",
    )


@register.simple_tag
def sureness(confidence: float | None) -> SafeString:
    """Return how sure the reader was, 0 to 1, as a bar and a percentage; nothing where not said."""
    if confidence is None:
        return mark_safe("")
    level = "" if confidence >= _SURE else "sure--mid" if confidence >= _FAIR else "sure--low"
    percent = round(100 * confidence)
    return format_html(
        '<span class="sure {}"><svg class="sure__bar" viewBox="0 0 100 18" aria-hidden="true"'
        ' preserveAspectRatio="none"><rect class="sure__rail" width="100" height="18"/>'
        '<rect class="sure__level" width="{}" height="18"/></svg>{}%</span>',
        level,
        percent,
        percent,
    )


@register.filter
def grouped(number: int) -> str:
    """Return a number as the language writes large ones, "100,000"; never for a machine or year."""
    return number_format(number, force_grouping=True)


@register.filter
def with_region(path: str, region: str) -> str:
    """Return the address with this region, for the map's buttons."""
    return f"{path}{'&' if '?' in path else '?'}region={region}"


@register.filter
def as_more(suffix: str) -> str:
    """Return a query that begins with "?" as one that goes on with "&"."""
    return suffix.replace("?", "&", 1)


@register.filter
def words(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()


@register.filter
def value_of(mapping: Mapping[str, str], key: str) -> str:
    """Return what the mapping holds under the key; nothing where it holds nothing."""
    return mapping.get(key, "")


@register.filter
def ago(moment: datetime) -> str:
    """Return roughly how long ago a moment was: "just now", "5 min ago", "3 days ago"."""
    minutes = int((timezone.now() - moment).total_seconds() // 60)
    if minutes < 1:
        return gettext("just now")
    if minutes < _HOUR_MINUTES:
        return gettext("%d min ago") % minutes
    days = minutes // _DAY_MINUTES
    if days < 1:
        return gettext("%d h ago") % (minutes // _HOUR_MINUTES)
    return ngettext("%d day ago", "%d days ago", days) % days


register.filter(edtf_words)
