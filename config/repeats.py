"""Writes with an Idempotency-Key have their effect once, however often they arrive."""

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from agreements.idempotency import (
    MismatchError,
    Repeatable,
    first_answer,
    keep_answer,
    kept_body,
)
from agreements.keys import HeldKey
from agreements.models import KeptAnswer
from config.problems import problem

_API: Final = "/api/"
_FORM: Final = re.compile(r"[!-~]{1,255}")
_KEPT_HEADERS: Final = ("Content-Type", "Location", "ETag")
_REPLAYED: Final = "Idempotent-Replayed"


class RepeatsMiddleware:
    """Do what is asked and keep its answer in one transaction; what fails is not kept.

    So it may be tried again with its key. Of equal requests at once all but one wait.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or as it was answered before."""
        written = request.headers.get("Idempotency-Key")
        if written is None or request.method != "POST" or not request.path.startswith(_API):
            return self.get_response(request)
        held = getattr(request, "held_key", None)
        if not isinstance(held, HeldKey):
            return problem("idempotency.key", "An Idempotency-Key goes with an API key alone.")
        if not _FORM.fullmatch(written):
            told = "Send 1 to 255 characters of plain ASCII without a space, such as a UUID."
            return problem("idempotency.key", told)
        asked = Repeatable(held.pk, written, _hash(request))
        try:
            with transaction.atomic():
                return self._once(request, asked)
        except MismatchError:
            told = "This Idempotency-Key came with another request before: choose a new one."
            return problem("idempotency.mismatch", told)

    def _once(self, request: HttpRequest, asked: Repeatable) -> HttpResponseBase:
        kept = first_answer(asked)
        if kept is not None:
            return _again(kept)
        response = self.get_response(request)
        if response.status_code >= 300 or not isinstance(response, HttpResponse):  # noqa: PLR2004  HTTP
            transaction.set_rollback(True)
            return response
        told = response.headers
        headers = {name: told[name] for name in _KEPT_HEADERS if name in told}
        keep_answer(asked, response.status_code, headers, kept_body(response))
        return response


def _again(kept: KeptAnswer) -> HttpResponse:
    response = HttpResponse(bytes(kept.body), status=kept.status, headers=kept.headers)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers[_REPLAYED] = "true"
    return response


def _hash(request: HttpRequest) -> str:
    seen, form = request.headers.get("If-Match", ""), request.content_type or ""
    head = "\n".join((request.get_full_path(), seen, form))
    return sha256(head.encode("utf-8", "replace") + b"\n" + request.body).hexdigest()
