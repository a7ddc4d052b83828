from agreements.models import Document


def test_fingerprint_tells_texts_apart_by_every_character() -> None:
    texts = [
        "",
        "a",
        "A",
        "a ",
        "a\n",
        "\N{LATIN SMALL LETTER E WITH ACUTE}",
        "e\N{COMBINING ACUTE ACCENT}",
    ]
    assert len({Document.fingerprint(text) for text in texts}) == len(texts)


def test_document_without_a_title_is_called_by_its_number() -> None:
    words = "Norway and Chile signed a pact in Oslo on Friday, their governments said."
    assert str(Document(text=words)) == "Norway and Chile signed a pact in Oslo …"
    assert str(Document(pk=7, title="A report")) == "A report"
