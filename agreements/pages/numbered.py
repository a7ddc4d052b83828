"""Which numbered versions a page was asked for, and what to say of numbers that are none."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext

from agreements.numbers import whole_number
from agreements.pages.asking import address

_LONGEST: Final = 9
_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions to be compared, the older first; `is_asked` tells whether both make sense."""

    older: int
    newer: int
    is_asked: bool
    notices: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FirstShown:
    """The version that a page of versions begins with, of `count`."""

    number: int
    count: int
    notices: list[str] = field(default_factory=list)

    def address(self, path: str, query: QueryDict, number: int) -> str:
        """Return the address of the page that begins with another version, "" if it's this one."""
        target = min(number, self.count)
        if target < 1 or target == self.number:
            return ""
        asked = query.copy()
        asked.pop("before", None)
        if target < self.count:
            asked["before"] = str(target + 1)
        return address(path, asked)


def choose(query: Mapping[str, str], count: int) -> Pair:
    """Read `from` and `to`; one alone is compared with the newest, or with the one before it."""
    default = Pair(max(count - 1, 1), count, is_asked=False)
    written = [query.get(name, "").strip() for name in ("from", "to")]
    if not any(written):
        return default
    if count == 1:
        told = [gettext("There is only one version: nothing to compare it with.")]
        return Pair(1, 1, is_asked=False, notices=told)
    wrong = [number for number in written if number and not _is_version(number, count)]
    if wrong:
        told = [_refusal(number, count) for number in dict.fromkeys(wrong)]
        return replace(default, notices=told)
    newer = int(written[1]) if written[1] else count
    older = int(written[0]) if written[0] else max(newer - 1, 1)
    return Pair(min(older, newer), max(older, newer), is_asked=True)


def first_shown(query: Mapping[str, str], count: int, size: int) -> FirstShown:
    """Read `before`, the version before which a page begins; the newest begin the first page."""
    written = query.get("before", "").strip()
    if not written:
        return FirstShown(count, count)
    number = whole_number(written, digits=_LONGEST) or 0
    if 1 < number <= count + size:
        return FirstShown(min(number - 1, count), count)
    told = gettext("Before %(written)r there is no version: this is the newest.") % {
        "written": written[:_SHOWN]
    }
    return FirstShown(count, count, [told])


def _is_version(written: str, count: int) -> bool:
    return 1 <= (whole_number(written, digits=_LONGEST) or 0) <= count


def _refusal(written: str, count: int) -> str:
    return gettext("There is no version %(written)r: choose numbers from 1 to %(count)s.") % {
        "written": written[:_SHOWN],
        "count": count,
    }
