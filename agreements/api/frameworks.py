"""Frameworks: multilateral texts, who joined them, and what hangs from them."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import prefetch_related_objects
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from agreements import hanging, summaries, telling
from agreements.api import schema
from agreements.api.framing import framed, read_clocks, told_clocks
from agreements.api.freshness import fresh_answer
from agreements.api.lists import CLOCKS, listed
from agreements.api.public import PublicView
from agreements.api.refusals import UnknownRecordError
from agreements.api.schema import described, in_path
from agreements.api.summary_shapes import FrameworkDetailSerializer, FrameworkPageSerializer
from agreements.clocks import Clocks
from agreements.hanging import Hung, Share
from agreements.models import Framework

_SLUG: Final = in_path("slug", "Its name in addresses", ("A framework", "g7-vilnius-2023"))


class FrameworkList(PublicView):
    """All frameworks, the newest first."""

    @described(FrameworkPageSerializer, "All frameworks", operation="listFrameworks")
    def get(self, request: Request) -> HttpResponseBase:
        """Answer with every framework and its members."""
        return fresh_answer(request, _list_body)


class FrameworkItem(PublicView):
    """One framework: who joined, and how far each party has come under it."""

    takes = CLOCKS

    @described(
        FrameworkDetailSerializer,
        "One framework with its members and their agreements",
        operation="getFramework",
        parameters=[_SLUG, *schema.CLOCKS],
        may_be_absent=True,
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """Answer with the framework on the day."""
        at = read_clocks(request.query_params)
        return fresh_answer(request, lambda: _item_body(slug, at), as_of=at.as_of)


def _list_body() -> bytes:
    names = summaries.party_names()
    rows = [_framework(framework, names) for framework in hanging.frameworks()]
    return listed({"next": None, "previous": None}, map(telling.compact, rows))


def _item_body(slug: str, at: Clocks) -> bytes:
    framework = summaries.framework(slug)
    if framework is None:
        raise UnknownRecordError(f"There is no framework {slug[:60]!r}.")
    prefetch_related_objects([framework], "members")
    names = summaries.party_names()
    told = hanging.hanging(framework, at.as_of, at.known_at)
    facts = _framework(framework, names) | {
        "hub": _party(told.hub, names) if told.hub else None,
        "parties": [
            _share(share, names) for share in sorted(told.shares, key=lambda share: share.party)
        ],
    }
    return framed(told_clocks(at), telling.compact(facts)[1:])


def _framework(framework: Framework, names: Mapping[str, str]) -> dict[str, Any]:
    members = sorted(party.code for party in framework.members.all())
    return telling.framework(framework) | {"members": [_party(code, names) for code in members]}


def _party(code: str, names: Mapping[str, str]) -> dict[str, str]:
    return {"code": code, "name": names[code]}


def _share(share: Share, names: Mapping[str, str]) -> dict[str, Any]:
    return _party(share.party, names) | {
        "has_joined": share.has_joined,
        "stage": share.stage,
        "agreements": [_hung(hung) for hung in share.agreements],
    }


def _hung(hung: Hung) -> dict[str, Any]:
    return {
        "key": f"A-{hung.card.agreement_id}",
        "title": hung.card.title,
        "status": hung.card.status,
        "signed": hung.card.signed or None,
        "is_signed": hung.is_signed,
    }
