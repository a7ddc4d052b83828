"""Find durations in years, and sums of money."""

import re
from dataclasses import dataclass
from decimal import Decimal

from ingest.reader.mentions.days import NUMBERS
from ingest.reader.records import Span

_NUMBER = (
    r"\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|"
    r"twenty-five|twenty|thirty|forty|fifty|ninety-nine|(?:one )?hundred|a hundred|100"
)
_UNIT = re.compile(r"years?|decad|century", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_MORE_NUMBERS = {"eighteen": 18, "twenty-five": 25, "forty": 40, "ninety-nine": 99}
_SPANS = {"decade": 10, "decadal": 10, "quarter": 25, "century": 100}
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
    r"|(?:next|coming|(?:over|for|lasts?|spans?) a|for one|(?:period|lifespan|term|duration) of a)"
    r" (?P<decade>decade)(?!-old)"
    r"|(?P<long>decade|century)-long|(?P<decadal>decadal)"
    r"|(?P<quarter>quarter)[- ](?:of a )?century|(?:next|for a|for one) (?P<century>century)"
    r")\b(?!\s(?:until|till)\s(?:\w+\s)?\d{4},?\s(?:when|after which)\s(?!(?:it|they|either)\b))",
    re.IGNORECASE,
)  # fmt: skip
_BEFORE_LAST = re.compile(
    r"(?:past|(?<!will )(?<!would )(?<!to )last|previous|after|first time in|in|nearly|almost|"
    r"more than|over|than|within|every|since|\d{1,2} (?:to|or)|\d{1,2} and)\s+(?:the\s+)?"
    r"(?:nearly\s+|almost\s+)?$",
    re.IGNORECASE,
)
_PAPER = (
    r"(?:agreement|pact|plan|protocol|memorandum|mou|programme|program|roadmap|framework|accord|"
    r"understanding|document|treaty|deal|partnership|contract)"
)
_PERIOD = re.compile(
    r"\b(?P<first>20\d\d)(?:\s?[-\u2013]\s?|\sto\s|\sthrough\s|\suntil\s)(?P<last>(?:20)?\d\d)\b"
)
_PERIOD_OF = re.compile(
    rf"\b{_PAPER}\s(?:[\w-]+\s){{0,6}}?(?:for|covering|over|of|from|spanning)\s"
    r"(?:the\s)?(?:years?\s|period\s)?$|\b(?:for|covering)\sthe\s(?:years\s|period\s)$",
    re.IGNORECASE,
)
_PERIOD_OWN = re.compile(rf"\s(?:[\w-]+\s){{0,3}}?(?:{_PAPER}|period)\b", re.IGNORECASE)
_UNTIL = re.compile(
    r"\b(?:valid|in force|in effect|runs?|running|lasts?|expires?|roadmap|goals|plan)\s"
    r"(?:[\w-]+\s){0,6}?(?P<till>until|till|through|to|in)\s(?:the end of\s)?(?P<end>20\d\d)\b"
)
LONGEST = 100
"""Years that an instrument can be told to hold."""
FIVE = 5
_HAS_DONE = re.compile(
    r"\b(?:has|have|had) (?!been (?:extend|renew|prolong|sign|agree|approv|conclud))"
    r"(?:[\w'-]+ ){1,7}for (?:the |nearly |almost |more than |over |about |some )*$"
)
"""What has gone on "for eleven years" is no length of a pact."""
_RENEWED = re.compile(
    r"\b(?:(?:renew|extend|prolong)\w*\s(?:\w+\s)?every|(?:lapse[sd]?|expire[sd]?) after|"
    r"worth [^.]{1,50} over)\s(?:the\s)?(?:next\s)?$"
)
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
    found: list[Duration] = []
    if not _UNIT.search(plain, span.start, span.end):
        return ()
    for match in _DURATION.finditer(plain, span.start, span.end):
        start = max(span.start, match.start() - 60)
        passed = _BEFORE_LAST.search(plain, start, match.start())
        done = _HAS_DONE.search(plain, start, match.start())
        if done or (passed and not _RENEWED.search(plain, start, match.start())):
            continue
        years = _number(match["adj"].lower()) if match["adj"] else _SPANS[_spanned(match)]
        found.append(Duration(Span(match.start(), match.end()), years))
    return tuple(found)


def _spanned(match: re.Match[str]) -> str:
    return next(word.lower() for word in match.groups() if word)


def _number(word: str) -> int:
    if word.isdecimal():
        return int(word)
    return _MORE_NUMBERS.get(word) or NUMBERS.get(word.rsplit(" ", 1)[-1], 0)


def find_periods(plain: str, span: Span, since: int | None) -> tuple[Duration, ...]:
    """Find what runs "for 2025-2029", or "until 2033" where it is known `since` when."""
    found = []
    if plain.find("20", span.start, span.end) < 0:
        return ()
    for match in _PERIOD.finditer(plain, span.start, span.end):
        before = plain[max(span.start, match.start() - 80) : match.start()]
        if _PERIOD_OF.search(before) or _PERIOD_OWN.match(plain, match.end(), span.end):
            last = match["first"][: 4 - len(match["last"])] + match["last"]
            found.append((match, _counted(int(match["first"]), int(last))))
    for match in _UNTIL.finditer(plain, span.start, span.end) if since and not found else ():
        years = int(match["end"]) - (since or 0)
        through = match["till"] == "through"
        found.append((match, _counted(since or 0, int(match["end"])) if through else years))
    return tuple(
        Duration(
            Span(
                match.start("till") if "till" in match.groupdict() else match.start(), match.end()
            ),
            years,
        )
        for match, years in found
        if 0 < years <= LONGEST
    )


def _counted(first: int, last: int) -> int:
    """Count the years of "2025-2029", five, and of "2024-2034", ten."""
    return last - first + ((last - first) % FIVE != 0)


def find_money(plain: str, span: Span) -> tuple[Money, ...]:
    """Find sums of money with a currency; a bare $ is the US dollar."""
    if not _DIGIT.search(plain, span.start, span.end):
        return ()
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
