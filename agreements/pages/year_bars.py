"""Bars, one a year, as SVG: every bar is a link, and text keeps its size at any width."""

from collections.abc import Callable, Collection, Mapping
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# Pixels from the top of the picture; across it everything is in percent of its width.
_TOP: Final = 18
_FOOT: Final = 140
_LEFT: Final = 3.2
_LINES: Final = 3
_DECADE: Final = 10


def draw_bars(
    counts: Mapping[int, int],
    *,
    words: str,
    address_of: Callable[[int], str],
    marked: Collection[int] = (),
) -> SafeString:
    """Return the lines, bars and years that go inside an `<svg class="bars">`.

    `words` say what is counted ("signed"), `marked` are the years whose bars stand out.
    """
    most = max(counts.values(), default=0)
    step = (100 - _LEFT) / max(1, len(counts))
    places = {year: _LEFT + place * step for place, year in enumerate(counts)}
    scale = (_FOOT - _TOP) / most if most else 0.0
    bars = (
        (
            address_of(year),
            f"{year}: {count} {words}",
            f"{places[year]:.2f}%",
            f"{step:.2f}%",
            "bars__bar bars__bar--now" if year in marked else "bars__bar",
            f"{places[year] + step * 0.06:.2f}%",
            f"{_FOOT - count * scale:.1f}",
            f"{step * 0.88:.2f}%",
            f"{max(1.0, count * scale):.1f}",
            f"{year}: {count}",
        )
        for year, count in counts.items()
        if count
    )
    drawn = format_html_join(
        "",
        '<a href="{}" tabindex="-1" aria-label="{}"><rect class="bars__hit" x="{}" y="0" width="{}"'
        ' height="144"/><rect class="{}" x="{}" y="{}" width="{}" height="{}"/>'
        "<title>{}</title></a>",
        bars,
    )
    return _lines(most, scale) + drawn + _decades(places, step)


def _lines(most: int, scale: float) -> SafeString:
    level = _level(most)
    levels = range(level, most + 1, level) if most else range(0)
    heights = ((at, _FOOT - at * scale) for at in levels)
    lines = ((f"{y:.1f}", f"{y:.1f}", f"{y - 4:.1f}", at) for at, y in heights)
    drawn = format_html_join(
        "",
        '<line class="bars__line" x1="0" x2="100%" y1="{}" y2="{}"/>'
        '<text class="bars__text" x="0" y="{}">{}</text>',
        lines,
    )
    foot = format_html(
        '<line class="bars__foot" x1="0" x2="100%" y1="{}" y2="{}"/>', _FOOT + 0.5, _FOOT + 0.5
    )
    return drawn + foot


def _decades(places: Mapping[int, float], step: float) -> SafeString:
    return format_html_join(
        "",
        '<text class="bars__text bars__decade" x="{}" y="160">{}</text>',
        ((f"{at + step / 2:.2f}%", year) for year, at in places.items() if year % _DECADE == 0),
    )


def _level(most: int) -> int:
    """Return a round distance of lines, so that there are three or a few more of them."""
    power = 1
    while most // (power * 10) >= _LINES:
        power *= 10
    rounds = (power * by for by in (5, 2, 1))
    return next((level for level in rounds if most // level >= _LINES), 1)
