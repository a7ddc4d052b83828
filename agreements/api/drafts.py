"""Drafts: propose one, see what waits, decide it."""

from typing import ClassVar, Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from agreements import deciding, paging
from agreements.api import draft_words
from agreements.api.deciding_problems import as_problem, decision_asked, if_match
from agreements.api.draft_shapes import (
    DecisionInSerializer,
    DraftPageSerializer,
    DraftSerializer,
    MadeDecisionSerializer,
    ProposalSerializer,
)
from agreements.api.framing import bad_cursor, link, read_limit, read_place
from agreements.api.keyed_view import KeyedView, key_of
from agreements.api.refusals import UnknownRecordError, filters_refused
from agreements.api.shapes import ProblemSerializer
from agreements.filters import one_of
from agreements.models import Decision, Document, Draft
from agreements.offering import ProposalError, offer
from agreements.verdicts import CurationError

_ORDER: Final = paging.latest_by("id")
_PROBLEM: Final = "application/problem+json"
_IDEMPOTENCY: Final = OpenApiParameter(
    "Idempotency-Key",
    str,
    "header",
    description="1 to 255 characters; the same one again gets the first answer, for 48 hours",
)
_IF_MATCH: Final = OpenApiParameter(
    "If-Match", str, "header", required=True, description="The ETag of the draft as you saw it"
)
_ID: Final = OpenApiParameter("number", int, "path", description="The draft's number")
_ETAG: Final = OpenApiParameter(
    "ETag", str, "header", response=[200], description="For If-Match of a decision"
)


def _refusals(*statuses: int) -> dict[tuple[int, str], OpenApiResponse]:
    about = {
        404: "There is no such draft, or it is not yours",
        409: "It can't be decided so: `code` says whether it is leased, decided or contradicted",
        412: "It has changed since you saw it",
        422: "The Idempotency-Key came with another request",
        428: "If-Match is missing",
    }
    return {
        (status, _PROBLEM): OpenApiResponse(ProblemSerializer, description=about[status])
        for status in statuses
    }


class DraftList(KeyedView):
    """The drafts there are, and new ones."""

    scopes: ClassVar = {"GET": ("review", "propose"), "POST": "propose"}
    takes = frozenset({"state", "limit", "after", "before"})
    # A document of 2 MB may be written in escapes.
    body_limit_bytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    @extend_schema(
        operation_id="listDrafts",
        summary="Drafts, newest first: all with the scope review, else your own",
        parameters=[
            OpenApiParameter("state", str, description="Of this state", enum=Draft.State.values),
            OpenApiParameter(
                "limit", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}
            ),
            OpenApiParameter("after", str, description="Follow `next` instead of making one up"),
            OpenApiParameter("before", str, description="Likewise `previous`"),
        ],
        responses={
            (200, "application/json"): OpenApiResponse(DraftPageSerializer, description="A page"),
        },
    )
    def get(self, request: Request) -> Response:
        """Answer with one page; two queries."""
        query = request.query_params
        found = _visible(request)
        if state := query.get("state"):
            with filters_refused():
                found = found.filter(state__in=one_of("state", [state], Draft.State.values))
        place = paging.Place(*read_place(query), request.path, request.path)
        try:
            page = paging.page(found, limit=read_limit(query), place=place, order=_ORDER)
        except paging.BadCursorError as error:
            raise bad_cursor(query, error) from error
        return Response(
            {
                "next": link(request, "after", page.following),
                "previous": link(request, "before", page.preceding),
                "results": [draft_words.row(draft) for draft in page.rows],
            }
        )

    @extend_schema(
        operation_id="proposeDraft",
        summary="Propose a draft, each value with its quote",
        request=ProposalSerializer,
        parameters=[_IDEMPOTENCY],
        responses={
            (201, "application/json"): OpenApiResponse(DraftSerializer, description="It waits"),
            (200, "application/json"): OpenApiResponse(
                DraftSerializer, description="You have proposed the same before"
            ),
            **_refusals(404, 422),
        },
    )
    def post(self, request: Request) -> Response:
        """Put a draft into the queue; nothing is published by that."""
        sent = ProposalSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        told = sent.validated_data
        document = draft_words.read_document(told["document"])
        try:
            offered = offer(
                _owner(request), key_of(request).handle, document, draft_words.read_proposal(told)
            )
        except Document.DoesNotExist as error:
            raise UnknownRecordError(f"There is no document {document}.") from error
        except ProposalError as error:
            raise draft_words.pointed(error.faults, told) from error
        draft = _drafts().get(pk=offered.number)
        answer = _answer(draft, status=201 if offered.is_new else 200)
        answer.headers["Location"] = reverse("api-draft", args=[draft.pk])
        return answer


class DraftItem(KeyedView):
    """One draft."""

    scopes: ClassVar = {"GET": ("review", "propose")}

    @extend_schema(
        operation_id="getDraft",
        summary="One draft with its values; the scope review sees all, propose your own",
        parameters=[_ID, _ETAG],
        responses={
            (200, "application/json"): OpenApiResponse(DraftSerializer, description="The draft"),
            **_refusals(404),
        },
    )
    def get(self, request: Request, number: int) -> Response:
        """Answer with the draft; its ETag is wanted to decide it."""
        return _answer(_one(request, number))


class DraftDecisions(KeyedView):
    """What is decided on a draft."""

    scopes: ClassVar = {"POST": "review"}

    @extend_schema(
        operation_id="decideDraft",
        summary="Decide a draft as its key's owner, by the rules of review",
        request=DecisionInSerializer,
        parameters=[_ID, _IF_MATCH, _IDEMPOTENCY],
        responses={
            (200, "application/json"): OpenApiResponse(
                MadeDecisionSerializer, description="Decided"
            ),
            **_refusals(404, 409, 412, 422, 428),
        },
    )
    def post(self, request: Request, number: int) -> Response:
        """Decide; of several decisions on one version at most one is carried out."""
        _one(request, number)
        seen = if_match(request)
        sent = DecisionInSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        key, editor = key_of(request), _owner(request)
        try:
            wanted = decision_asked(sent.validated_data)
            decision = deciding.decide(number, editor, key.pk, seen, wanted)
        except CurationError as error:
            raise as_problem(error) from error
        return Response(_decided(decision, editor, key.handle))


def _drafts() -> QuerySet[Draft]:
    return Draft.objects.select_related("document", "match")


def _visible(request: Request) -> QuerySet[Draft]:
    """Return all drafts to who reviews, and to others their own."""
    found = _drafts().defer("document__text")
    if "review" in key_of(request).scopes:
        return found
    return found.filter(proposed_by=_owner(request))


def _one(request: Request, number: int) -> Draft:
    draft = _visible(request).filter(pk=number).first() if number < 2**63 else None
    if draft is None:
        raise UnknownRecordError(f"There is no draft {number}.")
    return draft


def _owner(request: Request) -> User:
    assert isinstance(request.user, User)  # noqa: S101  narrows the type
    return request.user


def _answer(draft: Draft, status: int = 200) -> Response:
    response = Response(draft_words.whole(draft), status=status)
    response.headers["ETag"] = f'"{deciding.tag_of(draft)}"'
    return response


def _decided(decision: Decision, editor: User, handle: str) -> dict[str, object]:
    return {
        "id": decision.pk,
        "verb": decision.verb,
        "draft": decision.draft_id,
        "agreement": f"A-{decision.agreement_id}" if decision.agreement_id else None,
        "editor": editor.get_username(),
        "key": handle,
        "at": decision.at,
    }
