"""An archived text with its evidence marked, by the stored places and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from agreements.proposal import Quote


@dataclass(frozen=True, slots=True)
class MarkedText:
    """The text as HTML, and {(start, end): number of its mark}, counted from 1 in reading order."""

    html: SafeString
    numbers: Mapping[tuple[int, int], int]

    def number(self, quote: Quote | None) -> int | None:
        """Return the number of a quote's mark; None where it has none."""
        return self.numbers.get((quote.start, quote.end)) if quote else None


def mark_text(
    text: str, quotes: Iterable[Quote], labels: Mapping[Quote, str] | None = None
) -> MarkedText:
    """Mark every quote in the text; the same place twice is one mark, and marks may overlap.

    Where quote number 3 begins there is an element with the id `e3`; where it ends, its number. A
    quote whose words are not at its place is left out. `labels` say what a quote is evidence for.
    The numbers are no part of the text: they carry `data-extra`.
    """
    places = sorted({(q.start, q.end) for q in quotes if text[q.start : q.end] == q.words})
    numbers = {place: number for number, place in enumerate(places, start=1)}
    said = {(quote.start, quote.end): label for quote, label in (labels or {}).items()}
    labelled = {number: said.get(place, "") for place, number in numbers.items()}
    edges = sorted({0, len(text), *(edge for place in places for edge in place)})
    parts = [_part(text, start, end, numbers, labelled) for start, end in pairwise(edges)]
    return MarkedText(mark_safe("".join(parts)), numbers)  # noqa: S308  format_html made each part


def _part(
    text: str,
    start: int,
    end: int,
    numbers: Mapping[tuple[int, int], int],
    labels: Mapping[int, str],
) -> SafeString:
    over = [place for place in numbers if place[0] <= start and end <= place[1]]
    words = text[start:end]
    if not over:
        return format_html("{}", words)
    anchors = [numbers[place] for place in over if place[0] == start]
    ends = [numbers[place] for place in over if place[1] == end]
    inner = format_html("{}", words)
    for number in anchors[1:]:
        inner = format_html('<span id="e{}">{}</span>', number, inner)
    for number in ends:
        inner += _number(number, labels[number])
    name = format_html(' id="e{}"', anchors[0]) if anchors else ""
    marks = " ".join(str(numbers[place]) for place in over)
    return format_html('<mark class="mark" data-marks="{}"{}>{}</mark>', marks, name, inner)


def _number(number: int, label: str) -> SafeString:
    return format_html(
        '<a class="mark__number" href="#f{}" aria-label="{} {}{}" data-extra>{}</a>',
        number,
        gettext("Evidence"),
        number,
        gettext(", for %s") % label if label else gettext(": to the value"),
        number,
    )
