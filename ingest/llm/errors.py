"""What asking a language model can end in, other than records."""


class LanguageModelError(Exception):
    """The model has not read the text.

    `code` is ours, for logs. Nothing that the server said is ever in it: servers repeat keys.
    `is_free` tells whether the try can have cost nothing.
    """

    def __init__(self, code: str, *, is_free: bool = False) -> None:
        """Keep both; the code is also the exception's text."""
        super().__init__(code)
        self.code = code
        self.is_free = is_free


class NotReadError(LanguageModelError):
    """Final: another try would end the same."""


class FormRefusedError(LanguageModelError):
    """The server does not take a request of this form; it may take a plainer one."""


class TryAgainError(LanguageModelError):
    """Worth another try; `retry_after_seconds` is what the server asked for, if anything."""

    def __init__(
        self, code: str, *, is_free: bool = False, retry_after_seconds: float | None = None
    ) -> None:
        """Keep the wait beside the code."""
        super().__init__(code, is_free=is_free)
        self.retry_after_seconds = retry_after_seconds
