"""PDF and Word files, honest and hostile: a text comes out, or a named refusal."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from ingest import papers
from ingest.papers import BadPaper, Kind
from ingest.papers.pdf import flowing, read_pdf
from ingest.papers.word import read_word
from tests.hostile import HostileServer, hostile_server
from tests.ingest.papers.files import assembled, docx, packed, pdf

PAGE = [
    "Estonia and Japan signed a security agreement in Tallinn on 4 March 2026, the two",
    "governments said on Wednesday. It is an agree-",
    "ment of ten years.",
    "The agreement provides for joint exercises (and more).",
]


def refusal(body: bytes) -> str:
    with pytest.raises(BadPaper) as caught:
        papers.read(body)
    return caught.value.code


def refused_at_once(body: bytes) -> str:
    with pytest.raises(BadPaper) as caught:
        papers.check(body)
    return caught.value.code


# Honest files.


def test_pdf_gives_its_paragraphs_and_its_title() -> None:
    found = papers.read(pdf(PAGE, ["On the second page nothing is said."], title="Pact signed"))
    assert found.title == "Pact signed"
    assert found.text.split("\n\n") == [
        "Estonia and Japan signed a security agreement in Tallinn on 4 March 2026, the two "
        "governments said on Wednesday. It is an agreement of ten years.",
        "The agreement provides for joint exercises (and more).",
        "On the second page nothing is said.",
    ]


def test_word_file_gives_its_paragraphs_and_its_title() -> None:
    found = papers.read(docx("Estonia &amp; Japan signed.", "", "It runs on.", title="Pact"))
    assert found == papers.Paper("Estonia & Japan signed.\n\nIt runs on.", "Pact")


def test_what_was_struck_out_of_a_word_file_is_not_its_text() -> None:
    struck = "<w:p><w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
    kept = "<w:ins><w:r><w:t>signed</w:t><w:tab/><w:t>it</w:t></w:r></w:ins></w:p>"
    assert papers.read(docx(struck + kept)).text == "signed it"


def test_text_in_a_table_and_in_a_box_comes_once() -> None:
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    inner = "<w:p><w:r><w:t>boxed</w:t></w:r></w:p>"
    box = (
        f"<w:p {mc}><w:r><mc:AlternateContent><mc:Choice>{inner}</mc:Choice>"
        f"<mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    text = papers.read(docx(table, box)).text
    assert text.count("cell") == 1
    assert text.startswith("cell\n\nboxed")


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("A long line that goes on\nand ends here.\nA new one.", 2),
        ("HEADING\nA long line that goes on and on\nuntil it ends.", 2),
        ("One paragraph.\n\n\nAnother one.", 2),
        ("A list that has two:\n\u2022 one\n\u2022 two, which goes on and on and on", 3),
    ],
)
def test_lines_flow_together_where_no_paragraph_ends(lines: str, text: int) -> None:
    assert len(flowing(lines).split("\n\n")) == text


def test_hyphen_stays_where_the_word_is_written_with_it() -> None:
    text = "The long-term plan is a long-\nterm plan of the agree-\nment and of A-\n10 jets."
    assert (
        flowing(text) == "The long-term plan is a long-term plan of the agreement and of A-10 jets."
    )


def test_kinds_are_told_by_their_first_bytes() -> None:
    assert papers.kind_of(pdf(PAGE)) == Kind.PDF
    assert papers.kind_of(docx("a")) == Kind.WORD
    assert papers.kind_of(b"Some text that names %PDF-1.7") is None


# Hostile Word files.


def test_word_file_that_unpacks_to_hundreds_of_megabytes_is_refused_at_once() -> None:
    bomb = docx(main=b"<w>" + b" " * 100_000_000)
    assert len(bomb) < 120_000
    assert refused_at_once(bomb) == "bomb"


def test_size_that_a_zip_lies_about_does_not_help_it() -> None:
    bomb = bytearray(docx(main=b"<w>" + b" " * 2_000_000))
    size = (2_000_003).to_bytes(4, "little")
    while size in bomb:
        place = bomb.index(size)
        bomb[place : place + 4] = (1_000).to_bytes(4, "little")
    papers.check(bytes(bomb))
    assert refusal(bytes(bomb)) == "broken"


def test_zip_with_a_hundred_thousand_members_is_refused_before_they_are_listed() -> None:
    many = packed({f"{number}": b"" for number in range(20_000)})
    assert refused_at_once(many) == "bomb"


def test_zip_within_a_zip_is_not_opened() -> None:
    inner = packed({"bomb": bytes(1_000_000)})
    assert refused_at_once(packed({"0.zip": inner, "1.zip": inner})) == "zip"
    assert papers.read(docx("Outside.", parts={"word/embeddings/0.zip": inner})).text == "Outside."


@pytest.mark.parametrize("name", ["../../etc/x", "/etc/x", "a/../../x", "C:\\x", "..\\x", "x\0y"])
def test_name_that_leads_out_is_refused_at_once(name: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", b"<w/>")
        member = zipfile.ZipInfo("n")
        member.filename = name
        archive.writestr(member, b"x")
    assert refused_at_once(file.getvalue()) == "unsafe_path"


def test_link_in_a_zip_is_refused_at_once() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        member = zipfile.ZipInfo("word/document.xml")
        member.external_attr = 0o120777 << 16
        archive.writestr(member, b"/etc/passwd")
    assert refused_at_once(file.getvalue()) == "unsafe_path"


@pytest.mark.parametrize(
    "main",
    [
        b"<a>",
        b"",
        b"\x00\x01",
        b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>',
        b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>',
    ],
)
def test_broken_or_clever_xml_is_refused(main: bytes) -> None:
    assert refusal(docx(main=main or b" ")) == "broken"


def test_very_deep_xml_ends() -> None:
    deep = b"<a>" * 200_000 + b"</a>" * 200_000
    with pytest.raises(BadPaper):
        papers.read(docx(main=deep + b"<"))


def test_nothing_that_a_word_file_names_is_fetched() -> None:
    with hostile_server() as canary:
        address = f"http://127.0.0.1:{canary.port}/"
        _word_that_calls(canary, address)
        assert canary.connections == 0


def _word_that_calls(canary: HostileServer, address: str) -> None:
    entity = f'<!DOCTYPE w SYSTEM "{address}dtd" [<!ENTITY % a SYSTEM "{address}e"> %a;]><w/>'
    assert refusal(docx(main=entity.encode())) == "broken"
    template = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/attachedTemplate" Target="{address}t.dotm" TargetMode="External"/>'
        "</Relationships>"
    )
    parts = {"word/_rels/settings.xml.rels": template.encode()}
    assert papers.read(docx("Harmless.", parts=parts)).text == "Harmless."


# Hostile PDF files.


def test_pdf_that_runs_a_script_and_holds_a_file_gives_only_its_text() -> None:
    script = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> "
    files = b"/Names << /EmbeddedFiles << /Names [(a.exe) << /Type /Filespec >>] >> >>"
    assert papers.read(pdf(["Only this."], extra=script + files)).text == "Only this."


def test_pdf_of_ten_thousand_pages_is_refused() -> None:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
    kids = b" ".join(b"3 0 R" for _ in range(10_000))
    tree = b"<< /Type /Pages /Count 10000 /Kids [" + kids + b"] >>"
    many = assembled([b"<< /Type /Catalog /Pages 2 0 R >>", tree, page, b"<< >>"], info=4)
    assert refusal(many) == "too_complex"


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7 nothing more",
        b"%PDF-1.7\ntrailer << /Root 1 0 R /Prev 0 >>\nstartxref\n9\n%%EOF",
        pdf(PAGE)[:300],
        pdf(PAGE).replace(b"/Kids [", b"/Kids [2 0 R "),
        pdf(PAGE).replace(b"startxref\n", b"startxref\n9"),
    ],
    ids=["empty", "loop of tables", "cut", "loop of pages", "wrong table"],
)
def test_damaged_pdf_is_read_or_refused_by_name(body: bytes) -> None:
    found = outcome(body)
    assert "Estonia" in found or found in {"broken", "no_text", "too_complex"}


def outcome(body: bytes) -> str:
    """Return the text of a file, or the code of its refusal."""
    try:
        return papers.read(body).text
    except BadPaper as error:
        return error.code


def test_picture_of_a_quarter_trillion_points_is_not_drawn() -> None:
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width 500000 /Height 500000 /ColorSpace /DeviceGray"
        b" /BitsPerComponent 8 /Length 3 >>\nstream\nabc\nendstream"
    )
    body = pdf(["Beside a picture."]).replace(
        b"/F1 3 0 R >> >>", b"/F1 3 0 R >> /XObject << /I 9 0 R >> >>"
    )
    assert papers.read(body + b"9 0 obj\n" + picture + b"\nendobj").text == "Beside a picture."


def test_pdf_without_text_says_so() -> None:
    assert refusal(pdf([])) == "no_text"


def test_locked_pdf_says_so() -> None:
    body = pdf(PAGE).replace(b"trailer <<", b"trailer << /Encrypt 9 0 R /ID [<aa> <aa>]")
    lock = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O (%b) /U (%b) >>" % (b"o" * 32, b"u" * 32)
    assert refusal(body.replace(b"xref\n0", b"9 0 obj\n" + lock + b"\nendobj\nxref\n0")) in {
        "locked",
        "broken",
    }


# Any bytes.


@given(some.binary(max_size=300), some.integers(0, 5_000))
@example(b"", 0)
@settings(max_examples=150)
def test_changed_files_are_read_or_refused_by_name(change: bytes, place: int) -> None:
    for whole, kind in ((pdf(PAGE), Kind.PDF), (docx(*PAGE), Kind.WORD)):
        at = place % len(whole)
        body = io.BytesIO(whole[:at] + change + whole[at + len(change) :])
        with contextlib.suppress(BadPaper):
            if kind == Kind.PDF:
                read_pdf(body)
            else:
                read_word(body)
