import json
from pathlib import Path

import pytest

from ingest.reader import folder


def write(path: Path, meta: object, text: str = "A pact.") -> Path:
    (path / "a.txt").write_text(text, "utf-8")
    (path / "a.meta.json").write_text(meta if isinstance(meta, str) else json.dumps(meta), "utf-8")
    return path


def test_an_article_is_taken_with_what_is_known_of_it(tmp_path: Path) -> None:
    write(tmp_path, {"title": "T", "outlet": "O", "published": "2024-06-13"})
    (article,) = folder.articles(tmp_path)
    assert (article.name, article.title, article.publisher) == ("a", "T", "O")
    assert str(article.published) == "2024-06-13"


@pytest.mark.parametrize(
    ("meta", "complaint"),
    [
        ("{", "a.meta.json is not JSON"),
        ("[]", "a.meta.json must hold an object"),
        ({"published": "June"}, "published must be like 2024-06-13"),
        ({"title": 5}, "title must be text or null"),
    ],
)
def test_bad_meta_is_named(tmp_path: Path, meta: object, complaint: str) -> None:
    with pytest.raises(folder.BadArticle, match=complaint):
        list(folder.articles(write(tmp_path, meta)))


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "b.meta.json").write_text("{}", "utf-8")
    with pytest.raises(folder.BadArticle, match=r"b\.txt is missing"):
        list(folder.articles(tmp_path))


def test_a_text_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    write(tmp_path, {})
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(folder.BadArticle, match=r"a\.txt is not UTF-8"):
        list(folder.articles(tmp_path))


def test_no_folder_and_an_empty_one_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(folder.BadArticle, match="is not a folder"):
        list(folder.articles(tmp_path / "none"))
    with pytest.raises(folder.BadArticle, match="holds no articles"):
        list(folder.articles(tmp_path))
