"""Bodies of JSON: what is read, and what is refused with its code and its place."""

import pytest

from config.json_bodies import DEEPEST, BodyError, read_json

BOMB = b"[" * 100_000


def nested(levels: int) -> bytes:
    return b'{"a":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"


def refused(body: bytes) -> tuple[str, object, str]:
    with pytest.raises(BodyError) as error:
        read_json(body)
    return str(error.value.get_codes()), error.value.members.get("pointer"), str(error.value)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"a": [1, -2.5, true, null, "\xc3\xbc"]}', {"a": [1, -2.5, True, None, "\xfc"]}),
        (rb'{"a": "\ud83d\ude00"}', {"a": "\U0001f600"}),
        (b'"alone"', "alone"),
        (b'{"a": {"n": 1}, "b": {"n": 1}}', {"a": {"n": 1}, "b": {"n": 1}}),
        (b"9223372036854775807", 2**63 - 1),
        (b" [1e3]\r\n", [1000.0]),
    ],
)
def test_what_is_json_is_read(body: bytes, told: object) -> None:
    assert read_json(body) == told


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        (rb'{"text": "a\u0000b"}', "json.bad_char", "/text"),
        (rb'{"text": "\ud800 and more"}', "json.bad_char", "/text"),
        (rb'{"text": "\udc00\ud800"}', "json.bad_char", "/text"),
        (rb'{"rows": [{"free": {"\u0000": 1}}]}', "json.bad_char", "/rows/0/free"),
        (rb'{"a/b~c": ["", "\udfff"]}', "json.bad_char", "/a~1b~0c/1"),
        (rb'"\u0000"', "json.bad_char", ""),
        (b'{"a": 1, "a": 1}', "json.doubled", "/a"),
        (rb'{"a": 1, "\u0061": 2}', "json.doubled", "/a"),
        (b'[{"b": {"c": 1, "d": 2, "c": 3}}]', "json.doubled", "/0/b/c"),
        (b'{"n": NaN}', "json.number", "/n"),
        (b"[0, Infinity]", "json.number", "/1"),
        (b"-Infinity", "json.number", ""),
        (b'{"n": 1e400}', "json.number", "/n"),
        (b'{"n": -1e400}', "json.number", "/n"),
        (b'{"n": ' + b"9" * 5_000 + b"}", "json.number", "/n"),
        (b'{"n": 9223372036854775808}', "json.number", "/n"),
        (nested(DEEPEST + 1), "json.too_deep", "/a" + "/0" * (DEEPEST - 1)),
        (nested(900), "json.too_deep", "/a" + "/0" * (DEEPEST - 1)),
        (nested(5_000), "json.too_deep", None),
        (BOMB, "json.too_deep", None),
        (b"\xef\xbb\xbf{}", "json.encoding", None),
        ("{}".encode("utf-16"), "json.encoding", None),
        ("{}".encode("utf-16-le"), "json.encoding", None),
        ("{}".encode("utf-32-be"), "json.encoding", None),
        ('{"a": "ü"}'.encode("latin-1"), "json.encoding", None),
        (b'{"a": "\xed\xa0\x80"}', "json.encoding", None),
        (b'{"a": "\xc0\x80"}', "json.encoding", None),
        (b"{} {}", "json.syntax", None),
        (b"{}\0", "json.syntax", None),
        (b'{"a": "\0"}', "json.syntax", None),
        (b"{'a': 1}", "json.syntax", None),
        (b'{"a": 1,}', "json.syntax", None),
        (b"[1] // so", "json.syntax", None),
        (b"", "json.syntax", None),
        (b"   ", "json.syntax", None),
        (b"a=b", "json.syntax", None),
    ],
)
def test_what_is_none_or_means_two_things_is_refused(
    body: bytes, code: str, pointer: str | None
) -> None:
    assert refused(body)[:2] == (code, pointer)


def test_deepest_body_is_read() -> None:
    assert read_json(nested(DEEPEST))


def test_refusals_say_what_to_do_and_quote_little() -> None:
    assert refused(b'{"a": 1,\n "b" 2}')[2].endswith("in line 2, column 6.")
    assert "at byte 7" in refused(b'{"a": "\xff"}')[2] or "byte 7" in refused(b'{"a": "\xff"}')[2]
    assert len(refused(b"[" + b"9" * 5_000 + b"]")[2]) < 200
    assert len(refused(b'{"' + b"k" * 5_000 + b'":1,"' + b"k" * 5_000 + b'":1}')[2]) < 200
