"""Settings from the environment: each nonsense is refused by the setting's name."""

from pathlib import Path

import pytest

from config import env
from config.env import BadSettingError


def test_a_missing_setting_without_default_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("ATLAS_X", raising=False)
    with pytest.raises(BadSettingError, match="ATLAS_X is not set"):
        env.text("ATLAS_X")
    assert env.text("ATLAS_X", "plain") == "plain"


@pytest.mark.parametrize(
    ("written", "meant"), [("yes", True), ("ON", True), ("0", False), ("", True)]
)
def test_flags_are_read_as_people_write_them(
    monkeypatch: pytest.MonkeyPatch, written: str, *, meant: bool
) -> None:
    monkeypatch.setenv("ATLAS_X", written)
    assert env.flag("ATLAS_X", default=True) is meant


def test_a_word_is_one_of_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ATLAS_X", raising=False)
    assert env.choice("ATLAS_X", ("text", "json")) == "text"
    monkeypatch.setenv("ATLAS_X", "JSON")
    assert env.choice("ATLAS_X", ("text", "json")) == "json"
    monkeypatch.setenv("ATLAS_X", "xml")
    with pytest.raises(BadSettingError, match="ATLAS_X is 'xml': write text or json"):
        env.choice("ATLAS_X", ("text", "json"))


def test_a_flag_that_is_neither_yes_nor_no_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ATLAS_X", "maybe")
    with pytest.raises(BadSettingError, match="ATLAS_X is 'maybe': write true or false"):
        env.flag("ATLAS_X", default=False)


@pytest.mark.parametrize("written", ["80.5", "-1", "0", "65536", "eight", "²"])
def test_a_number_out_of_bounds_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("PORT", written)
    with pytest.raises(BadSettingError, match=r"PORT is .* whole number from 1 to 65535"):
        env.integer("PORT", 8000, lowest=1, highest=65_535)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("mysql://u@h/n", "must begin with postgresql://"),
        ("postgresql:///n", "names no host"),
        ("postgresql://u@h", "names no database"),
        ("postgresql://u@h:99999/n", "is no address"),
        ("postgresql://u@h:0/n", "names no host"),
        ("postgresql://u@[::1/n", "is no address"),
    ],
)
def test_a_database_url_that_cannot_be_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, written: str, why: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", written)
    with pytest.raises(BadSettingError, match=f"DATABASE_URL {why}"):
        env.database()


def test_a_database_url_is_taken_apart_and_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://anna:p%40ss@db.example:6432/atlas")
    database = env.database()
    assert (database["USER"], database["PASSWORD"]) == ("anna", "p@ss")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", 6432, "atlas")


def test_a_secret_comes_from_the_environment_before_its_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("f" * 60, encoding="utf-8")
    monkeypatch.setenv("SECRET_KEY", "")
    assert env.secret("SECRET_KEY", tmp_path / "key") == "f" * 60
    monkeypatch.setenv("SECRET_KEY", "e" * 50)
    assert env.secret("SECRET_KEY", tmp_path / "key") == "e" * 50
    monkeypatch.setenv("SECRET_KEY", "short")
    with pytest.raises(BadSettingError, match="SECRET_KEY needs at least 50 characters; it has 5"):
        env.secret("SECRET_KEY", tmp_path / "key")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("127.0.0.1:8080/v1", "must begin with http:// or https://"),
        ("ftp://127.0.0.1/v1", "must begin with http:// or https://"),
        ("http:///v1", "names no host"),
        ("http://anna:word@127.0.0.1/v1", "must not hold a name or password"),
        ("http://127.0.0.1/v1?key=word", "must end with its path"),
        ("http://127.0.0.1/v1#top", "must end with its path"),
        ("http://127.0.0.1/v 1", "must end with its path"),
    ],
)
def test_a_services_address_that_cannot_be_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, written: str, why: str
) -> None:
    monkeypatch.setenv("READER_LLM_URL", written)
    with pytest.raises(BadSettingError, match=f"READER_LLM_URL {why}"):
        env.service("READER_LLM_URL")


def test_a_service_need_not_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READER_LLM_URL", " ")
    assert env.service("READER_LLM_URL") == ""
    monkeypatch.setenv("READER_LLM_URL", "http://[::1]:8080/v1")
    assert env.service("READER_LLM_URL") == "http://[::1]:8080/v1"


@pytest.mark.parametrize("written", ["two words", "line\nbreak", "sch\u00f6n", "\x7fword"])
def test_a_token_that_no_header_can_carry_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("READER_LLM_KEY", written)
    with pytest.raises(BadSettingError, match="READER_LLM_KEY holds a space") as refusal:
        env.token("READER_LLM_KEY")
    assert written not in str(refusal.value)
    monkeypatch.setenv("READER_LLM_KEY", "sk-word")
    assert env.token("READER_LLM_KEY") == "sk-word"


def test_a_list_of_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", " , ,")
    with pytest.raises(env.BadSettingError, match="ALLOWED_HOSTS names nothing"):
        env.names("ALLOWED_HOSTS", "localhost")


@pytest.mark.parametrize(
    ("written", "on"), [("", {"a", "b"}), ("none", set()), ("b", {"b"}), (" a, b ", {"a", "b"})]
)
def test_switches_are_all_on_unless_some_are_named(
    monkeypatch: pytest.MonkeyPatch, written: str, on: set[str]
) -> None:
    monkeypatch.setenv("ATLAS_X", written)
    found = env.switches("ATLAS_X", ("a", "b"))
    assert {name for name, is_on in found.items() if is_on} == on


def test_a_switch_that_is_not_known_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_X", "a,c")
    with pytest.raises(BadSettingError, match="ATLAS_X has c: write some of a, b, or none"):
        env.switches("ATLAS_X", ("a", "b"))


def test_without_a_mail_server_no_mail_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAIL_URL", raising=False)
    assert env.mail().backend.endswith("dummy.EmailBackend")
    monkeypatch.setenv("MAIL_URL", "console:")
    assert env.mail().backend.endswith("console.EmailBackend")


@pytest.mark.parametrize(
    ("written", "port", "is_starttls", "is_tls"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+starttls://anna:p%40ss@mail.example", 587, True, False),
        ("smtps://anna:p%40ss@mail.example:2465", 2465, False, True),
    ],
)
def test_a_mail_server_is_taken_apart(
    monkeypatch: pytest.MonkeyPatch, written: str, port: int, *, is_starttls: bool, is_tls: bool
) -> None:
    monkeypatch.setenv("MAIL_URL", written)
    server = env.mail()
    assert (server.host, server.port) == ("mail.example", port)
    assert (server.is_starttls, server.is_tls) == (is_starttls, is_tls)
    assert server.password == ("p@ss" if "anna" in written else "")


@pytest.mark.parametrize("written", ["mail.example:25", "http://mail.example", "smtp://", "smtp:"])
def test_a_mail_server_that_is_none_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("MAIL_URL", written)
    with pytest.raises(BadSettingError, match="MAIL_URL"):
        env.mail()


def test_folders_are_written_in_full_and_none_is_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INGEST_FOLDERS", "/srv/press, /srv/mail")
    assert env.folders("INGEST_FOLDERS") == [Path("/srv/press"), Path("/srv/mail")]
    for wrong in ("press", "/", "/srv/press,../mail"):
        monkeypatch.setenv("INGEST_FOLDERS", wrong)
        with pytest.raises(env.BadSettingError, match="INGEST_FOLDERS has"):
            env.folders("INGEST_FOLDERS")
    monkeypatch.delenv("INGEST_FOLDERS")
    assert env.folders("INGEST_FOLDERS") == []
