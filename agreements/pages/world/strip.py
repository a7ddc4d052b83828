"""The time strip under a map: a bar for each year's signatures, and the year that is shown."""

from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.atlas.years import FIRST_YEAR, Years, bars, signed_by_year
from agreements.pages.world.asked import MapAsked

_HEIGHT: Final = 34
_STEP: Final = 10


@dataclass(frozen=True, slots=True)
class Strip:
    """What the strip draws; `shown` is how much of its width is up to the year, in its units.

    `past` and `today` are the words before the year, for a year that is over and for this one;
    `words` are those that hold now. `kept` are the parameters that a change of the year keeps.
    """

    first: int
    last: int
    year: int
    bars: str
    width: int
    shown: int
    past: str
    today: str
    words: str
    kept: list[tuple[str, str]]


def make_strip(wanted: MapAsked) -> Strip:
    """Return the strip of a map."""
    years = Years(timezone.now().date())
    day = wanted.asked.clocks.as_of
    year = years.nearest(day)
    country = [wanted.country.code] if wanted.country else []
    ever = wanted.asked.ever()
    signed = signed_by_year(ever.of_any_party(country) if country else ever, years)
    label = _("Status") if country else wanted.counting.label
    past, today = _("%s at end of") % label, _("%s today,") % label
    words = today if day == years.today else past
    if day.year != year or (day != years.today and (day.month, day.day) != (12, 31)):
        words = _("%(what)s on %(day)s,") % {
            "what": label,
            "day": date_format(day, "MONTH_DAY_FORMAT"),
        }
    return Strip(
        first=FIRST_YEAR,
        last=years.last,
        year=year,
        bars=bars(signed, _HEIGHT, _STEP),
        width=_STEP * len(years),
        shown=_STEP * (year + 1 - FIRST_YEAR),
        past=past,
        today=today,
        words=words,
        kept=_kept(wanted.asked.without("as_of", "year", "width", "party_name")),
    )


def _kept(query: QueryDict) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, values in query.lists() for value in values if value]
