"""Files that say when they change: who has one already is told so, before it is made again."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response

from agreements import etags, tally

# Counted up whenever the same record comes out as other bytes than before.
REPRESENTATION: Final = 1

Given = ParamSpec("Given")


def unless_unchanged(
    view: Callable[Concatenate[HttpRequest, Given], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, Given], HttpResponseBase]:
    """Answer 304 to whoever has what the view would send; one query.

    The answer may depend on the record, the address and the day, and on nothing else. The version
    is read before the rows: what is published in between gives newer rows an older tag, never the
    reverse.
    """

    @wraps(view)
    def answer(
        request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs
    ) -> HttpResponseBase:
        number, changed_at = tally.current().version
        today = timezone.now().date()
        about = etags.digest(request.build_absolute_uri(), str(today), str(REPRESENTATION))
        tag, seconds = etags.etag(number, about), etags.changed_seconds(changed_at, today)
        unchanged = get_conditional_response(request, tag, seconds)
        response = unchanged or view(request, *args, **kwargs)
        if response.status_code in (200, 304):
            etags.add_validators(response, tag, seconds)
        return response

    return answer
