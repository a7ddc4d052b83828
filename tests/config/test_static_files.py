"""Static files as they are sent."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import override_settings
from django_htmx.jinja import htmx_script

from config.static_files import SmallerStaticFilesStorage, smaller

SHEETS = sorted(Path(settings.BASE_DIR, "static/css").glob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_style_sheet_loses_its_comments_and_no_rule(sheet: Path) -> None:
    written = sheet.read_text("utf-8")
    sent = smaller(sheet.read_bytes()).decode()
    bare = re.sub(r"/\*.*?\*/", "", written, flags=re.DOTALL)
    assert "/*" not in sent
    for sign in "{}:(":
        assert sent.count(sign) == bare.count(sign)
    assert re.sub(r"[\s;]", "", sent) == re.sub(r"[\s;]", "", bare)


def test_white_space_that_means_something_stays() -> None:
    sheet = b"a :is(b, c) { width: calc( 1px + 2px ); content: 'a  /* b */'; }"
    assert smaller(sheet) == b"a :is(b,c){width:calc(1px + 2px);content:'a  /* b */'}"


def test_style_sheets_alone_are_made_smaller(tmp_path: Path) -> None:
    storage = SmallerStaticFilesStorage(location=tmp_path)
    for name in ("a.css", "a.js"):
        storage.save(name, ContentFile(b"/* why */ a { b: c }"))
    assert Path(tmp_path, "a.css").read_bytes() == b"a{b:c}"
    assert Path(tmp_path, "a.js").read_bytes() == b"/* why */ a { b: c }"


def test_what_is_sent_under_its_lasting_name_is_as_small_and_as_whole(tmp_path: Path) -> None:
    storage = SmallerStaticFilesStorage(location=tmp_path)
    written = {
        "a.css": b"/* why */ a { b: url(c.svg) }",
        "c.svg": b"<svg/>",
        "d.css": b"/* why */ e { f: g } " * 99,
    }
    for name, content in written.items():
        storage.save(name, ContentFile(content))
    paths = {name: (storage, name) for name in written}
    made = [(name, Path(tmp_path, kept)) for name, kept, _ in storage.post_process(paths)]
    lasting = {name: path for name, path in made if path.suffix == Path(name).suffix}
    assert lasting["a.css"].read_text() == f'a{{b:url("{lasting["c.svg"].name}")}}'
    assert lasting["d.css"].read_bytes() == b"e{f:g}" * 99
    packed = Path(f"{lasting['d.css']}.gz").read_bytes()
    assert gzip.decompress(packed) == b"e{f:g}" * 99


def test_ours_are_collected_and_of_packages_what_pages_name(tmp_path: Path) -> None:
    with override_settings(STATIC_ROOT=tmp_path):
        call_command("collectstatic", "--no-input", verbosity=0)
    collected = {f"{path.relative_to(tmp_path)}" for path in tmp_path.rglob("*") if path.is_file()}
    home = Path(settings.BASE_DIR, "static")
    ours = {f"{path.relative_to(home)}" for path in home.rglob("*") if path.is_file()}
    templates = [path.read_text("utf-8") for path in settings.BASE_DIR.glob("templates/**/*.html")]
    named = {name for text in templates for name in re.findall(r"{% static [\"']([^\"']+)", text)}
    named |= {f"django_htmx/{name}" for name in re.findall(r"django_htmx/([\w.-]+)", htmx_script())}
    assert len(named) > 10
    assert collected >= ours | {name for name in named if not name.startswith("fonts/")}
    assert {name.partition("/")[0] for name in collected - ours} <= {"django_htmx", "fonts"}
