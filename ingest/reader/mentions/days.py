"""Count words like "last Friday" and "two years ago" from the day of publication."""

from collections.abc import Callable
from datetime import date, timedelta

UNKNOWN_YEAR = "XXXX"
"""A year that nothing tells, as EDTF writes it."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
    "thirty": 30, "fifty": 50, "hundred": 100,
}  # fmt: skip
LONGEST_AGO = 200
"""A larger number before "years ago" is no date of an agreement."""


def resolve(words: str, published: date | None, *, ahead: bool) -> str | None:
    """Write "last Friday" or "next month" as EDTF; None where nothing of it is known."""
    if published is None:
        return _month_of_no_year(words)
    if words in _NEAR:
        return (published + timedelta(days=_NEAR[words])).isoformat()
    first, last = words.split(" ", maxsplit=1)[0], words.rsplit(" ", maxsplit=1)[-1]
    if first in WEEKDAYS or last in WEEKDAYS:
        return _weekday(words, last, published, ahead=ahead)
    if "#" in words:
        return _named_month(words, published)
    return _ago(words, published) if last == "ago" else _unit(words, published, ahead=ahead)


def _month_of_no_year(words: str) -> str | None:
    """Keep the month, and the day, of "last October" where nothing tells the year."""
    month, _, day = words.partition("#")[2].partition("#")
    if not month:
        return None
    return of_no_year(int(month), int(day) if day else None)


def of_no_year(month: int, day: int | None) -> str:
    """Write a month, and a day, of which the year cannot be known, as EDTF."""
    return f"{UNKNOWN_YEAR}-{month:02}" + (f"-{day:02}" if day else "")


_NEAR = {
    "this morning": 0, "this afternoon": 0, "this evening": 0, "today": 0, "tonight": 0,
    "yesterday": -1, "tomorrow": 1,
}  # fmt: skip


def _weekday(words: str, day: str, published: date, *, ahead: bool) -> str:
    if day == "week":
        return _day_of_week(words, published)
    wanted = WEEKDAYS.index(day)
    if ahead or words.startswith("next"):
        days = (wanted - published.weekday()) % 7
        return (
            published + timedelta(days=days or (7 if words.startswith("next") else 0))
        ).isoformat()
    days = (published.weekday() - wanted) % 7
    return (published - timedelta(days=days or (7 if words.startswith("last") else 0))).isoformat()


def _day_of_week(words: str, published: date) -> str:
    """Read "Thursday last week", counted from the Monday of this one."""
    day, step = words.split()[:2]
    monday = published - timedelta(days=published.weekday())
    weeks = {"last": -1, "next": 1}[step]
    return (monday + timedelta(days=7 * weeks + WEEKDAYS.index(day))).isoformat()


def _named_month(words: str, published: date) -> str | None:
    when, month = words.split(" #")
    if when in {"that", "the same"}:
        return None
    month, _, day = month.partition("#")
    number, step = int(month), {"last year": -1, "next year": 1}.get(when)
    if step is not None:
        return f"{published.year + step:04}-{number:02}"
    if day:
        year = published.year + {"last": -1, "next": 1}.get(when, 0)
        return f"{year:04}-{number:02}-{int(day):02}"
    shift = {
        "last": -1 if number >= published.month else 0,
        "next": 1 if number <= published.month else 0,
    }
    return f"{published.year + shift.get(when, 0):04}-{number:02}"


def _ago(words: str, published: date) -> str | None:
    count, unit, _ = words.split()
    number = _number(count)
    if not 0 < number < LONGEST_AGO:
        return None
    if unit.startswith("year"):
        return f"{published.year - number:04}"
    if unit.startswith("month"):
        return _month_away(published, -number)
    days = number * (7 if unit.startswith("week") else 1)
    then = published - timedelta(days=days)
    return then.isoformat() if unit.startswith("day") else f"{then.year:04}-{then.month:02}"


def _unit(words: str, published: date, *, ahead: bool) -> str | None:
    first, unit = words.split(" ", 1)
    step = {"last": -1, "next": 1, "this": 0, "the": 1 if ahead else -1}.get(first)
    if first == "the" and unit not in _SEASONS:
        return None
    if step is None or unit == "day":
        return None
    steps: dict[str, Callable[[], str]] = {
        "year": lambda: f"{published.year + step:04}",
        "month": lambda: _month_away(published, step),
        "week": lambda: _week_month(published, step),
        "weekend": lambda: _week_month(published, step),
    }
    return steps[unit]() if unit in steps else _season(unit, published, step)


def _season(name: str, published: date, step: int) -> str:
    """Read "last summer" in October as that of this year, and "next spring" in January too."""
    first = _SEASONS[name]
    over, to_come = published.month > first + 2, published.month < first
    here = (step < 0 and over and name != "winter") or (step > 0 and to_come)
    return f"{published.year + (0 if here else step):04}"


_SEASONS = {"winter": 1, "spring": 3, "summer": 6, "autumn": 9, "fall": 9}
"""The month in which each begins; northern, as in most of the press."""


def _month_away(published: date, step: int) -> str:
    count = published.year * 12 + published.month - 1 + step
    return f"{count // 12:04}-{count % 12 + 1:02}"


def _week_month(published: date, step: int) -> str:
    """Name the month that holds most days of that week."""
    middle = published + timedelta(days=7 * step + 3 - published.weekday())
    return f"{middle.year:04}-{middle.month:02}"


_ANY_YEAR = 2001
_LAST_SURE = 28
"""A day that every month has."""
Told = tuple[int | None, int | None, int | None]


def counted(words: str, start: Told) -> Told | None:
    """Count "two years later" or "the following month" from a date as year, month and day."""
    step = _step(words)
    year, month, day = start
    if not 0 < abs(step) < LONGEST_AGO:
        return None
    if "year" in words:
        return None if year is None else (year + step, None, None)
    if month is None or ("month" not in words and (day is None or day > _LAST_SURE)):
        return None
    first = date(year or _ANY_YEAR, month, 1)
    if "month" in words:
        return _parts(_month_away(first, step), year)
    weeks = "week" in words
    then = first + timedelta(days=(day or 1) - 1 + step * (7 if weeks else 1))
    return _parts(then.isoformat()[: len("2020-01") if weeks else None], year)


def counted_on(words: str, weekday: str) -> str:
    """Count "a day earlier" from a day of the week; empty where that tells no day."""
    step = _step(words)
    near = "day" in words and 0 < abs(step) < len(WEEKDAYS)
    return WEEKDAYS[(WEEKDAYS.index(weekday) + step) % len(WEEKDAYS)] if near else ""


def _step(words: str) -> int:
    """Count the units that "two years later" or "the day before" goes on or back; 0 if none."""
    pieces = words.split()
    back = pieces[-1] in {"earlier", "before"} or pieces[1] == "previous"
    number = 1 if pieces[0] == "the" else _number(pieces[0])
    return -number if back else number


def _parts(edtf: str, told: int | None) -> Told:
    """Take a date apart; its year only where one was `told`."""
    year, month, *day = (int(one) for one in edtf.split("-"))
    return (year if told else None, month, day[0] if day else None)


def _number(word: str) -> int:
    return NUMBERS.get(word) or (int(word) if word.isdecimal() else 0)
