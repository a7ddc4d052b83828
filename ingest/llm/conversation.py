"""Asking a model for one answer: forms of the question, tries, pauses, and what it may cost."""

import json
import time
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from ingest.llm import completion
from ingest.llm.errors import FormRefusedError, LanguageModelError, NotReadError, TryAgainError
from ingest.llm.prompt import Prompt
from ingest.llm.wire import Address, Deadline, post

MOST_ANSWER_TOKENS: Final = 8_000
"""What an answer may have: some thirty records with all their quotes."""
_CHARACTERS_A_TOKEN: Final = 3
"""English has about four; three leaves room for JSON and for names."""
_PAUSES: Final = (0.5, 2.0)


class Purse(Protocol):
    """What counts the tokens that may be used."""

    def reserve(self, tokens: int) -> bool:
        """Set tokens aside for one try; False, and nothing is set aside, where the cap forbids."""

    def settle(self, reserved: int, spent: int) -> None:
        """Replace what was set aside by what was spent."""


@dataclass(frozen=True, slots=True)
class Service:
    """A model at an OpenAI-compatible address.

    `seconds` is for everything that reading one text takes: connecting, all tries, their pauses.
    """

    address: Address
    model: str
    purse: Purse
    key: str = field(default="", repr=False)
    seconds: float = 60.0
    pauses: tuple[float, ...] = _PAUSES


def ask(service: Service, prompt: Prompt) -> str:
    """Return what the model wrote.

    Asks for an answer in the schema first, and for plain JSON where the server refuses that.

    Raises:
        LanguageModelError: there is no answer within the deadline and the cap.
    """
    deadline = Deadline(service.seconds)
    try:
        return _ask_patiently(service, _in_schema(service, prompt), deadline)
    except FormRefusedError:
        return _ask_patiently(service, _plain(service, prompt), deadline)


def _in_schema(service: Service, prompt: Prompt) -> dict[str, Any]:
    schema = {"name": "agreements", "strict": True, "schema": prompt.schema}
    return {
        "model": service.model,
        "messages": prompt.messages(),
        "stream": False,
        "temperature": 0,
        "max_tokens": MOST_ANSWER_TOKENS,
        "response_format": {"type": "json_schema", "json_schema": schema},
    }


def _plain(service: Service, prompt: Prompt) -> dict[str, Any]:
    """Ask with nothing that a server could refuse; newer ones know the cap by another name."""
    return {
        "model": service.model,
        "messages": prompt.messages(),
        "stream": False,
        "max_completion_tokens": MOST_ANSWER_TOKENS,
    }


def _ask_patiently(service: Service, question: dict[str, Any], deadline: Deadline) -> str:
    body = json.dumps(question).encode()
    for pause in service.pauses:
        try:
            return _ask_once(service, body, deadline)
        except TryAgainError as error:
            wait = max(pause, error.retry_after_seconds or 0.0)
            if not deadline.allows(wait):
                raise
            time.sleep(wait)
    return _ask_once(service, body, deadline)


def _ask_once(service: Service, body: bytes, deadline: Deadline) -> str:
    """Ask within the cap. A try whose cost nobody knows counts as much as it could have cost."""
    most = len(body) // _CHARACTERS_A_TOKEN + MOST_ANSWER_TOKENS
    if not service.purse.reserve(most):
        raise NotReadError("daily_cap_reached", is_free=True)
    spent = most
    try:
        answer = post(service.address, body, service.key, deadline)
        told = completion.tokens(answer)
        spent = told if told is not None else (len(body) + len(answer)) // _CHARACTERS_A_TOKEN
        return completion.content(answer)
    except LanguageModelError as error:
        spent = 0 if error.is_free else spent
        raise
    finally:
        service.purse.settle(most, spent)
