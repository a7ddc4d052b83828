"""What an editor sends to turn many drafts down at once."""

import re
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from agreements.pages.forms import VerdictForm

# A page shows 50; nobody has seen what lies beyond a few of them.
_MOST: Final = 200
_VALUE: Final = re.compile(r"([0-9]{1,15}):([0-9]{1,9})")


class BulkRejectForm(forms.Form):
    """The drafts ticked, each with the version seen, and one reason for all."""

    reason = forms.ChoiceField(
        choices=[("", gettext_lazy("Choose")), *VerdictForm.REASONS],
        error_messages={
            "required": gettext_lazy("Choose a reason."),
            "invalid_choice": gettext_lazy("Choose a reason."),
        },
    )
    details = forms.CharField(required=False, max_length=2000)

    def __init__(self, data: QueryDict) -> None:
        """Read which drafts were ticked."""
        super().__init__(data)
        self._ticked = data.getlist("draft")
        found = [_VALUE.fullmatch(value) for value in self._ticked]
        self.chosen = [(int(one[1]), int(one[2])) for one in found if one]

    def clean(self) -> dict[str, Any]:
        """Refuse none, too many, and what no box of ours sends."""
        if not self._ticked:
            raise forms.ValidationError(gettext("Tick the drafts that you want to reject."))
        if len(self.chosen) < len(self._ticked):
            raise forms.ValidationError(
                gettext("This form is not complete: tick the drafts again.")
            )
        if len(self.chosen) > _MOST:
            raise forms.ValidationError(
                gettext("Reject at most %(most)s drafts at once.") % {"most": _MOST}
            )
        return self.cleaned_data

    @property
    def full_reason(self) -> str:
        """The chosen reason and the editor's own words, whichever there are."""
        parts = (self.cleaned_data.get("reason", ""), self.cleaned_data.get("details", "").strip())
        return ": ".join(part for part in parts if part)
