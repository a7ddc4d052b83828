"""Pairs: what two parties have with each other."""

from collections.abc import Mapping
from typing import Any, Final

from django.http.response import HttpResponseBase
from rest_framework.request import Request

from agreements import filters, paging, pairs, partners, summaries, telling
from agreements.api import schema
from agreements.api.framing import framed, read_clocks, told_clocks
from agreements.api.freshness import fresh_answer, read_version
from agreements.api.lists import CLOCKS, PLACE, Listing, listed, read_listing
from agreements.api.public import PublicView
from agreements.api.refusals import UnknownRecordError, filters_refused
from agreements.api.schema import described, in_path
from agreements.api.summary_shapes import PairPageSerializer, PairSerializer
from agreements.clocks import Clocks
from agreements.filters import Question
from agreements.pairs import Codes, Pair
from agreements.tally import Selection

_KEY: Final = in_path("key", "Two parties' codes in either order, like UA-PL", ("A pair", "US-JP"))


class PairList(PublicView):
    """The pairs that have any of the agreements asked for."""

    takes = filters.PARAMETERS | PLACE

    @described(
        PairPageSerializer,
        "Pairs of parties by code, counting the agreements asked for",
        operation="listPairs",
        parameters=[*schema.FILTERS, *schema.CLOCKS, *schema.PLACE],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Answer with one page of pairs."""
        version = read_version()
        asked = read_listing(request, version.changed_at)
        return fresh_answer(request, lambda: _list_body(asked), as_of=asked.at.as_of, of=version)


class PairItem(PublicView):
    """What two parties have with each other."""

    takes = CLOCKS

    @described(
        PairSerializer,
        "What two parties have with each other",
        operation="getPair",
        parameters=[_KEY, *schema.CLOCKS],
        may_be_absent=True,
    )
    def get(self, request: Request, key: str) -> HttpResponseBase:
        """Answer with the pair, also where it has no agreement."""
        at = read_clocks(request.query_params)
        return fresh_answer(request, lambda: _item_body(request, key, at), as_of=at.as_of)


def _list_body(asked: Listing) -> bytes:
    with filters_refused():
        found = asked.question().selected()
    codes, following, preceding = _page(asked, found)
    count = pairs.count(found) if asked.is_counted else None
    told = _told(pairs.read(found, codes, known_at=asked.held.known_at))
    rows = map(telling.compact, told)
    return listed(asked.head(following, preceding, count=count), rows)


def _page(asked: Listing, found: Selection) -> tuple[list[Codes], str | None, str | None]:
    """Return the pairs of the page, and the cursors of the pages after and before."""
    place, limit = asked.place(), asked.limit
    if place.before:
        codes = pairs.some(found, limit + 1, before=_read(asked, place.before))
        shown = codes[:limit][::-1]
        ends = _write(shown[-1:], place), _write(shown[:1], place)
        return shown, ends[0], ends[1] if len(codes) > limit else None
    after = _read(asked, place.after) if place.after else None
    codes = pairs.some(found, limit + 1, after=after)
    shown = codes[:limit]
    following = _write(shown[-1:], place) if len(codes) > limit else None
    return shown, following, _write(shown[:1], place) if after else None


def _read(asked: Listing, cursor: str) -> Codes:
    try:
        key, _ = paging.read_cursor(cursor, paging.BY_KEY, asked.place().read_as)
    except paging.BadCursorError as error:
        raise asked.bad_cursor(error) from error
    first, _, second = key.partition("-")
    return first, second


def _write(codes: list[Codes], place: paging.Place) -> str | None:
    return paging.write_cursor("-".join(codes[0]), 1, place.write_as) if codes else None


def _item_body(request: Request, key: str, at: Clocks) -> bytes:
    codes, names = pairs.read_key(key), summaries.party_names()
    if codes is None or not set(codes) <= set(names):
        raise UnknownRecordError(f"{key[:20]!r} are not two parties' codes, like UA-PL.")
    with filters_refused():
        found = Question(request.query_params).selected()
    (told,) = _told(pairs.read(found, [codes], known_at=at.known_at), names)
    return framed(told_clocks(at), telling.compact(told)[1:])


def _told(found: list[Pair], names: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    called = names or summaries.party_names()
    types = summaries.commitment_names()
    return [_pair(pair, called, types) for pair in found]


def _pair(pair: Pair, names: Mapping[str, str], types: Mapping[str, str]) -> dict[str, Any]:
    first, second = pair.parties
    signed = pair.last_signed
    return {
        "key": pair.key,
        "parties": [{"code": code, "name": names[code]} for code in pair.parties],
        "agreements": pair.own.count(),
        "by_status": pair.own.count_by_status(),
        "commitments": [
            {
                "type": balance.type,
                "agreements": balance.count,
                "owed_by": {first: balance.given, second: balance.received},
                "mutual": balance.mutual,
                "not_stated": balance.not_stated,
                "excluded": balance.excluded,
                "strengths": balance.strengths,
            }
            for balance in partners.balances(pair.own, first, types)
        ],
        "last_signed": signed
        and {"key": signed.key, "title": signed.title, "signed": signed.signed or None},
        "links": [
            {"agreement": tie.agreement, "kind": tie.kind, "target": tie.target}
            for tie in pair.links
        ],
    }
