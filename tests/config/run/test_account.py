"""Who runs PostgreSQL."""

import os
import shutil
from pathlib import Path

import pytest

from config.run import account
from config.run.account import Account, choose_account
from config.run.places import CannotRunError


def test_an_ordinary_user_stays_who_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert choose_account(tmp_path) == Account()


def test_root_becomes_an_account_without_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    chosen = choose_account(Path("/usr/bin"))
    assert chosen.user
    assert chosen.identity.user == chosen.user
    assert chosen.prefix == ()


def test_where_that_account_may_not_go_root_keeps_one_right_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    (closed / "var").mkdir()
    chosen = choose_account(closed / "var")
    assert chosen.prefix[0] == "/usr/bin/setpriv"
    assert f"--reuid={chosen.user}" in chosen.prefix
    assert [word for word in chosen.prefix if "caps" in word] == [
        "--inh-caps=-all,+dac_override",
        "--ambient-caps=-all,+dac_override",
    ]
    assert chosen.identity.user is None


def test_where_nothing_helps_the_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    (tmp_path / "closed").mkdir(mode=0o700)
    with pytest.raises(CannotRunError, match=r"does not run as root.*run as an ordinary user"):
        choose_account(tmp_path / "closed")


def test_a_machine_without_any_such_account_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(account, "_NAMES", ("no_such_account_here",))
    with pytest.raises(CannotRunError, match="add an account named postgres"):
        choose_account(Path("/usr/bin"))
