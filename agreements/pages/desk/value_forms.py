"""One form for each kind of value, and for the two parties; each with the codebook's text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy
from django_stubs_ext import StrPromise

from agreements.meanings import Entry
from agreements.models import Commitment, CommitmentType, MilestoneKind, Strength, TermName
from agreements.pages.desk import codebook
from agreements.pages.desk.finding import Found, nearest, occurrences
from agreements.proposal import (
    Judgement,
    ProposedCommitment,
    ProposedMilestone,
    ProposedStatement,
    ProposedTerm,
    Quote,
    Source,
)

PREFIX: Final = "v"
_INPUT: Final[Mapping[str, str]] = {"class": "input"}
_EVIDENCE: Final = [
    ("keep", gettext_lazy("as it is")),
    ("quote", gettext_lazy("these words of the text")),
    ("judgement", gettext_lazy("my judgement")),
]
_NOT_SAID: Final = gettext_lazy(
    "These words are not in the text: select them there, or copy them exactly."
)
_WHERE: Final = gettext_lazy("These words stand in several places: say which one.")


def _text(
    label: str | StrPromise, *, most: int = 200, hint: str | StrPromise = ""
) -> forms.CharField:
    widget = forms.TextInput(attrs={**_INPUT})
    return forms.CharField(
        label=label, max_length=most, required=False, help_text=hint, widget=widget
    )


def _choice(
    label: str | StrPromise,
    choices: Iterable[tuple[str, str | StrPromise]],
    *,
    required: bool = True,
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=list(choices),
        required=required,
        widget=forms.Select(attrs={**_INPUT}),
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What a form chooses among: parties, {code: name}, and the types of commitments."""

    parties: Mapping[str, str]
    types: Sequence[CommitmentType]


class ValueForm(forms.Form):
    """A value with its evidence; what its kind says of itself comes first."""

    NAMES: ClassVar[tuple[str, ...]] = ()
    MAKES: ClassVar[type[ProposedStatement]] = ProposedTerm
    MEANINGS: ClassVar[Mapping[str, Mapping[str, Entry]]] = {}

    evidence = forms.ChoiceField(choices=_EVIDENCE, widget=forms.RadioSelect, initial="keep")
    words = forms.CharField(
        label=gettext_lazy("The exact words of the text"),
        required=False,
        widget=forms.Textarea(attrs={**_INPUT, "rows": 2}),
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    at = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    judgement = forms.CharField(
        label=gettext_lazy("My judgement: why it is so, signed with my name"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={**_INPUT, "rows": 2}),
    )

    def __init__(
        self,
        known: Known,
        data: QueryDict | None,
        *,
        initial: Mapping[str, object],
        prefix: str = PREFIX,
    ) -> None:
        """Know what there is to choose among."""
        super().__init__(data, prefix=prefix, initial=dict(initial))
        self.known = known
        self.occurrences: list[Found] = []
        for name in ("party", "debtor", "creditor"):
            if name in self.fields:
                self.fields[name].choices = [("", "\N{EM DASH}"), *known.parties.items()]  # type: ignore[attr-defined]  # a choice field

    def complete(self, before: ProposedStatement | None) -> None:
        """Let what was not sent at all be as it was: who gives new evidence sends nothing else."""
        sent: QueryDict = self.data  # type: ignore[assignment]  # it is bound
        if before is None or any(self.add_prefix(name) in sent for name in self.NAMES):
            return
        data = {name: sent.get(name) for name in sent}
        for name in self.NAMES:
            value = getattr(before, name)
            if value not in (None, False):
                data[self.add_prefix(name)] = str(value)
        self.data = data

    def statement(
        self, before: ProposedStatement | None, text: str, author: int
    ) -> ProposedStatement | None:
        """Return the value as sent; None where the form has errors, which it then shows."""
        said: dict[str, Any] = {name: self._said(name) for name in self.NAMES}
        sources = self._sources(before, text, author)
        if self.errors:
            return None
        if before is None:
            return self.MAKES(**said, sources=sources)
        kept: dict[str, Any] = {"wording": before.wording, "confidence": before.confidence}
        if any(getattr(before, name) != value for name, value in said.items()):
            kept = {}
        return self.MAKES(**said, **kept, sources=sources)

    def _said(self, name: str) -> object:
        value = self.cleaned_data.get(name)
        return None if value == "" and name in ("party", "debtor", "creditor") else value

    def _sources(
        self, before: ProposedStatement | None, text: str, author: int
    ) -> tuple[Source, ...]:
        chosen = self.cleaned_data.get("evidence")
        if chosen == "judgement":
            said = self.cleaned_data.get("judgement", "").strip()
            if not said:
                self.add_error("judgement", "Say why it is so.")
            return (Judgement(said, author),)
        if chosen == "quote":
            return self._quoted(text)
        return before.sources if before else ()

    def _quoted(self, text: str) -> tuple[Quote, ...]:
        found = occurrences(text, self.cleaned_data.get("words", ""))
        place = self.cleaned_data.get("at")
        place = self.cleaned_data.get("start") if place is None else place
        if not found:
            self.add_error("words", _NOT_SAID)
            return ()
        if len(found) > 1 and place is None:
            self.occurrences = found
            self.add_error("words", _WHERE)
            return ()
        return ((nearest(found, place) if place is not None else found[0]).quote,)


class MilestoneForm(ValueForm):
    """Something that happened, or is expected to."""

    NAMES = ("kind", "date", "is_expected", "party", "place")
    MAKES = ProposedMilestone
    MEANINGS = {"kind": codebook.of("milestones")}

    kind = _choice(gettext_lazy("What happened"), MilestoneKind.choices)
    date = _text(gettext_lazy("Date"), most=12)
    is_expected = forms.BooleanField(label=gettext_lazy("Still expected"), required=False)
    party = _choice(gettext_lazy("By which party"), [], required=False)
    place = _text(gettext_lazy("Place"))


class CommitmentForm(ValueForm):
    """What one owes the other, or what is expressly excluded."""

    NAMES = (
        *("type", "held", "direction", "debtor", "creditor"),
        *("strength", "condition", "amount", "currency", "period"),
    )
    MAKES = ProposedCommitment
    MEANINGS = {
        "held": codebook.of("holdings"),
        "direction": codebook.of("directions"),
        "strength": codebook.of("strengths"),
    }

    type = _choice(gettext_lazy("About"), [])
    held = _choice(gettext_lazy("In the agreement"), Commitment.Holding.choices)
    direction = _choice(gettext_lazy("Who owes it"), Commitment.Direction.choices)
    debtor = _choice(gettext_lazy("Owed by"), [], required=False)
    creditor = _choice(gettext_lazy("Owed to"), [], required=False)
    strength = _choice(gettext_lazy("How firmly"), Strength.choices)
    condition = _text(gettext_lazy("On which condition"), most=1000)
    amount = forms.DecimalField(
        label=gettext_lazy("Amount"),
        required=False,
        max_digits=20,
        decimal_places=2,
        widget=forms.TextInput(attrs={**_INPUT, "inputmode": "decimal"}),
    )
    currency = _text(gettext_lazy("Currency"), most=3)
    period = _text(gettext_lazy("Period"), most=100)

    def __init__(
        self,
        known: Known,
        data: QueryDict | None,
        *,
        initial: Mapping[str, object],
        prefix: str = PREFIX,
    ) -> None:
        """Offer the types of the codebook."""
        super().__init__(known, data, initial=initial, prefix=prefix)
        self.fields["type"].choices = [(each.code, each.name) for each in known.types]  # type: ignore[attr-defined]  # a choice field
        self.MEANINGS = {**self.MEANINGS, "type": codebook.of_types(known.types)}  # type: ignore[misc]  # of this form alone


class TermForm(ValueForm):
    """A plain property."""

    NAMES = ("name", "value")
    MAKES = ProposedTerm
    MEANINGS = {"name": codebook.of("terms")}

    name = _choice(gettext_lazy("Property"), TermName.choices)
    value = forms.CharField(
        label=gettext_lazy("Value"),
        max_length=2000,
        widget=forms.Textarea(attrs={**_INPUT, "rows": 2}),
    )


class PartiesForm(forms.Form):
    """The two parties, each by name or code."""

    MEANINGS: ClassVar[Mapping[str, Mapping[str, Entry]]] = {}

    first = _text(gettext_lazy("One party"), hint=gettext_lazy("Its name, or its code: UA, EU."))
    second = _text(gettext_lazy("The other party"))

    def __init__(
        self, known: Known, data: QueryDict | None, *, initial: Mapping[str, object], prefix: str
    ) -> None:
        """Know all parties."""
        super().__init__(data, prefix=prefix, initial=dict(initial))
        self.known = known
        self.codes = {name.casefold(): code for code, name in known.parties.items()}
        self.codes |= {code.casefold(): code for code in known.parties}

    def clean_first(self) -> str:
        """Return the code."""
        return self._code("first")

    def clean_second(self) -> str:
        """Return the code."""
        return self._code("second")

    def _code(self, field: str) -> str:
        said = self.cleaned_data[field].strip()
        if said.casefold() not in self.codes:
            raise forms.ValidationError(
                gettext("The record knows no party %(said)r: give its name.") % {"said": said}
            )
        return self.codes[said.casefold()]


FORMS: Final[Mapping[str, type[ValueForm]]] = {
    form.MAKES.ABOUT: form for form in (MilestoneForm, CommitmentForm, TermForm)
}
