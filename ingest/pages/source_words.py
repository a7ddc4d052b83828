"""Codes of polls and entries in plain words."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SAID: Final[Mapping[str, str | Promise]] = {
    "date.future": _("A date lies in the future; it is kept as it is written, and not used."),
    "date.unparsable": _("A date can't be read; it is kept as it is written."),
    "entry.article_known": _("Its article had come in already."),
    "entry.attachments": _("A message has attachments; they are not read."),
    "entry.keyword": _("It has none of the keywords."),
    "entry.no_identity": _("It has neither an identity nor a link nor a title."),
    "entry.no_link": _("It has neither a link nor a text."),
    "entry.over_quota": _("It goes beyond the quota, and comes in later."),
    "entry.same_text": _("It has the same text as another one."),
    "entry.twice": _("It is listed twice."),
    "feed.mended": _("The feed is not well-formed; it could be mended."),
    "feed.truncated": _("It lists more than 2,000 entries: the others are left out."),
    "file.too_large": _("The file is larger than an article may be."),
    "file.unreadable": _("The file can't be opened."),
    "input.encoding": _("It is not certain in which encoding it is written: look at the letters."),
    "link.address": _("A link leads to an address that is not called; the link is left out."),
    "link.scheme": _("A link is no web address; the link is left out."),
    "list.truncated": _("A list is read up to its 2,000th source."),
    "sitemap.part_failed": _("One of its sitemaps could not be had."),
    "text.bidi": _("A text had marks that turn the direction of reading; they are taken out."),
    "text.controls": _("A text had invisible characters; they are taken out."),
    "text.cut": _("A title or summary was too long, and is cut."),
    "text.markup": _("A title or summary had scripts or frames in it; they are taken out."),
    "source.moved": _("It has moved for good: its new address is taken."),
}


def said(code: str) -> str | Promise:
    """Return the sentence for a code, or the code where there is none."""
    return _SAID.get(code, code)


def all_said(codes: Iterable[str]) -> list[str | Promise]:
    """Return the sentences for codes, each once."""
    return list(dict.fromkeys(said(code) for code in codes))


def counted(skipped: Mapping[str, int]) -> list[tuple[int, str | Promise]]:
    """Return how many were left out, with why, the most frequent first."""
    return [
        (number, said(code))
        for code, number in sorted(skipped.items(), key=lambda each: (-each[1], each[0]))
    ]
