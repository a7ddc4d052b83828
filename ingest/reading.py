"""Have a text read: by the language model where there is one, else by the rules."""

import logging
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from ingest import reader
from ingest.llm import Address, LanguageModel, LanguageModelError, Service
from ingest.reader.records import Record
from ingest.spending import DailyTokens

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found, by which version of which reader, and whether a better one has failed."""

    records: tuple[Record, ...]
    version: str
    is_makeshift: bool = False


def read(
    text: str,
    *,
    published: date | None,
    title: str | None,
    publisher: str | None,
    about: str,
    by_rules: bool = False,
) -> Reading:
    """Find the agreements that a text tells of; whatever goes wrong with a model, the rules read.

    `about` names the text in the log. With a model it takes up to `most_time()`, so no transaction
    should be open. `by_rules` asks no model, and takes milliseconds.
    """
    model = None if by_rules else language_model()
    if model is not None:
        try:
            found = model.read(text, published=published, title=title, publisher=publisher)
            return Reading(found, model.version)
        except LanguageModelError as error:
            version, code = model.version, error.code
            _log.warning("%s is read by rules, not by %s: %s", about, version, code)
    found = reader.read(text, published=published, title=title, publisher=publisher)
    return Reading(found, reader.READER_VERSION, is_makeshift=model is not None)


def is_costly() -> bool:
    """Tell whether reading a text costs seconds and money, and not milliseconds."""
    return language_model() is not None


def reads(language: str) -> bool:
    """Tell whether texts in a language are read here: by rules only English, by a model any.

    Of a text whose language could not be told it is worth a try.
    """
    return language in {"", "en"} or language_model() is not None


def language_model() -> LanguageModel | None:
    """Return the model that the settings name; None, the default, where they name none."""
    if not settings.READER_LLM_URL:
        return None
    service = Service(
        address=Address(settings.READER_LLM_URL),
        model=settings.READER_LLM_MODEL,
        key=settings.READER_LLM_KEY,
        seconds=settings.READER_LLM_SECONDS,
        purse=DailyTokens(settings.READER_LLM_DAILY_TOKENS),
    )
    return LanguageModel(service)


def most_time() -> timedelta:
    """Return how long a model may take for one text; nothing where there is none."""
    return timedelta(seconds=settings.READER_LLM_SECONDS if settings.READER_LLM_URL else 0)
