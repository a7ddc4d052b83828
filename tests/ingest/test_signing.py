"""Signatures, against the example of the specification (Standard Webhooks 1.0)."""

import base64

from ingest import signing

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105  the specification's own
MESSAGE = "msg_p5jXN8AQM9LWM0D4loKWxJek"
AT = 1614265330
BODY = b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_signature_is_that_of_the_specification() -> None:
    assert signing.signature(SECRET, MESSAGE, AT, BODY) == SIGNATURE


def test_headers_are_those_of_the_specification() -> None:
    assert signing.headers([SECRET], MESSAGE, AT, BODY) == {
        "webhook-id": MESSAGE,
        "webhook-timestamp": "1614265330",
        "webhook-signature": SIGNATURE,
    }


def test_two_secrets_sign_side_by_side() -> None:
    other = signing.written(b"another key of some length")
    both = signing.headers([other, SECRET], MESSAGE, AT, BODY)["webhook-signature"]
    assert both == f"{signing.signature(other, MESSAGE, AT, BODY)} {SIGNATURE}"


def test_secret_is_written_as_its_key() -> None:
    written = signing.written(b"\x00\xff" * 16)
    assert written.startswith("whsec_")
    assert base64.b64decode(written[6:]) == b"\x00\xff" * 16


def test_each_part_of_a_message_is_signed() -> None:
    told = {
        signing.signature(SECRET, *parts)
        for parts in (
            (MESSAGE, AT, BODY),
            (MESSAGE + "x", AT, BODY),
            (MESSAGE, AT + 1, BODY),
            (MESSAGE, AT, BODY + b" "),
        )
    }
    assert len(told) == 4
