"""What a page tells once of an API's description, because many operations have it. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from agreements.pages.api_docs.operations import (
    Answer,
    Member,
    Operation,
    Parameter,
    Section,
    Shape,
)

# Told alike by so many operations, it is told once, and they link to it.
_MANY: Final = 3


@dataclass(frozen=True, slots=True)
class Told:
    """An operation: what is its own, and what it shares with others; answers by their number."""

    operation: Operation
    parameters: tuple[Parameter, ...]
    shared: tuple[Parameter, ...]
    answers: tuple[Answer, ...]
    shared_answers: tuple[tuple[int, Answer], ...]


@dataclass(frozen=True, slots=True)
class ToldSection:
    """The operations on one kind of thing, as they are told."""

    name: str
    operations: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class ToldShape:
    """A shape: all members of the shape named `base`, and these; of none where it is empty."""

    shape: Shape
    base: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """The whole: what is shared, answers with the numbers they are linked by, and the rest."""

    parameters: tuple[Parameter, ...]
    answers: tuple[tuple[int, Answer], ...]
    sections: tuple[ToldSection, ...]
    shapes: tuple[ToldShape, ...]


def told(found: Iterable[Section], shapes: Sequence[Shape]) -> Telling:
    """Return sections and shapes with what several of them share told apart."""
    found = tuple(found)
    operations = [operation for section in found for operation in section.operations]
    parameters = _shared_parameters(operations)
    answers = _shared_answers(operations)
    return Telling(
        parameters,
        tuple((number, answer) for answer, number in answers.items()),
        tuple(
            ToldSection(
                section.name,
                tuple(_told(operation, parameters, answers) for operation in section.operations),
            )
            for section in found
        ),
        tuple(_told_shape(shape, shapes) for shape in shapes),
    )


def _told(operation: Operation, shared: Sequence[Parameter], answers: dict[Answer, int]) -> Told:
    return Told(
        operation,
        tuple(each for each in operation.parameters if each not in shared),
        tuple(each for each in operation.parameters if each in shared),
        tuple(each for each in operation.answers if each not in answers),
        tuple((answers[each], each) for each in operation.answers if each in answers),
    )


def _told_shape(shape: Shape, shapes: Sequence[Shape]) -> ToldShape:
    own = set(shape.members)
    bases = [each for each in shapes if set(each.members) < own and len(each.members) >= _MANY]
    base = max(bases, key=lambda each: len(each.members), default=None)
    if base is None:
        return ToldShape(shape, "", shape.members)
    rest = tuple(each for each in shape.members if each not in base.members)
    return ToldShape(shape, base.name, rest)


def _shared_parameters(operations: Iterable[Operation]) -> tuple[Parameter, ...]:
    """Return those that many operations explain alike; of a name the one that most have."""
    counted = Counter(each for operation in operations for each in operation.parameters)
    by_name: dict[str, Parameter] = {}
    for each, number in counted.most_common():
        if number >= _MANY and each.place != "path":
            by_name.setdefault(each.name, each)
    return tuple(by_name[name] for name in sorted(by_name))


def _shared_answers(operations: Iterable[Operation]) -> dict[Answer, int]:
    """Return the answers that many operations may give, each with its number from 1."""
    counted = Counter(each for operation in operations for each in operation.answers)
    many = (each for each, number in counted.items() if number >= _MANY)
    ordered = sorted(many, key=lambda each: (each.status, -counted[each], each.about))
    return {each: number for number, each in enumerate(ordered, start=1)}
