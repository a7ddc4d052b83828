"""The values of a draft as rows: what each says, against what, on which words, what to decide."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext

from agreements.merging import Effect
from agreements.pages.desk.beside import Beside
from agreements.pages.desk.choices import EMPTY, KEEP, Choices
from agreements.pages.desk.layers import Layers
from agreements.pages.desk.told import Told, Value, value
from agreements.pages.desk.words import GROUPS, group, label
from agreements.pages.marking import MarkedText
from agreements.proposal import Judgement, ProposedStatement, Quote


@dataclass(frozen=True, slots=True)
class Proof:
    """One quote: the number of its mark in the text, and whether the mark leads back to here.

    Without a number its words are not in the text.
    """

    number: int | None
    words: str
    is_target: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """Who says otherwise, and what the editor has ruled: keep, speak, empty, or nothing yet."""

    told: list[Told]
    is_with_record: bool
    is_required: bool
    ruling: str

    @property
    def is_open(self) -> bool:
        """Tell whether an editor must still rule on it."""
        return self.is_required and not self.ruling


@dataclass(frozen=True, slots=True)
class Row:
    """One value of a draft; `place` is its place in the proposal with the editor's layer.

    `before` is what the record says and it takes the place of, `held` what the record says more
    exactly, `machine` what the machine had proposed, `later` what
    a later reading says; each None where it says the same or nothing.
    """

    place: int
    label: str
    now: Value
    confidence: float | None
    quotes: list[Proof]
    judgements: list[Judgement]
    effect: str = ""
    before: Value | None = None
    held: Value | None = None
    machine: Value | None = None
    later: Value | None = None
    is_added: bool = False
    is_changed: bool = False
    is_kept: bool = True
    conflict: Conflict | None = None

    @property
    def lacks_words(self) -> bool:
        """Tell whether a quote of it is not in the text, or nothing is quoted for it."""
        return any(proof.number is None for proof in self.quotes) or not (
            self.quotes or self.judgements
        )

    @property
    def is_plain(self) -> bool:
        """Tell whether it changes nothing of what stood there."""
        is_own = self.is_changed or self.is_added
        return not is_own and (not self.effect or self.effect == Effect.SUPPORTS)

    @property
    def state(self) -> str:
        """Tell what to do with it: check, changed (by it the record), same (as the record), new."""
        if (self.conflict and self.conflict.is_open) or (self.lacks_words and self.is_kept):
            return "check"
        if self.effect == Effect.SUPPORTS:
            return "same"
        return "changed" if self.effect else "new"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many values change the record, say what it says, are new, are to be checked."""

    changed: int = 0
    same: int = 0
    new: int = 0
    check: int = 0

    @property
    def differing(self) -> int:
        """How many do not merely say what the record says."""
        return self.changed + self.new + self.check


@dataclass(slots=True)
class Rows:
    """Makes the rows of one draft."""

    layers: Layers
    beside: Beside
    marked: MarkedText
    choices: Choices
    names: Mapping[str, str]
    types: Mapping[str, str]
    led_to: set[int | None] = field(default_factory=set)

    def groups(self) -> list[tuple[str, list[Row]]]:
        """Return the rows under their headings."""
        found: dict[str, list[Row]] = {name: [] for name in GROUPS}
        proposal = self.layers.all
        self.led_to = {self.marked.number(proposal.parties_quote)}
        for place, statement in enumerate(proposal.statements):
            found[group(statement)].append(self._row(place, statement))
        return [(gettext(name), rows) for name, rows in found.items() if rows]

    def _row(self, place: int, statement: ProposedStatement) -> Row:
        now = value(statement, self.names)
        effect = self.beside.effects[place] if self.beside.effects else ""
        told = self.beside.on_record.get(place)
        held = told.value if told and told.value != now else None
        machine = self.layers.replaced(place)
        return Row(
            place=place,
            label=label(statement, self.types),
            now=now,
            confidence=statement.confidence,
            quotes=list(self._proofs(statement)),
            judgements=[s for s in statement.sources if isinstance(s, Judgement)],
            effect=effect,
            before=held if effect == Effect.REFINES else None,
            held=held if effect == Effect.SUPPORTS else None,
            machine=self._machine_value(machine, now),
            later=self.beside.later.get(place),
            is_added=self.layers.is_added(place),
            is_changed=machine is not None,
            is_kept=place not in self._left_out,
            conflict=self._conflict(place),
        )

    @property
    def _left_out(self) -> frozenset[int]:
        chosen = self.choices.left_out
        return self.layers.revision.left_out if chosen is None else chosen

    def _machine_value(self, machine: ProposedStatement | None, now: Value) -> Value | None:
        said = value(machine, self.names) if machine else None
        return said if said != now else None

    def _proofs(self, statement: ProposedStatement) -> Iterable[Proof]:
        for source in statement.sources:
            if isinstance(source, Quote):
                number = self.marked.number(source)
                yield Proof(number, source.words, number not in self.led_to)
                self.led_to.add(number)

    def _conflict(self, place: int) -> Conflict | None:
        is_with_record = place in self.beside.contested
        told: Sequence[Told] = self.beside.elsewhere.get(place, [])
        if is_with_record:
            told = [self.beside.on_record[place], *told]
        if not told:
            return None
        is_required = place in self.beside.must_rule(self.layers.all)
        ruling = self._ruling(place, is_required=is_required)
        return Conflict(list(told), is_with_record, is_required, ruling)

    def _ruling(self, place: int, *, is_required: bool) -> str:
        if place in self.choices.rulings:
            return self.choices.rulings[place]
        if place in self.layers.revision.left_out:
            return EMPTY
        return "" if is_required else KEEP


def count(groups: Iterable[tuple[str, list[Row]]]) -> Counts:
    """Count the rows by what is to be done with them."""
    states = [row.state for _, rows in groups for row in rows]
    return Counts(**{name: states.count(name) for name in ("changed", "same", "new", "check")})
