"""What a description puts between backticks, shown as code."""

import re
from typing import Final

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_BETWEEN: Final = re.compile(r"`([^`]+)`")


@register.filter
def backticks(text: str) -> SafeString:
    """Return the text as HTML, with <code> for what stands between backticks."""
    return mark_safe(_BETWEEN.sub(r"<code>\1</code>", conditional_escape(text)))  # noqa: S308  escaped here
