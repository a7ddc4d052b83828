"""The map's colour classes: fixed numbers of agreements, so that two dates can be compared."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class ColourClass:
    """One step of the scale: its name in the style sheet, its words, and the count it begins at."""

    name: str
    label: str | Promise
    lowest: int


CLASSES: Final = (
    ColourClass("none", _("none"), 0),
    ColourClass("q1", "1", 1),
    ColourClass("q2", "2\N{EN DASH}3", 2),
    ColourClass("q3", "4\N{EN DASH}6", 4),
    ColourClass("q4", "7\N{EN DASH}14", 7),
    ColourClass("q5", "15+", 15),
)


def class_of(count: int) -> ColourClass:
    """Return the class that a number of agreements, zero or more, falls into."""
    return next(step for step in reversed(CLASSES) if count >= step.lowest)
