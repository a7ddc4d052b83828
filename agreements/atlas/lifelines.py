"""Agreements as bars over the years: from their beginning to the day, and on to a planned end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

WIDTH: Final = 1180
_TOP: Final = 30
_ROW: Final = 21
_LONGEST_PAST: Final = 80  # years before the day at which the picture begins at the earliest
_LONGEST_AHEAD: Final = 12
_STEPS: Final = (1, 2, 5, 10, 20, 25, 50)
_MOST_TICKS: Final = 9
_NEAR: Final = 34  # letters of a name where it stands beside the day, on a narrow screen
_LETTER: Final = 7  # a letter's width, on average, of those that stand before the bars


@dataclass(frozen=True, slots=True)
class Bar:
    """How one agreement stood from `first` up to `end`, None where it goes on."""

    standing: str
    first: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Lifeline:
    """One agreement: what stands before its bars, what its link says, and its days.

    `near` stands beside the day on a narrow screen, where what stands before is out of sight.
    """

    name: str
    label: str
    address: str
    bars: Sequence[Bar]
    planned_end: date | None = None
    near: str = ""


@dataclass(frozen=True, slots=True)
class Lifelines:
    """What stands inside the `<svg>`, and its size; `day` is where the day stands, 0 to 1."""

    marks: SafeString
    height: int
    day: float
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class _Scale:
    """The years of the picture and where they stand in it."""

    first: int
    last: int
    left: float
    right: float

    def x(self, day: date) -> float:
        years = day.year + (day.timetuple().tm_yday - 1) / 366
        share = (years - self.first) / (self.last - self.first)
        return self.left + min(1.0, max(0.0, share)) * (WIDTH - self.right - self.left)


def draw_lifelines(
    lines: Sequence[Lifeline], day: date, *, day_name: str, left: int = 170, right: int = 14
) -> Lifelines:
    """Draw the agreements in the order given, as they stood until `day`, which is marked.

    `day_name` says which day that is, `left` is the room for the names, `right` for those beside
    the day. What began more than eighty years before the day is cut off there and says since when
    it goes.
    """
    scale = _scale(lines, day, left, right)
    height = _TOP + _ROW * len(lines) + 6
    marks = [*_ticks(scale, height)]
    marks += [_line(line, _TOP + _ROW * row, day, scale) for row, line in enumerate(lines)]
    x = scale.x(day)
    marks.append(f'<path class="life-line__day" d="M{x:.1f} 18V{height}"/>')
    marks.append(f'<text class="life-line__day-name" x="{x + 4:.1f}" y="24">{day_name}</text>')
    inside = mark_safe("".join(marks))  # noqa: S308  names and addresses escaped in _line
    return Lifelines(inside, height, round(x / WIDTH, 2))


def _scale(lines: Iterable[Lifeline], day: date, left: float, right: float) -> _Scale:
    starts = [bar.first.year for line in lines for bar in line.bars]
    ends = [line.planned_end.year + 1 for line in lines if line.planned_end]
    first = max(min(starts, default=day.year), day.year - _LONGEST_PAST)
    last = min(max([*ends, day.year + 1]), day.year + _LONGEST_AHEAD)
    step = _step(last - first)
    return _Scale(first // step * step, -(-last // step) * step, left, right)


def _step(years: int) -> int:
    return next((step for step in _STEPS if years / step <= _MOST_TICKS), _STEPS[-1])


def _ticks(scale: _Scale, height: int) -> list[str]:
    years = range(scale.first, scale.last + 1, _step(scale.last - scale.first))
    return [
        f'<path class="life-line__year" d="M{x:.1f} 20V{height}"/>'
        f'<text class="life-line__number" x="{x:.1f}" y="13" text-anchor="middle">{year}</text>'
        for year, x in ((year, scale.x(date(max(year, 1), 1, 1))) for year in years)
    ]


def _line(line: Lifeline, top: float, day: date, scale: _Scale) -> str:
    shown = [bar for bar in line.bars if bar.first <= day]
    longest = int((scale.left - 16) / _LETTER)
    name = line.name if len(line.name) <= longest else f"{line.name[: longest - 1]}…"
    label = conditional_escape(line.label)
    return (
        f'<a href="{conditional_escape(line.address)}" aria-label="{label}">'
        f'<rect class="life-line__hit" y="{top}" width="{WIDTH}" height="{_ROW}"/>'
        f'<text class="life-line__name" x="{scale.left - 12:.0f}" y="{top + 14}"'
        f' text-anchor="end">{conditional_escape(name)}</text>'
        f"{_planned(line, top, day, scale)}{''.join(_bar(b, top, day, scale) for b in shown)}"
        f"{_beginning(shown, top, scale) if shown else ''}"
        f'<text class="life-line__near" x="{scale.x(day) + 7:.0f}" y="{top + 14}">'
        f"{conditional_escape((line.near or line.name)[:_NEAR])}</text></a>"
    )


def _planned(line: Lifeline, top: float, day: date, scale: _Scale) -> str:
    if line.planned_end is None or line.planned_end <= day:
        return ""
    x = scale.x(day)
    end = line.planned_end
    width = scale.x(end) - x
    bar = (
        f'<rect class="life-line__ahead" x="{x:.1f}" y="{top + 9}" width="{width:.1f}" height="3"/>'
    )
    if end.year < scale.last:
        return bar
    return bar + (
        f'<text class="life-line__until" x="{WIDTH - scale.right:.0f}" y="{top + 7}"'
        f' text-anchor="end">'
        f"{_('to %s') % end.year}</text>"
    )


def _bar(bar: Bar, top: float, day: date, scale: _Scale) -> str:
    x = scale.x(bar.first)
    if bar.standing == "ended":
        return f'<path class="life-line__end" d="M{x - 3.5:.1f} {top + 6.5}l7 7m0 -7l-7 7"/>'
    width = max(1.5, scale.x(min(bar.end or day, day)) - x)
    return (
        f'<rect class="life-line__bar life-line__bar--{bar.standing}" x="{x:.1f}" y="{top + 4}"'
        f' width="{width:.1f}" height="12" rx="2"/>'
    )


def _beginning(shown: Sequence[Bar], top: float, scale: _Scale) -> str:
    if shown[0].standing == "ended":
        return ""
    first = shown[0].first
    if first.year < scale.first:
        return (
            f'<text class="life-line__since" x="{scale.left + 6:.0f}" y="{top + 14}">'
            f"{_('since %s') % first.year}</text>"
        )
    return f'<circle class="life-line__start" cx="{scale.x(first):.1f}" cy="{top + 10}" r="3.6"/>'
