"""A played server, a purse that is looked into, and a model that asks there."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from ingest.llm import Address, LanguageModel, Service
from tests.ingest.llm.server import Server, model_server


@dataclass
class CountedPurse:
    """A purse in memory."""

    cap: int = 10**9
    spent: int = 0
    reserved: list[int] = field(default_factory=list)

    def reserve(self, tokens: int) -> bool:
        if self.spent + tokens > self.cap:
            return False
        self.reserved.append(tokens)
        self.spent += tokens
        return True

    def settle(self, reserved: int, spent: int) -> None:
        self.spent += spent - reserved


@pytest.fixture
def server() -> Iterator[Server]:
    with model_server() as running:
        yield running


@pytest.fixture
def purse() -> CountedPurse:
    return CountedPurse()


@pytest.fixture
def service(server: Server, purse: CountedPurse) -> Service:
    return Service(
        address=Address(server.url),
        model="played",
        purse=purse,
        key="sk-very-secret",
        seconds=60,
        pauses=(0.01, 0.02),
    )


@pytest.fixture
def model(service: Service) -> LanguageModel:
    return LanguageModel(service)
