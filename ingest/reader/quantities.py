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
_DURATION = re.compile(
    r"\b(?:(?P<adj>" + _NUMBER + r")(?: \(\d{1,3}\))?[- ]years?(?:[- ]long)?"
    r"(?![- ]old|s ago|\s+(?:ago|later|after|since|on|before|earlier|war|civil|low|high))"
    r"(?!\s+anniversary|\s+of\s(?!validity|duration)|\s(?:to|or)\s\d)"
    r"|(?P<decade>(?:next|coming|over a|for a|lasts? a|spans? a|period of a) decade|decade-long)"
    r")\b",
    re.IGNORECASE,
)  # fmt: skip
_BEFORE_LAST = re.compile(
    r"(?:past|last|previous|after|first time in|in|nearly|almost|more than|over|than|within|every|"
    r"since|\d{1,2} (?:to|or)|\d{1,2} and)\s+(?:the\s+)?(?:nearly\s+|almost\s+)?$",
    re.IGNORECASE,
)
_RENEWED = re.compile(r"\b(?:renew|extend|prolong)\w*\s(?:\w+\s)?every\s$")
_SIGNS = {
    "$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "a$": "AUD", "au$": "AUD", "c$": "CAD",
    "ca$": "CAD", "nz$": "NZD", "s$": "SGD", "nt$": "TWD", "hk$": "HKD", "¥": "JPY", "₹": "INR",
    "rs": "INR", "₩": "KRW", "₺": "TRY", "₱": "PHP", "₴": "UAH", "₦": "NGN", "ksh": "KES",
    "rm": "MYR", "zl": "PLN",
}  # fmt: skip
_CODES = (
    "USD EUR GBP AUD CAD NZD SGD JPY CHF SEK NOK DKK ISK PLN CZK HUF RON BGN INR PKR BDT LKR KRW "
    "CNY RMB TWD TRY UAH RUB ILS AED SAR QAR KES NGN GHS ZAR MYR IDR PHP VND XOF XAF"
)
_UNITS = {
    "us dollars": "USD", "u.s. dollars": "USD", "american dollars": "USD", "dollars": "USD",
    "euros": "EUR", "euro": "EUR", "pounds sterling": "GBP", "pounds": "GBP",
    "australian dollars": "AUD", "canadian dollars": "CAD", "new zealand dollars": "NZD",
    "singapore dollars": "SGD", "yen": "JPY", "kroner": "NOK", "norwegian kroner": "NOK",
    "norwegian crowns": "NOK", "danish kroner": "DKK", "danish crowns": "DKK", "kronor": "SEK",
    "swedish kronor": "SEK", "swedish crowns": "SEK", "czech crowns": "CZK", "koruna": "CZK",
    "zloty": "PLN", "zlotys": "PLN", "zlotych": "PLN", "rupees": "INR", "indian rupees": "INR",
    "won": "KRW", "yuan": "CNY", "lira": "TRY", "liras": "TRY", "hryvnia": "UAH",
    "hryvnias": "UAH", "roubles": "RUB", "rubles": "RUB", "shekels": "ILS", "dirhams": "AED",
    "riyals": "SAR", "saudi riyals": "SAR", "swiss francs": "CHF", "rand": "ZAR", "naira": "NGN",
    "ringgit": "MYR", "baht": "THB", "kenyan shillings": "KES", "philippine pesos": "PHP",
    "cfa francs": "XOF", "forints": "HUF", "lei": "RON",
}  # fmt: skip
_CURRENCY = _SIGNS | _UNITS | {code.lower(): code for code in _CODES.split()} | {"rmb": "CNY"}
_SCALE = {
    "thousand": 3,
    "lakh": 5,
    "million": 6,
    "m": 6,
    "mn": 6,
    "mln": 6,
    "crore": 7,
    "billion": 9,
    "bn": 9,
    "bln": 9,
    "b": 9,
    "trillion": 12,
    "tn": 12,
}
_SCALES = "thousand|million|billion|trillion|crore|lakh|bn|bln|mn|mln|tn"
_MONEY = re.compile(
    r"(?:(?P<sign>(?:US|AU|CA|NZ|NT|HK|A|C|S)?\$|[€£¥₹₩₺₱₴₦]|\b(?:Rs|Ksh|KSh|RM)\.?\s?|\b(?:"
    + _CODES.replace(" ", "|")
    + r")\s?)\s?(?P<n1>\d[\d,]{0,14}(?:\.\d{1,3})?)"
    rf"[\s-]?(?P<s1>(?:{_SCALES}|m|b)\b)?"
    rf"|\b(?P<n2>\d[\d,]{{0,14}}(?:\.\d{{1,3}})?)[\s-]?(?:(?P<s2>{_SCALES})[\s-])?"
    r"(?P<unit>(?i:"
    + "|".join(sorted((unit.replace(".", r"\.") for unit in _UNITS), key=len, reverse=True))
    + ")|"
    + _CODES.replace(" ", "|")
    + r"|€|£)(?!\w))"
)
_WORDS = frozenset({"won", "rand", "lei", "lira"})
"""Currencies that are other words too where no "million" stands before them."""


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
            _CURRENCY[(match["sign"] or match["unit"]).strip(" .").lower()],
        )
        for match in _MONEY.finditer(plain, span.start, span.end)
        if match["unit"] not in _WORDS or match["s2"]
    )


def _value(digits: str, scale: str | None) -> Decimal:
    value = Decimal(digits.replace(",", "")) * Decimal(10) ** _SCALE.get((scale or "").lower(), 0)
    return value.quantize(Decimal(1)) if value == value.to_integral() else value
