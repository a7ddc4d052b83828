"""A language model as a reader: the same question as to the rules, the same records."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import date
from typing import Final

from ingest.llm import completion, prompt
from ingest.llm.checking import Checked, check
from ingest.llm.codebook import codebook
from ingest.llm.conversation import Service, ask
from ingest.llm.errors import NotReadError
from ingest.reader.records import Record

LONGEST_TEXT: Final = 60_000
"""Characters of a text that is still an article, and still fits small models with the answer."""
CHECKS: Final = "1"
"""Changes with anything in this package, save the prompt, that could change a record."""
_LONGEST_VERSION: Final = 40
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """Reads texts by asking a model, and believes it only what the text proves."""

    service: Service

    @property
    def version(self) -> str:
        """Name the model, the checks and the prompt: `llm:MODEL:CHECKS.PROMPT`, 40 characters.

        A model's name that is too long ends in its hash.
        """
        ending = f":{CHECKS}.{prompt.version()}"
        name, room = self.service.model, _LONGEST_VERSION - len("llm:") - len(ending)
        if len(name) > room:
            digest = hashlib.sha256(name.encode()).hexdigest()[:6]
            name = f"{name[: room - 7]}~{digest}"
        return f"llm:{name}{ending}"

    def read(
        self,
        text: str,
        *,
        published: date | None = None,
        title: str | None = None,
        publisher: str | None = None,
    ) -> tuple[Record, ...]:
        """Find the security agreements between exactly two parties that a text tells of.

        Takes as long as the service's deadline allows; no transaction should be open.

        Raises:
            LanguageModelError: no answer, or none that is of any use.
        """
        if len(text) > LONGEST_TEXT:
            raise NotReadError("too_long", is_free=True)
        told = prompt.prompt(text, published=published, title=title, publisher=publisher)
        listed = completion.agreements(ask(self.service, told))
        checked = check(listed, text, published=published, book=codebook())
        self._log_what_was_left_out(checked, len(listed))
        if listed and not checked.records:
            raise NotReadError("nothing_proven")
        return checked.records

    def _log_what_was_left_out(self, checked: Checked, told: int) -> None:
        if checked.left_out:
            reasons = ", ".join(f"{why} {n}" for why, n in sorted(checked.left_out.items()))
            kept = len(checked.records)
            _log.warning(
                "%s: %d of %d records stand; left out: %s", self.version, kept, told, reasons
            )
