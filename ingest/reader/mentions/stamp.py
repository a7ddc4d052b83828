"""Find the day of publication that stands in a text itself, where nothing else tells it."""

import re
from datetime import date

from ingest.reader.mentions.dates import MONTHS

REACH = 1500
"""Characters of a text among which a stamp is looked for."""
LONGEST = 100
"""A longer line is a sentence."""

_MONTH = r"(?P<month>[A-Z][A-Za-z]{2,8})\.?"
_LINE = re.compile(
    r"(?:[\w .'-]{2,40}\s*[|·]\s*)?"
    r"(?:(?i:first |last )?(?i:published|posted|updated?|dated?|issued|released)(?i: on| at)?"
    r"\s?:?\s*)?"
    r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,?\s)?"
    r"(?:(?P<iso>20\d\d-\d\d-\d\d)|(?P<dotted>\d{1,2}\.\d{1,2}\.20\d\d)"
    r"|(?:(?P<day>\d{1,2})\s" + _MONTH + r",?|" + _MONTH.replace("month", "first")
    + r"\s(?P<second>\d{1,2}),)\s(?P<year>20\d\d))"
    r"(?:[\s,|@-]+(?:at\s)?\d{1,2}[:.]\d\d.{0,40}|\s*[|·-].{0,40}|\s\([^)]*\))?"
)  # fmt: skip


def of(text: str) -> date | None:
    """Read a line such as "Posted on: 8 June 2022 12:05" near the beginning of a text."""
    for line in text[:REACH].splitlines():
        found = _LINE.fullmatch(line.strip()) if len(line) <= LONGEST else None
        day = _day(found.groupdict()) if found else None
        if day is not None:
            return day
    return None


def _day(part: dict[str, str | None]) -> date | None:
    if part["iso"]:
        numbers = [int(one) for one in part["iso"].split("-")]
    elif part["dotted"]:
        numbers = [int(one) for one in part["dotted"].split(".")][::-1]
    else:
        name = (part["month"] or part["first"] or "").lower()
        month = next((n for n, one in enumerate(MONTHS, 1) if one.startswith(name[:3])), 0)
        numbers = [int(part["year"] or 0), month, int(part["day"] or part["second"] or 0)]
    try:
        return date(*numbers)
    except ValueError:
        return None
