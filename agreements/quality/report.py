"""How far two editors agree, field by field, with a trend by month."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.cache import cache

from agreements.models import CommitmentType, Opinion
from agreements.quality.alpha import Alpha, alpha
from agreements.quality.fields import Field, Pair, fields
from agreements.said import Said

# A page reads no more than these, the latest.
_PAIRS: Final = 1000
_MONTHS: Final = 6
_ENOUGH_A_MONTH: Final = 10
_KEPT_SECONDS: Final = 24 * 3600


@dataclass(frozen=True, slots=True)
class FieldReport:
    """One field's agreement, and that of each of the report's months; None for too few."""

    name: str
    alpha: Alpha
    months: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Report:
    """How far editors agree: over how many drafts dealt twice, field by field."""

    pairs: int
    waiting: int
    months: Sequence[str]
    fields: Sequence[FieldReport]

    @property
    def needs_talk(self) -> list[str]:
        """The fields on which the codebook needs a talk."""
        return [field.name for field in self.fields if field.alpha.needs_talk]


def read_report() -> Report:
    """Return the report; three queries, and one more where something was said since the last."""
    again = Opinion.objects.filter(purpose=Opinion.Purpose.AGAIN)
    said = again.filter(said_at__isnull=False, verdict__has_key="first")
    waiting = again.filter(said_at=None, settled_at=None).count()
    last = said.order_by("-said_at", "-pk").values_list("pk", flat=True).first()
    groups = dict(CommitmentType.objects.values_list("code", "group"))
    key = f"quality:{last}:{waiting}:{len(groups)}"
    known: Report | None = cache.get(key)
    if known is None:
        known = _report(_read_pairs(said.order_by("-said_at", "-pk")[:_PAIRS]), groups, waiting)
        cache.set(key, known, _KEPT_SECONDS)
    return known


def _report(pairs: Sequence[Pair], groups: dict[str, str], waiting: int) -> Report:
    by_month: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_month[f"{pair.at:%Y-%m}"].append(pair)
    months = sorted(by_month)[-_MONTHS:]
    found = [
        FieldReport(
            field.name,
            _alpha(pairs, field),
            [_alpha(by_month[month], field, enough=_ENOUGH_A_MONTH).value for month in months],
        )
        for field in fields(groups)
    ]
    return Report(len(pairs), waiting, months, found)


def _alpha(pairs: Sequence[Pair], field: Field, **enough: int) -> Alpha:
    return alpha([field.units(pair) for pair in pairs], field.scale, **enough)


def _read_pairs(opinions: Iterable[Opinion]) -> list[Pair]:
    return [
        Pair(Said.from_json(opinion.verdict["first"]), Said.from_json(opinion.verdict), at)
        for opinion in opinions
        if (at := opinion.said_at) is not None and opinion.verdict is not None
    ]
