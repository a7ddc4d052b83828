"""Why nothing could be read from what a source sent."""


class Unusable(Exception):  # noqa: N818  the answer's name: these bytes list nothing, another try would end the same
    """There is no list of entries in these bytes.

    `code` is one of feed.not_a_feed, feed.malformed, feed.dtd_forbidden, feed.too_deep,
    feed.too_large, feed.too_complex, feed.empty, input.encoding; `sentence` tells the editor what
    happened and what to do.
    """

    def __init__(self, code: str, sentence: str) -> None:
        """Keep both; the sentence is also the exception's text."""
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def not_a_feed(what: str) -> Unusable:
    """Return the refusal of what is something else."""
    return Unusable(
        "feed.not_a_feed",
        f"At this address is {what}, not a feed or a sitemap. Look on the publisher's site for a"
        " link named RSS, Atom or Feed.",
    )


def page_instead(feeds: list[str]) -> Unusable:
    """Return the refusal of a web page, with the feeds that it names."""
    if not feeds:
        return not_a_feed("a web page")
    return Unusable(
        "feed.not_a_feed",
        f"At this address is a web page, not a feed. The page names {' and '.join(feeds)} :"
        " give that address.",
    )


def malformed(why: str) -> Unusable:
    """Return the refusal of a document that breaks off or contradicts itself."""
    return Unusable(
        "feed.malformed",
        f"The feed is broken: {why}. Nothing is taken from it until its publisher mends it.",
    )


def dtd_forbidden() -> Unusable:
    """Return the refusal of a document that brings its own rules of reading."""
    return Unusable(
        "feed.dtd_forbidden",
        "The feed declares entities or a document type of its own, which can be used to attack"
        " whoever reads it. It is not read. Ask the publisher for a plain feed.",
    )


def too_deep(most: int) -> Unusable:
    """Return the refusal of a nest."""
    return Unusable(
        "feed.too_deep",
        f"The feed nests its elements more than {most} deep, which no feed needs. It is not read.",
    )


def too_large(limit_bytes: int) -> Unusable:
    """Return the refusal of a document that no feed comes near."""
    return Unusable(
        "feed.too_large",
        f"The feed is larger than {limit_bytes / 1e6:g} MB. Look for one with the newest entries"
        " only.",
    )


def too_complex() -> Unusable:
    """Return the refusal of a document with more parts than its entries need."""
    return Unusable(
        "feed.too_complex", "The feed is built in a way that no feed is. It is not read."
    )


def encoding(said: str = "") -> Unusable:
    """Return the refusal of letters that cannot be made out."""
    label = f" It says {said}, which does not fit." if said else ""
    return Unusable(
        "input.encoding",
        f"The letters of the feed cannot be made out.{label} Nothing is taken from it until its"
        " publisher says which encoding it is in.",
    )
