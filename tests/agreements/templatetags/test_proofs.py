"""Why something is held, as markup."""

from dataclasses import replace

from agreements.locating import Place
from agreements.pages.record import Source
from agreements.templatetags.proofs import proofs, source_name, unopened

QUOTED = Source("They <b>consult.", "The & Post", is_quote=True, url="https://post.example/?a=1&b")


def test_no_text_of_others_becomes_markup() -> None:
    place = Place("Article <5>", "before <i>", "<script>")
    shown = proofs([replace(QUOTED, place=place, note="<hr>", language='en" onload="x')])
    for mark in ("<b>", "<i>", "<script>", "<5>", "<hr>", 'onload="x'):
        assert mark not in shown
    assert "“They &lt;b&gt;consult.”" in shown
    assert 'href="https://post.example/?a=1&amp;b" rel="noopener">The &amp; Post</a>' in shown
    assert ", Article &lt;5&gt;" in shown


def test_a_judgement_stands_in_no_quotation_marks() -> None:
    shown = proofs([Source("Both sides say so.", "An editor")])
    assert "<p>Both sides say so.</p>" in shown
    assert "quote--cited" in shown


def test_a_work_nobody_opened_is_called_so() -> None:
    work = Source("", "A handbook", is_unopened=True)
    assert "not opened" in proofs([work])
    assert source_name(work) == "A handbook"
    assert unopened(replace(work, is_unopened=False)) == ""
