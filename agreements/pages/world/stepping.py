"""What the time strip steps through: the map of every year, in one answer of numbers."""

import json
from itertools import pairwise
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.atlas.years import FIRST_YEAR, Years, counts_by_year, standing_by_year
from agreements.pages.downloads import refusal
from agreements.pages.unchanged import unless_unchanged
from agreements.pages.world.answers import Answers
from agreements.pages.world.asked import MapAsked, read_map

_answers: Final = Answers(most=200)


@require_safe
@unless_unchanged
def years(request: HttpRequest) -> HttpResponse:
    """Answer, year by year, how each party's number changes, or how each partner stands."""
    wanted = read_map(request)
    if answer := refusal(wanted.asked):
        return answer
    today = timezone.now().date()
    key = (wanted.link("", "region", "theme", "lang", "as_of"), today.isoformat())
    body = _answers.get(wanted.asked.tally.version, key, lambda: _body(wanted, Years(today)))
    return HttpResponse(body, content_type="application/json")


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
