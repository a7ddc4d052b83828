"""What the time strip steps through: the map of every year, in one answer of numbers."""

import json
from itertools import pairwise
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.atlas.years import FIRST_YEAR, Years, counts_by_year, standing_by_year
from agreements.pages.world.asked import MapAsked, read_map
from agreements.tally.table import Version

_KEPT: Final = 200
# The answers at the record's present version, by question and day.
_answers: dict[tuple[str, str], bytes] = {}
_version: list[Version] = []


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """Answer, year by year, how each party's number changes, or how each partner stands."""
    wanted = read_map(request)
    today = timezone.now().date()
    key = (wanted.link("", "region", "theme", "lang", "as_of"), today.isoformat())
    _forget_if_changed(wanted.asked.tally.version)
    body = _answers.get(key)
    if body is None:
        body = _body(wanted, Years(today))
        if len(_answers) < _KEPT:
            _answers[key] = body
    return HttpResponse(
        body, content_type="application/json", headers={"Cache-Control": "no-cache"}
    )


def _body(wanted: MapAsked, each: Years) -> bytes:
    answer: dict[str, object] = {"first": FIRST_YEAR, "last": each.last}
    ever = wanted.asked.ever()
    if wanted.country is None:
        counts = counts_by_year(ever, wanted.statuses, each)
        # What changes from year to year is mostly nothing, and is sent as small as that.
        answer["changes"] = {
            code: [after - before for before, after in pairwise([0, *row])]
            for code, row in counts.items()
        }
    else:
        code = wanted.country.code
        answer["standings"] = standing_by_year(ever.of_any_party([code]), code, each)
    return json.dumps(answer, separators=(",", ":")).encode()


def _forget_if_changed(version: Version) -> None:
    if _version != [version]:
        _answers.clear()
        _version[:] = [version]
