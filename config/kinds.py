"""The kinds of problems there are, and how a place in a body is named."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: the status it comes with, and its title, which never changes."""

    status: int
    title: str


# The codes are promised: a program may branch on them. New ones may come, none changes its meaning.
KINDS: Final = {
    "query.unknown": Kind(400, "There is no such parameter"),
    "query.doubled": Kind(400, "This parameter may stand only once"),
    "query.value": Kind(400, "This value makes no sense here"),
    "query.character": Kind(400, "This character can't be in a query"),
    "query.cursor": Kind(400, "This cursor is none of ours"),
    "request.malformed": Kind(400, "The request can't be read"),
    "request.too_slow": Kind(408, "The request did not come in time"),
    "request.address_too_long": Kind(414, "The address is too long"),
    "request.head_too_large": Kind(431, "The headers are too large"),
    "request.length_required": Kind(411, "The request does not say how long it is"),
    "request.content_encoding": Kind(415, "Compressed bodies are not read here"),
    "json.syntax": Kind(400, "The body is no JSON"),
    "json.encoding": Kind(400, "The body is not UTF-8"),
    "json.bad_char": Kind(400, "This character can't be in a body"),
    "json.too_deep": Kind(400, "The body is nested too deeply"),
    "json.doubled": Kind(400, "This name may stand only once in an object"),
    "json.number": Kind(400, "This number can't be in a body"),
    "field.value": Kind(400, "Some fields are wrong"),
    "field.unknown": Kind(400, "There is no field of this name"),
    "access.login_needed": Kind(401, "Sign in first"),
    "access.key_malformed": Kind(401, "This is no key"),
    "access.key_unknown": Kind(401, "This key is not known"),
    "access.key_expired": Kind(401, "This key is over"),
    "access.key_revoked": Kind(401, "This key has been revoked"),
    "access.key_in_query": Kind(401, "A key has no place in an address"),
    "access.scope_missing": Kind(403, "The key may not be used for this"),
    "access.forbidden": Kind(403, "You may not do this"),
    "idempotency.key": Kind(400, "This is no Idempotency-Key"),
    "idempotency.mismatch": Kind(422, "This Idempotency-Key belongs to another request"),
    "precondition.required": Kind(428, "Say which version is meant"),
    "precondition.failed": Kind(412, "It has changed since"),
    "draft.leased": Kind(409, "Somebody else is reviewing this draft"),
    "draft.decided": Kind(409, "This draft has been decided"),
    "draft.unruled": Kind(409, "Contradictions are not ruled on"),
    "draft.refused": Kind(409, "This draft can't be decided so"),
    "record.unknown": Kind(404, "The record has nothing of this name"),
    "record.not_then": Kind(404, "It did not stand then, or was not known then"),
    "record.withdrawn": Kind(410, "Nothing is held of it any more"),
    "address.unknown": Kind(404, "There is nothing at this address"),
    "method.not_allowed": Kind(405, "This address does not take this method"),
    "answer.not_acceptable": Kind(406, "There is no answer in this format"),
    "request.conflict": Kind(409, "Something else has changed this in the meantime"),
    "request.too_large": Kind(413, "The request is too large"),
    "request.media_type": Kind(415, "Requests in this format are not read here"),
    "request.too_many": Kind(429, "Too many requests"),
    "server.error": Kind(500, "The server failed"),
    "server.busy": Kind(503, "The database did not answer in time"),
}
# The code of an error that brings none of its own.
BY_STATUS: Final = {
    400: "request.malformed",
    401: "access.login_needed",
    403: "access.forbidden",
    404: "address.unknown",
    405: "method.not_allowed",
    406: "answer.not_acceptable",
    409: "request.conflict",
    411: "request.length_required",
    412: "precondition.failed",
    413: "request.too_large",
    415: "request.media_type",
    429: "request.too_many",
    503: "server.busy",
}


def pointer_to(path: Iterable[object]) -> str:
    """Return the JSON pointer (RFC 6901) to a place in a body."""
    return "".join("/" + str(name).replace("~", "~0").replace("/", "~1") for name in path)
