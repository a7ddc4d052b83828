"""Folders and mailbox files, below the folders of the settings and nowhere else."""

import json
import os
import time
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from ingest.feeds import Unusable
from ingest.models import Article, Poll, Source
from ingest.polling import folders, preview, rounds
from tests.ingest.articles import NOTHING, PACT
from tests.ingest.feeds.given import SAMPLES
from tests.ingest.papers.files import docx, pdf
from tests.ingest.polling.given import a_source, polled

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """A folder that may be read, beside one that may not."""
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "outside").mkdir()
    settings.INGEST_FOLDERS = [inside]
    return inside


def put(path: Path, text: str | bytes, *, age: float = 60.0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    then = time.time() - age
    os.utime(path, (then, then))
    return path


def of(path: Path, kind: Source.Kind = Source.Kind.FOLDER) -> Source:
    return a_source(str(path), kind=kind)


def test_texts_and_pages_come_in_with_what_stands_beside_them(folder: Path) -> None:
    put(folder / "pact.txt", PACT)
    told = {"title": "A pact", "outlet": "Post", "url": "https://post.example/1", "published": 5}
    put(folder / "pact.meta.json", json.dumps(told | {"published": "2026-03-04"}))
    put(folder / "2026" / "fair.HTML", f"<html><body><article><p>{NOTHING}</p></article></body>")
    put(folder / "picture.png", b"\x89PNG")
    done = polled(of(folder))
    assert (done.seen, done.taken) == (2, 2)
    pact = Article.objects.get(file_name="pact.txt")
    assert (pact.title, pact.publisher, pact.url) == ("A pact", "Post", "https://post.example/1")
    assert str(pact.published) == "2026-03-04"


def test_papers_may_be_larger_than_texts(folder: Path, settings: Settings) -> None:
    settings.MAX_ARTICLE_BYTES = 100
    put(folder / "pact.PDF", pdf([PACT.partition("\n")[0]]))
    put(folder / "pact.docx", docx(PACT.partition("\n")[0]))
    assert polled(of(folder)).taken == 2
    assert set(Article.objects.values_list("file_name", flat=True)) == {"pact.PDF", "pact.docx"}


def test_a_file_is_taken_once_and_only_new_ones_later(folder: Path) -> None:
    put(folder / "pact.txt", PACT)
    source = of(folder)
    polled(source)
    put(folder / "fair.txt", NOTHING)
    put(folder / "pact.txt", f"{PACT} Mended.", age=30)
    done = polled(source)
    assert (done.taken, done.revised) == (1, 1)


def test_what_is_still_being_written_comes_later(folder: Path) -> None:
    path = put(folder / "pact.txt", PACT, age=0)
    source = of(folder)
    assert polled(source).seen == 0
    put(path, PACT)
    assert polled(source).taken == 1


def test_links_lead_nowhere(folder: Path, tmp_path: Path) -> None:
    secret = put(tmp_path / "outside" / "secret.txt", PACT)
    (folder / "link.txt").symlink_to(secret)
    (folder / "linked").symlink_to(secret.parent)
    assert polled(of(folder)).seen == 0


def test_a_link_that_takes_a_files_place_is_not_followed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = put(tmp_path / "outside" / "secret.txt", PACT)
    path = put(folder / "pact.txt", NOTHING)
    whole = rounds._looked

    def swapped(claim: object) -> object:
        looked = whole(claim)  # type: ignore[arg-type]
        path.unlink()
        path.symlink_to(secret)
        return looked

    monkeypatch.setattr(rounds, "_looked", swapped)
    done = polled(of(folder))
    assert (done.taken, done.skipped) == (0, {"file.unreadable": 1})


@pytest.mark.parametrize("name", ["outside", "inside/../outside", "inside/way"])
def test_nothing_outside_is_looked_at(folder: Path, tmp_path: Path, name: str) -> None:
    (folder / "way").symlink_to(tmp_path / "outside")
    source = a_source(f"{tmp_path}/{name}", kind=Source.Kind.FOLDER)
    assert polled(source).code == "folder.not_allowed"


@pytest.mark.parametrize("address", ["/etc", "/etc/passwd", "relative", "a\0b", "~"])
def test_without_a_setting_no_folder_may_be_read(settings: Settings, address: str) -> None:
    settings.INGEST_FOLDERS = []
    stored = Source(kind=Source.Kind.FOLDER, address=address)
    with pytest.raises(Unusable, match=r"^(Files are read below|There is nothing)"):
        preview(stored)


def test_a_file_that_is_too_large_is_counted(folder: Path, settings: Settings) -> None:
    settings.MAX_ARTICLE_BYTES = 100
    put(folder / "pact.txt", PACT)
    assert polled(of(folder)).skipped == {"file.too_large": 1}


def test_the_messages_of_a_mailbox_are_articles_and_only_the_new_ones_later(
    folder: Path,
) -> None:
    whole = (SAMPLES / "messages.mbox").read_bytes()
    first, second = whole.split(b"\nFrom fair", 1)
    path = put(folder / "mail.mbox", first)
    source = of(path, Source.Kind.MAILBOX)
    assert polled(source).taken == 1
    assert polled(source).outcome == Poll.Outcome.UNCHANGED
    put(path, first + b"\nFrom fair" + second, age=30)
    assert polled(source).taken == 1
    assert set(Article.objects.values_list("publisher", flat=True)) == {
        "Press Office, Ministry of Defence",
        "Harbour fair",
    }


def test_of_a_large_mailbox_the_end_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = (SAMPLES / "messages.mbox").read_bytes()
    monkeypatch.setattr(folders, "_MAILBOX_BYTES", len(whole) - 100)
    done = polled(of(put(folder / "mail.mbox", whole), Source.Kind.MAILBOX))
    assert (done.seen, done.taken) == (1, 1)


def test_what_is_no_mailbox_is_said_to_be_none(folder: Path) -> None:
    source = of(put(folder / "mail.mbox", PACT), Source.Kind.MAILBOX)
    assert polled(source).code == "mailbox.not_a_mailbox"
    empty = of(put(folder / "empty.mbox", ""), Source.Kind.MAILBOX)
    assert polled(empty).outcome == Poll.Outcome.NOTHING
