"""A draft that needs two editors: what its page says of the other's verdict, and what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext

from agreements import curation, summaries
from agreements.models import Commitment, Decision, Draft, Opinion
from agreements.pages import queue
from agreements.pages.desk.words import label, pair_words, value_words
from agreements.pages.signed_in import editor_of
from agreements.proposal import ProposedMilestone, ProposedStatement
from agreements.said import Said


@dataclass(frozen=True, slots=True)
class Side:
    """One editor's verdict among those that differ."""

    number: int
    editor: str
    is_own: bool
    verb: str


@dataclass(frozen=True, slots=True)
class Value:
    """What one side says: a date (EDTF) or words or both."""

    words: str
    edtf: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One row: what each of the sides says of one thing, in the order of the sides."""

    label: str
    values: Sequence[tuple[Value, ...]]

    @property
    def is_same(self) -> bool:
        """Tell whether all sides say the same."""
        return len(set(self.values)) == 1


@dataclass(frozen=True, slots=True)
class FourEyes:
    """What a draft's page says where two editors are needed.

    `own` is the decision by which this editor passed it on and that can be undone; `sides` and
    `rows` are empty where the other's verdict is not to be seen.
    """

    is_asked: bool
    own: Decision | None
    sides: Sequence[Side]
    rows: Sequence[Difference]
    has_own: bool
    has_third: bool


def four_eyes(draft: Draft, editor: User) -> FourEyes | None:
    """Return what the page says of four eyes; None where one editor is enough.

    No query for a draft that waits for no second, else six.
    """
    standing = curation.standing(draft, editor)
    if standing is None:
        return None
    told = [Said.from_json(opinion.verdict or {}) for opinion in standing.sides]
    last = draft.decisions.exclude(verb=Decision.Verb.UNDO).filter(undone_by=None).first()
    return FourEyes(
        is_asked=standing.is_asked,
        own=last if last is not None and last.editor == editor else None,
        sides=[_side(o, said, editor) for o, said in zip(standing.sides, told, strict=True)],
        rows=_differences(told) if told else [],
        has_own=standing.own is not None,
        has_third=standing.has_third,
    )


def is_difference(decision: Decision) -> bool:
    """Tell whether an editor has just said otherwise than another, and is to see both."""
    return bool((decision.after or {}).get("differs"))


class DifferForm(forms.Form):
    """What an editor does about two verdicts that differ: `follow` names the one to carry out."""

    version = forms.IntegerField(min_value=1)
    follow = forms.IntegerField(required=False, min_value=1)
    stay = forms.ChoiceField(
        required=False, choices=[("", ""), ("ask", "Ask the other"), ("third", "Ask a third")]
    )
    seconds = forms.FloatField(required=False, min_value=0)


@login_required
def differ(request: HttpRequest, draft: int) -> HttpResponse:
    """Follow another's verdict, stay with one's own, or let a third decide; then the next draft."""
    if request.method != "POST":
        return redirect("draft", draft)
    found = get_object_or_404(Draft, pk=draft)
    editor = editor_of(request)
    try:
        _carry_out(found, editor, DifferForm(request.POST))
    except curation.CurationError as error:
        messages.error(request, str(error), extra_tags="bad")
        return redirect("draft", draft)
    asked = queue.read_query(request.GET, summaries.party_names())
    following = queue.next_draft(found, editor, asked)
    address = reverse("draft", args=[following]) if following else reverse("review")
    return redirect(address + asked.suffix())


def _carry_out(draft: Draft, editor: User, form: DifferForm) -> Decision:
    if not form.is_valid():
        raise curation.CurationError(gettext("This form is not complete: look at the draft again."))
    version, stay = form.cleaned_data["version"], form.cleaned_data["stay"]
    if stay:
        return curation.keep_own(draft.pk, editor, version=version, to_third=stay == "third")
    return curation.adopt(
        draft.pk,
        editor,
        version=version,
        opinion=form.cleaned_data["follow"] or 0,
        seconds=form.cleaned_data["seconds"],
    )


def _side(opinion: Opinion, said: Said, editor: User) -> Side:
    name = opinion.editor.get_username() if opinion.editor else ""
    verb = "approves" if said.is_approval else "rejects"
    return Side(opinion.pk, name, opinion.editor == editor, verb)


def _differences(told: Sequence[Said]) -> list[Difference]:
    names, types = summaries.party_names(), summaries.commitment_names()
    columns = [_column(said, names, types) for said in told]
    labels = dict.fromkeys(name for column in columns for name in column)
    return [Difference(name, [column.get(name, ()) for column in columns]) for name in labels]


def _column(
    said: Said, names: Mapping[str, str], types: Mapping[str, str]
) -> dict[str, tuple[Value, ...]]:
    if said.proposal is None:
        return {gettext("Verdict"): (Value(gettext("Reject: %s") % said.reason),)}
    column: dict[str, tuple[Value, ...]] = {
        gettext("Verdict"): (Value(gettext("Approve")),),
        gettext("About"): (Value(said.agreement or gettext("a new agreement")),),
        gettext("Parties"): (Value(pair_words(said.proposal, names)),),
    }
    for statement in said.proposal.statements:
        name = label(statement, types)
        column[name] = (*column.get(name, ()), _value(statement, names))
    return column


def _value(statement: ProposedStatement, names: Mapping[str, str]) -> Value:
    words = value_words(statement, names)
    if isinstance(statement, ProposedMilestone):
        return Value(
            words if words or statement.date else gettext("date not stated"), statement.date
        )
    is_excluded = getattr(statement, "held", "made") == Commitment.Holding.EXCLUDED
    return Value(gettext("%s, expressly excluded") % words if is_excluded else words)
