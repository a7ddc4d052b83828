"""Why no text could be had from what was handed in."""


class Unreadable(Exception):  # noqa: N818  the answer's name in the design: final for these bytes
    """There is no text here to read, and another try would find none either.

    `code` is one of empty, binary, unknown_charset, no_text, too_large, too_complex, mismatch, and
    of files bomb, broken, locked, unsafe_path, wrong_type; `sentence` tells the editor what
    happened and what to do.
    """

    def __init__(self, code: str, sentence: str) -> None:
        """Keep both; the sentence is also the exception's text."""
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def empty() -> Unreadable:
    """Return the refusal of a text without a letter."""
    return Unreadable(
        "empty", "The text is empty: there is no word in it. Paste the whole article."
    )


def too_large(limit_bytes: int) -> Unreadable:
    """Return the refusal of a text that no article comes near."""
    return Unreadable(
        "too_large",
        f"The text is larger than {limit_bytes / 1e6:g} MB, far more than an article. Hand in the"
        " article alone.",
    )
