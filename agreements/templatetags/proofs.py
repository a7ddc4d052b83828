"""Why something is held, as markup: a page shows so many of these that a template each is slow."""

from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop

register = template.Library()

_ARCHIVED: Final = gettext_noop("in the archived text")
_UNOPENED: Final = gettext_noop("known from a reference work, not opened")


class _Place(Protocol):
    """Where a quote stands, and what is around it."""

    @property
    def locator(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...


class _Source(Protocol):
    """A quote, a citation or a judgement: `agreements.pages.record.Source`."""

    @property
    def text(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def is_quote(self) -> bool: ...
    @property
    def url(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def is_unopened(self) -> bool: ...
    @property
    def language(self) -> str: ...
    @property
    def archived(self) -> str: ...
    @property
    def place(self) -> _Place | None: ...


@register.simple_tag
def proofs(sources: Iterable[_Source]) -> SafeString:
    """Return each source as a quote with its place, or as the work or judgement that it is."""
    return mark_safe("".join(piece for source in sources for piece in _proof(source)))  # noqa: S308  escaped piece by piece


@register.simple_tag
def source_name(source: _Source) -> SafeString:
    """Return what a source is called, leading there where it has an address."""
    if not source.url:
        return conditional_escape(source.label)
    return format_html('<a href="{}" rel="noopener">{}</a>', source.url, source.label)


@register.simple_tag
def unopened(source: _Source) -> SafeString:
    """Return a mark on a work that nobody opened to check."""
    if not source.is_unopened:
        return mark_safe("")
    return format_html('<span class="badge">{}</span>', gettext(_UNOPENED))


def _proof(source: _Source) -> Iterator[str]:
    yield f'<blockquote class="quote{"" if source.is_quote else " quote--cited"}">'
    if source.text:
        yield _words(source)
    yield f'<footer class="quote__source">{source_name(source)}'
    if source.place and source.place.locator:
        yield f", {conditional_escape(source.place.locator)}"
    if source.archived:
        yield format_html(' · <a href="{}">{}</a>', source.archived, gettext(_ARCHIVED))
    if source.is_unopened:
        yield f" {unopened(source)}"
    if source.note:
        yield f"<br>{conditional_escape(source.note)}"
    yield "</footer></blockquote>"


def _words(source: _Source) -> SafeString:
    language = format_html(' lang="{}"', source.language) if source.language else ""
    if not source.is_quote:
        return format_html("<p{}>{}</p>", language, source.text)
    place = source.place
    return format_html(
        "<p{}>{}\N{LEFT DOUBLE QUOTATION MARK}{}\N{RIGHT DOUBLE QUOTATION MARK}{}</p>",
        language,
        _around(place.before if place else ""),
        source.text,
        _around(place.after if place else ""),
    )


def _around(words: str) -> SafeString | str:
    return format_html('<span class="quote__around">{}</span>', words) if words else ""
