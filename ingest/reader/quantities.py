"""Find durations in years, and sums of money."""

import re
from dataclasses import dataclass
from decimal import Decimal

from ingest.reader.days import NUMBERS
from ingest.reader.records import Span

_NUMBER = (
    r"\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    r"fifty|(?:one )?hundred|a hundred|100"
)
_NO_LENGTH = (
    "rift|feud|row|dispute|conflict|insurgency|rebellion|veteran|career|prison|jail|sentence|rule|"
    "reign|absence|hiatus|pause|gap|wait|mission|history|occupation|dictatorship|ban|embargo|"
    "mandate|stalemate|deadlock|war|civil|low|high|ago|later|after|since|on|before|earlier"
)
"""Words after a number of years by which they are no length of an instrument."""
_DURATION = re.compile(
    r"\b(?:(?P<adj>" + _NUMBER + r")(?: \(\d{1,3}\))?[- ]years?(?:[- ]long)?"
    r"(?![- ]old|s ago|\s+(?:" + _NO_LENGTH + r")\b|'?s?'? (?:advance |prior |written )?notice)"
    r"(?!\s+anniversary|\s+of\s(?!validity|duration)|\s(?:to|or)\s\d)"
    r"|(?P<decade>(?:next|coming|over a|for a|lasts? a|spans? a|period of a) decade|decade-long)"
    r")\b",
    re.IGNORECASE,
)  # fmt: skip
_BEFORE_LAST = re.compile(
    r"(?:past|(?<!will )(?<!would )(?<!to )last|previous|after|first time in|in|nearly|almost|"
    r"more than|over|than|within|every|since|\d{1,2} (?:to|or)|\d{1,2} and)\s+(?:the\s+)?"
    r"(?:nearly\s+|almost\s+)?$",
    re.IGNORECASE,
)
_RENEWED = re.compile(r"\b(?:renew|extend|prolong)\w*\s(?:\w+\s)?every\s$")
_CURRENCY = {
    "$": "USD", "us$": "USD", "usd": "USD", "us dollars": "USD", "dollars": "USD", "€": "EUR",
    "eur": "EUR", "euros": "EUR", "euro": "EUR", "£": "GBP", "gbp": "GBP", "pounds": "GBP",
    "a$": "AUD", "au$": "AUD", "aud": "AUD", "australian dollars": "AUD", "c$": "CAD",
    "ca$": "CAD", "canadian dollars": "CAD", "nz$": "NZD", "s$": "SGD", "¥": "JPY", "yen": "JPY",
    "kroner": "NOK", "₹": "INR",
}  # fmt: skip
_SCALE = {
    "thousand": 3,
    "million": 6,
    "m": 6,
    "mn": 6,
    "billion": 9,
    "bn": 9,
    "b": 9,
    "trillion": 12,
}
_MONEY = re.compile(
    r"(?:(?P<sign>(?:US|AU|CA|NZ|A|C|S)?\$|€|£|¥|₹|\b(?:USD|EUR|GBP|AUD)\s?)\s?(?P<n1>\d[\d,]{0,14}(?:\.\d{1,3})?)"
    r"[\s-]?(?P<s1>(?:thousand|million|billion|trillion|bn|mn|m|b)\b)?"
    r"|\b(?P<n2>\d[\d,]{0,14}(?:\.\d{1,3})?)[\s-](?:(?P<s2>thousand|million|billion|trillion|bn)\s)?"
    r"(?P<unit>US dollars|Australian dollars|Canadian dollars|dollars|euros?|pounds|yen|kroner)\b)"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in whole years."""

    span: Span
    years: int


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of money; currency is an ISO 4217 code."""

    span: Span
    value: Decimal
    currency: str


def find_durations(plain: str, span: Span) -> tuple[Duration, ...]:
    """Find lengths of time that lie ahead or are a thing's own, not those that have passed."""
    found = []
    for match in _DURATION.finditer(plain, span.start, span.end):
        start = max(span.start, match.start() - 30)
        passed = _BEFORE_LAST.search(plain, start, match.start())
        if passed and not _RENEWED.search(plain, start, match.start()):
            continue
        years = 10 if match["decade"] else _number(match["adj"].lower())
        found.append(Duration(Span(match.start(), match.end()), years))
    return tuple(found)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBERS.get(word.rsplit(" ", 1)[-1], 0)


def find_money(plain: str, span: Span) -> tuple[Money, ...]:
    """Find sums of money with a currency; a bare $ is the US dollar."""
    return tuple(
        Money(
            Span(match.start(), match.end()),
            _value(match["n1"] or match["n2"], match["s1"] or match["s2"]),
            _CURRENCY[(match["sign"] or match["unit"]).strip().lower()],
        )
        for match in _MONEY.finditer(plain, span.start, span.end)
    )


def _value(digits: str, scale: str | None) -> Decimal:
    value = Decimal(digits.replace(",", "")) * Decimal(10) ** _SCALE.get((scale or "").lower(), 0)
    return value.quantize(Decimal(1)) if value == value.to_integral() else value
