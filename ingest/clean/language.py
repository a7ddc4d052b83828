"""Which language a text is in, told by its script and its smallest words."""

import re
from collections import Counter
from typing import Final

_SAMPLE: Final = 6_000  # characters
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS: Final = 8
# Of all words: less than this are the small words of no language that we know.
_LEAST_SHARE: Final = 0.12
_LEAD: Final = 1.15  # over the next language
_SMALL_WORDS: Final = {
    language: frozenset(words.split())
    for language, words in {
        "cs": "a v na se je že s z do o k pro za by jako po podle které která i ale od až byl",
        "da": "og i at det er en til af for på med den de som har et der om ikke blev mellem",
        "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als",
        "en": "the of and to in a is that for on with as by was it at from be are which said has",
        "es": "de la que el en y a los se del las un por con una su para es al lo como más fue",
        "fi": "ja on ei se että oli hän joka mutta kun myös sekä ovat mukaan välillä tai niin",
        "fr": "de la le et les des en un du une que est pour qui dans par sur au a il ne plus se",
        "hu": "a az és hogy nem is egy ez volt meg csak van már de el két között szerint mint",
        "id": "yang dan di untuk dengan pada dari ini itu dalam tidak akan ke oleh kedua juga kata",
        "it": "di e il la che in a per un del è una sono i con non si le da al della dei ha gli",
        "nl": "de van het een en in is dat op te met voor zijn die aan er om niet ook door naar",
        "no": "og i det på er en til som å av for at med de den har ikke om et fra mellom ble",
        "pl": "w i na z się do nie że o jest to za po od przez jak dla oraz które który był a",
        "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como foi",
        "ro": "de și în la a cu din pe o că nu pentru este un care mai au fost prin între sau al",
        "sv": "och i att det som en på är av för med till den har de inte om ett vid mellan från",
        "tr": "ve bir bu ile için da de olarak olan daha çok gibi sonra kadar ise iki en",
        "vi": "và của là có trong được cho với các một không những đã này về người hai tại từ",
    }.items()
}
_SCRIPTS: Final = {
    "ja": "\u3040-\u30ff",
    "ko": "\uac00-\ud7af\u1100-\u11ff",
    "zh": "\u4e00-\u9fff",
    "ru": "\u0400-\u04ff",
    "ar": "\u0600-\u06ff",
    "el": "\u0370-\u03ff",
    "he": "\u0590-\u05ff",
    "hi": "\u0900-\u097f",
    "bn": "\u0980-\u09ff",
    "th": "\u0e00-\u0e7f",
    "ka": "\u10a0-\u10ff",
    "hy": "\u0530-\u058f",
    "km": "\u1780-\u17ff",
    "my": "\u1000-\u109f",
    "am": "\u1200-\u137f",
}
_FOREIGN = re.compile("[\u0370-\u1dff\u3040-\ud7ff]+")
_LETTERS: Final = {name: re.compile(f"[{letters}]") for name, letters in _SCRIPTS.items()}
# Letters that one language of a script has and those before it in the list have not.
_MARKS: Final = (
    ("ru", "uk", "\u0456\u0457\u0454\u0491"),
    ("ru", "be", "\u045e"),
    ("ru", "sr", "\u0458\u0459\u045a\u045b\u0452"),
    ("ru", "mk", "\u0453\u045c\u0455"),
    ("ar", "fa", "\u067e\u0686\u0698\u06af"),
    ("ar", "ur", "\u0679\u0688\u0691\u06d2"),
)
_IS_MARKED: Final = 0.004  # of all letters
_FEWEST_LETTERS: Final = 200  # without a letter that Russian can't do without for so long


def language_of(text: str) -> str | None:
    """Return the primary subtag (en) of a text's language; None where it can't be told.

    Of Latin script only the languages that were thought of are told apart.
    """
    sample = text[:_SAMPLE].lower()
    if sum(map(len, _FOREIGN.findall(sample))) * 5 < len(sample):
        return _by_small_words(sample)
    letters = sum(map(str.isalpha, sample))
    counts = {name: len(found.findall(sample)) for name, found in _LETTERS.items()}
    # Japanese is written with Chinese letters too, and never without its own.
    if counts["ja"] > letters / 20:
        counts["ja"] += counts["zh"]
    script = max(counts, key=lambda name: counts[name])
    if counts[script] * 2 > letters:
        return _of_script(script, sample, letters)
    return _by_small_words(sample)


def _of_script(script: str, sample: str, letters: int) -> str:
    for plain, marked, marks in _MARKS:
        if plain == script and sum(map(sample.count, marks)) > letters * _IS_MARKED:
            return marked
    is_long = letters > _FEWEST_LETTERS
    if script == "ru" and is_long and "\u044b" not in sample and "\u044a" in sample:
        return "bg"
    return script


def _by_small_words(sample: str) -> str | None:
    words = Counter(_WORD.findall(sample))
    total = words.total()
    if total < _FEWEST_WORDS:
        return None
    shares = {
        name: sum(words[word] for word in small) / total for name, small in _SMALL_WORDS.items()
    }
    name, other = sorted(shares, key=lambda each: shares[each], reverse=True)[:2]
    best, second = shares[name], shares[other]
    return name if best >= _LEAST_SHARE and best >= _LEAD * second else None
