"""What one editor says of a draft: kept from the others, compared with what they say."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from agreements.models import Decision
from agreements.proposal import Proposal, ProposedStatement
from agreements.revision import Revision
from agreements.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Said:
    """An editor's verdict: `proposal` is what it would publish, None for a rejection.

    `agreement` is the key of the agreement that it goes onto, "" for a new one; `revision` is the
    layer that made the proposal of what the reader proposed, `speaking` the places of what is
    preferred to the record that it contradicts, counted as the revision does.
    """

    verb: str
    agreement: str = ""
    revision: Revision = field(default_factory=Revision)
    proposal: Proposal | None = None
    speaking: tuple[int, ...] = ()
    reason: str = ""

    @staticmethod
    def approval(verdict: Verdict, revision: Revision, proposed: Proposal) -> "Said":
        """Return what an editor says by approving."""
        return Said(
            Decision.Verb.APPROVE,
            verdict.agreement.key if verdict.agreement else "",
            revision,
            revision.over(proposed),
            tuple(sorted(verdict.speaking)),
        )

    @staticmethod
    def rejection(reason: str) -> "Said":
        """Return what an editor says by rejecting."""
        return Said(Decision.Verb.REJECT, reason=reason)

    @property
    def is_approval(self) -> bool:
        """Tell whether it would publish something."""
        return self.proposal is not None

    def agrees_with(self, other: "Said") -> bool:
        """Tell whether both would do the same: reject, or publish the same values of the same.

        The order of the values does not matter, nor which words each editor quotes for them.
        """
        if self.proposal is None or other.proposal is None:
            return self.proposal is other.proposal
        is_one_target = (self.agreement, self.speaking) == (other.agreement, other.speaking)
        return is_one_target and _values(self.proposal) == _values(other.proposal)

    def to_json(self) -> dict[str, Any]:
        """Return what `Opinion.verdict` stores."""
        return {
            "verb": self.verb,
            "agreement": self.agreement,
            "revision": self.revision.to_json(),
            "published": self.proposal.to_json() if self.proposal else None,
            "speaking": list(self.speaking),
            "reason": self.reason,
        }

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> "Said":
        """Read what `Opinion.verdict` stores."""
        published = stored.get("published")
        return Said(
            verb=stored["verb"],
            agreement=stored.get("agreement", ""),
            revision=Revision.from_json(stored.get("revision")),
            proposal=Proposal.from_json(published) if published else None,
            speaking=tuple(stored.get("speaking", ())),
            reason=stored.get("reason", ""),
        )


def bare(statement: ProposedStatement) -> ProposedStatement:
    """Return the value alone, without the words it rests on and the doubt about them."""
    return replace(statement, wording="", confidence=None, sources=())


def _values(proposal: Proposal) -> tuple[list[str], Counter[ProposedStatement]]:
    return sorted(proposal.parties), Counter(bare(s) for s in proposal.statements)
