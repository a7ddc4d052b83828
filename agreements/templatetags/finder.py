"""Parts of a list of agreements that stand there hundreds of times: a template each is slow."""

from collections.abc import Iterable
from typing import Protocol

from django import template
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


class _Choice(Protocol):
    """One value of a facet: `agreements.pages.listing.Choice`."""

    @property
    def value(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def is_chosen(self) -> bool: ...


@register.simple_tag
def choices(name: str, offered: Iterable[_Choice]) -> SafeString:
    """Return a box to tick for each value of the facet, with the number that it leaves."""
    return mark_safe("".join(_choice(name, choice) for choice in offered))  # noqa: S308  escaped piece by piece


@register.simple_tag
def options(offered: Iterable[_Choice]) -> SafeString:
    """Return the values of a facet that are seldom wanted, to be chosen from a list."""
    pieces = ((choice.value, choice.label, choice.count) for choice in offered)
    return format_html_join("\n", '<option value="{}">{} ({})</option>', pieces)


@register.filter
def as_items(texts: Iterable[str]) -> SafeString:
    """Return the items of an HTML list."""
    return format_html_join("", "<li>{}</li>", ((text,) for text in texts))


def _choice(name: str, choice: _Choice) -> str:
    value = conditional_escape(choice.value)
    return (
        f'<label class="choice">\n<input type="checkbox" id="{name}-{value}" name="{name}"'
        f' value="{value}"{" checked" if choice.is_chosen else ""}>\n'
        f"<span>{conditional_escape(choice.label)}</span>\n"
        f'<span class="choice__count">{choice.count}</span>\n</label>\n'
    )
