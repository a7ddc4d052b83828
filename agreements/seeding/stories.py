"""Made-up stories: a text, and what a perfect reader would make of it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from agreements.models import AgreementKind
from agreements.proposal import (
    Proposal,
    ProposedCommitment,
    ProposedMilestone,
    ProposedStatement,
    ProposedTerm,
    Quote,
)

LAST_DAY: Final = date(2025, 6, 30)
"""Nothing in the synthetic record happened after this day; fixed, so that it stays the same."""
_FIRST_DAY: Final = date(1946, 1, 1)
_DAYS: Final = 79 * 365
_ADJECTIVES: Final = (
    "Amber", "Azure", "Bronze", "Calm", "Cedar", "Copper", "Coral", "Crimson", "Dawn", "Eastern",
    "Ebony", "Emerald", "Golden", "Granite", "Green", "Indigo", "Ivory", "Jade", "Linen", "Lunar",
    "Maple", "Misty", "Northern", "Olive", "Opal", "Quiet", "Russet", "Silver", "Violet", "Winter",
)  # fmt: skip
_NOUNS: Final = (
    "Anchor", "Anvil", "Arch", "Beacon", "Bridge", "Brook", "Canyon", "Castle", "Compass", "Crane",
    "Delta", "Eagle", "Falcon", "Ferry", "Fjord", "Forge", "Garden", "Glacier", "Harbour", "Heron",
    "Island", "Kestrel", "Lake", "Lantern", "Mill", "Orchard", "Otter", "Quarry", "Reef", "Wharf",
)  # fmt: skip
_STRENGTHS: Final = ("mentioned", "intent", "duty")
# The share of stories in which an agreement got as far as this.
_IN_FORCE: Final = 0.8
_ENDED: Final = 0.2
_HAS_DURATION: Final = 0.6
_MOST_PROMISES: Final = 4


@dataclass(frozen=True, slots=True)
class Cast:
    """Who may appear in stories: codes with names, and the codebook's types with names.

    The earlier a party stands, the more often it appears.
    """

    parties: Sequence[tuple[str, str]]
    types: Sequence[tuple[str, str]]
    weights: Sequence[float]

    @staticmethod
    def of(parties: Sequence[tuple[str, str]], types: Sequence[tuple[str, str]]) -> "Cast":
        """Give each party its weight: the first appears about six times as often as the last."""
        share = len(parties) / 5
        weights = accumulate(1 / (place + share) for place in range(len(parties)))
        return Cast(parties, types, list(weights))

    def pair(self, rng: random.Random) -> tuple[tuple[str, str], tuple[str, str]]:
        """Return two different parties, in the record's order."""
        one, other = rng.choices(self.parties, cum_weights=self.weights, k=2)
        while one == other:
            (other,) = rng.choices(self.parties, cum_weights=self.weights)
        return (one, other) if one < other else (other, one)


@dataclass(slots=True)
class Story:
    """A text that grows by a sentence for each statement, so that every value has its quote."""

    one: tuple[str, str]
    other: tuple[str, str]
    title: str
    kind: AgreementKind
    signed: date
    text: str
    statements: list[ProposedStatement] = field(default_factory=list)

    @property
    def proposal(self) -> Proposal:
        """Return what is proposed; the pair rests on the first sentence."""
        source = self.statements[0].sources[0]
        return Proposal(
            (self.one[0], self.other[0]),
            tuple(self.statements),
            parties_quote=source if isinstance(source, Quote) else None,
            parties_confidence=0.95,
        )

    def say(self, words: str, *told: ProposedStatement) -> None:
        """Write a sentence, and rest the statements on it."""
        start = len(self.text) + bool(self.text)
        self.text += f"{' ' * bool(self.text)}{words}."
        source = Quote(start, start + len(words), words)
        self.statements += [replace(statement, sources=(source,)) for statement in told]


def agreement(seed: int, number: int, cast: Cast, text: str = "") -> Story:
    """Return the whole story of synthetic agreement `number`, told after `text`.

    The same seed, number and cast tell the same story, whatever stands before it.
    """
    rng = random.Random(f"{seed} {number}")  # noqa: S311  no secret
    story = beginning(seed, number, cast, text)
    _tell_progress(story, rng)
    _tell_terms(story, rng)
    for type_code, name in rng.sample(cast.types, rng.randint(1, _most_promises(cast))):
        tell_promise(story, rng, type_code, name)
    return story


def beginning(seed: int, number: int, cast: Cast, text: str = "") -> Story:
    """Return the story's first sentences: between whom, called what, signed when."""
    rng = random.Random(f"{seed} {number} signed")  # noqa: S311  no secret
    one, other = cast.pair(rng)
    kind = rng.choice(list(AgreementKind))
    name = f"Synthetic {rng.choice(_ADJECTIVES)} {rng.choice(_NOUNS)}"
    title = f"{name} {kind.noun.capitalize()} {number}"
    signed = _FIRST_DAY + timedelta(rng.randrange(_DAYS))
    story = Story(one, other, title, kind, signed, text)
    story.say(
        f"{one[1]} and {other[1]} concluded the {title}",
        ProposedTerm(name="title", value=title, confidence=0.95),
        ProposedTerm(name="kind", value=kind, confidence=0.9),
    )
    story.say(
        f"The {title} was signed on {signed}",
        ProposedMilestone(kind="signed", date=f"{signed}", confidence=0.9),
    )
    return story


def _most_promises(cast: Cast) -> int:
    return min(_MOST_PROMISES, len(cast.types))


def _tell_progress(story: Story, rng: random.Random) -> None:
    if rng.random() > _IN_FORCE:
        return
    day = story.signed + timedelta(rng.randrange(30, 700))
    tell_milestone(story, "entered_into_force", day)
    if rng.random() < _ENDED:
        tell_milestone(story, "terminated", day + timedelta(rng.randrange(400, 9000)))


def tell_milestone(story: Story, kind: str, day: date, confidence: float = 0.85) -> None:
    """Tell that something happened to the agreement, if it had by `LAST_DAY`."""
    if day > LAST_DAY:
        return
    happened = ProposedMilestone(kind=kind, date=f"{day}", confidence=confidence)
    story.say(f"The {story.title}: {kind.replace('_', ' ')} on {day}", happened)


def _tell_terms(story: Story, rng: random.Random) -> None:
    if rng.random() < _HAS_DURATION:
        tell_duration(story, rng.randint(2, 30))
    is_binding = rng.random() > 0.5  # noqa: PLR2004  as many as not
    binding = ProposedTerm(name="legally_binding", value=str(is_binding).lower(), confidence=0.85)
    story.say(f"It is {'' if is_binding else 'not '}legally binding", binding)


def tell_duration(story: Story, years: int, confidence: float = 0.8) -> None:
    """Tell for how long the agreement is made."""
    told = ProposedTerm(name="duration_years", value=f"{years}", confidence=confidence)
    story.say(f"The {story.title} is made for {years} years", told)


def tell_promise(story: Story, rng: random.Random, type_code: str, name: str) -> None:
    """Tell what one side owes the other, or both to each other."""
    is_mutual = rng.random() > 0.4  # noqa: PLR2004  most are
    debtor, creditor = rng.sample((story.one, story.other), 2)
    owed = "both to each other" if is_mutual else f"by {debtor[1]} to {creditor[1]}"
    promise = ProposedCommitment(
        type=type_code,
        direction="mutual" if is_mutual else "one_way",
        debtor=None if is_mutual else debtor[0],
        creditor=None if is_mutual else creditor[0],
        strength=rng.choice(_STRENGTHS),
        confidence=round(rng.uniform(0.6, 0.95), 2),
    )
    story.say(f"{name} is owed {owed}", promise)
