"""What a decision keeps of its draft: enough to tell what it was, and to put it back."""

from datetime import datetime
from typing import Any

from agreements.models import Draft


def before(draft: Draft) -> dict[str, Any]:
    """Return what a draft was that has just been claimed, before anything else of it changes.

    What is empty is left out.
    """
    kept: dict[str, Any] = {
        "version": draft.version - 1,
        "head": draft.head_id,
        "match": draft.match_id,
        "deferred_until": moment(draft.deferred_until),
    }
    return {"draft": {name: value for name, value in kept.items() if value is not None}}


def moment(at: datetime | None) -> str | None:
    """Return a moment as decisions keep it."""
    return at.isoformat() if at else None


def read_moment(kept: str | None) -> datetime | None:
    """Read what `moment` returned."""
    return datetime.fromisoformat(kept) if kept else None
