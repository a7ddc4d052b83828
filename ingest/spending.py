"""Count the tokens that a language model uses in a day, and refuse what is beyond the cap."""

from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from ingest.models import TokensSpent


@dataclass(frozen=True, slots=True)
class DailyTokens:
    """A purse of so many tokens a day (UTC), shared by all workers.

    It lies in PostgreSQL: what was spent outlives a restart and an emptied cache, and one update
    with its condition lets no two workers take the same last tokens. A worker that dies between
    the two calls leaves its reservation spent, which errs on the cheap side.
    """

    cap: int

    def reserve(self, tokens: int) -> bool:
        """Set tokens aside for one try; False, and nothing is set aside, where the cap forbids."""
        day = timezone.now().date()
        TokensSpent.objects.get_or_create(day=day)
        room = TokensSpent.objects.filter(day=day, tokens__lte=self.cap - tokens)
        return bool(room.update(tokens=F("tokens") + tokens))

    def settle(self, reserved: int, spent: int) -> None:
        """Replace what was set aside by what was spent.

        Around midnight that corrects the day which has just begun, by one try at most.
        """
        today = TokensSpent.objects.filter(day=timezone.now().date())
        today.update(tokens=Greatest(F("tokens") - reserved + spent, 0))
