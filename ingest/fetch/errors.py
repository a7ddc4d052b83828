"""What a fetch can end in, other than a page."""


class FetchError(Exception):
    """A fetch without a page.

    `code` is stable, for programs; `sentence` tells the editor what happened and what to do.
    """

    def __init__(self, code: str, sentence: str) -> None:
        """Keep both; the sentence is also the exception's text."""
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class Refused(FetchError):  # noqa: N818  the answer's name in the design: final, another try would end the same
    """The address or its answer is not acceptable, and another try would end the same."""


class Unreachable(FetchError):  # noqa: N818  the answer's name in the design: worth another try
    """No answer this time; another try may do.

    `retry_after_seconds` is what the server asked for, from 0 to one day; None when it asked for
    nothing.
    """

    def __init__(self, code: str, sentence: str, *, retry_after_seconds: int | None = None) -> None:
        """Keep the wait beside code and sentence."""
        super().__init__(code, sentence)
        self.retry_after_seconds = retry_after_seconds
