"""What editors do about two verdicts that differ: follow one, stay with one's own, ask a third."""

from django.contrib.auth.models import User

from agreements.curation import second
from agreements.curation.approving import approve
from agreements.curation.claiming import claim, one_change
from agreements.curation.refusing import reject
from agreements.models import Decision, Draft
from agreements.verdicts import Verdict


def adopt(
    draft_id: int, editor: User, *, version: int, opinion: int, seconds: float | None = None
) -> Decision:
    """Follow the verdict of another editor: carry it out as it was said.

    Raises:
        CurationError: it counts no more, or can't be carried out any more.
    """
    with one_change():
        draft = Draft.objects.select_for_update().get(pk=draft_id)
        said, agreement = second.verdict_of(draft, opinion)
        if not said.is_approval:
            return reject(draft_id, editor, version=version, reason=said.reason, seconds=seconds)
        draft.revised = said.revision.to_json()
        draft.save(update_fields=["revised"])
        left_out = said.revision.left_out
        verdict = Verdict(version, agreement, left_out, seconds, speaking=said.speaking)
        return approve(draft_id, editor, verdict)


def keep_own(draft_id: int, editor: User, *, version: int, to_third: bool) -> Decision:
    """Stay with one's own verdict: the other editor is asked to confirm it, or a third to decide.

    Raises:
        CurationError: there is no difference, or no third editor.
    """
    with one_change():
        draft = claim(draft_id, version, Draft.State.SECOND, by=editor, of_two=True)
        return second.pass_on(draft, editor, to_third=to_third)
