"""What an editor sends from a draft's page."""

import re
from typing import ClassVar, Final

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from agreements.pages.desk import Choices, sent
from agreements.pages.moves import VERBS

_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_SECONDS: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")
_DAY_SECONDS: Final = 86_400
_UNSEEN: Final = -1  # no version of an agreement has it


class VerdictForm(forms.Form):
    """Approve or reject a draft: onto which agreement, which values to keep, or why not."""

    REASONS: ClassVar[list[tuple[str, str | Promise]]] = [
        ("Not an agreement", gettext_lazy("Not an agreement")),
        ("Not between two parties", gettext_lazy("Not between two parties")),
        (
            "Reports what the record holds already",
            gettext_lazy("Reports what the record holds already"),
        ),
        ("Read wrongly", gettext_lazy("Read wrongly")),
        ("Source not reliable", gettext_lazy("Source not reliable")),
    ]

    verdict = forms.ChoiceField(choices=[("approve", "Approve"), ("reject", "Reject"), *VERBS])
    version = forms.IntegerField(min_value=1)
    agreement = forms.CharField(required=False, max_length=20)
    keep = forms.TypedMultipleChoiceField(required=False, coerce=int)
    reason = forms.ChoiceField(required=False, choices=[("", gettext_lazy("Choose")), *REASONS])
    key = forms.CharField(required=False, max_length=64)
    lease = forms.CharField(required=False, max_length=40)
    details = forms.CharField(required=False, max_length=2000)

    data: QueryDict

    def __init__(self, data: QueryDict, *, places: range) -> None:
        """Know the places of the draft's values."""
        super().__init__(data)
        self.places = places
        self.choices: Choices = sent(data, places)
        keep = self.fields["keep"]
        keep.choices = [(str(place), str(place)) for place in self.places]  # type: ignore[attr-defined]  # a choice field

    @property
    def records(self) -> dict[str, int]:
        """The numbers of the agreements as they stood when the page was opened, by their keys."""
        marks = (mark.rpartition(":") for mark in self.data.getlist("record"))
        return {key: int(number) for key, _, number in marks if _NUMBER.fullmatch(number)}

    @property
    def record(self) -> int | None:
        """The number of the agreement that was chosen; none where nobody looked at one."""
        key = self.cleaned_data["agreement"]
        return self.records.get(key, _UNSEEN) if key or self.records else None

    @property
    def seconds(self) -> float | None:
        """How long the draft was on the screen, a day at most; none where the page did not tell."""
        told = self.data.get("seconds", "")
        return min(float(told), _DAY_SECONDS) if _SECONDS.fullmatch(told) else None

    @property
    def left_out(self) -> list[int]:
        """The places whose boxes were not ticked, and of conflicts ruled empty."""
        return sorted(self.choices.left_out or ())

    @property
    def full_reason(self) -> str:
        """The chosen reason and the editor's own words, whichever there are."""
        parts = (self.cleaned_data.get("reason", ""), self.cleaned_data.get("details", "").strip())
        return ": ".join(part for part in parts if part)
