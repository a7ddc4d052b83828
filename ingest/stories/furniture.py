"""Leave out of a text what its author did not write for this story.

Headlines, bylines, datelines, credits, captions, links to other stories, and what a ministry puts
under each of its releases.
"""

import re
from typing import Final

_LONGEST_SIGN: Final = 120
_PARAGRAPHS: Final = re.compile(r"\n\s*\n|\n")
# A headline, a byline, a caption: short, and no sentence.
_LABEL_WORDS: Final = 14
_SENTENCE_END: Final = re.compile(
    r"""[.!?:;,\u2026\u3002\uff01\uff1f]["'\u201d\u2019\xbb)\]]*\s*$"""
)
_NOTE: Final = re.compile(
    r"""^[\s(\[*\u2013\u2014-]*+(?:
      (?:additional\ |further\ )?(?:reporting|writing|editing|translation|compiled|edited|reported|
        written)\ (?:and\ \w+\ )?by\b
      | (?:with|including)\ (?:files|material|reporting)\ (?:from|by)\b
      | ©|\(c\)\ |copyright\b|all\ rights\ reserved
      | (?:photo|image|picture|video|caption|file\ photo|credit|source|sources)\ ?[:(]
      | (?:read|see|watch|listen|related)(?:\ \w+)?\ ?:|read\ (?:more|also|next)\b
      | (?:sign\ up|subscribe|follow\ us|click\ here|share\ this|support\ our|get\ our|join\ our)\b
      | (?:this|the)\ (?:article|story|report|text|dispatch)\ (?:was\ |has\ been\ )?
        (?:first|originally|previously)\b
      | (?:first\ |last\ )?(?:published|posted|updated|modified)\ ?[:(]
      | (?:corrects?|correction|clarification|editor.?s\ note)\ ?[:(]
      | (?:media|press)\ (?:contact|office|enquiries|inquiries|service)s?\b
      | (?:for\ (?:more|further)\ (?:information|details)|contact\s?:|contacts\s?:)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# From such a line on nothing is of this story.
_END: Final = re.compile(
    r"^[\s#*\u2013\u2014-]*(?:ends?|notes? (?:to|for) (?:the )?editors?|about (?:the|us)\b.{0,60}|"
    r"boilerplate|media contacts?|press contacts?|related (?:articles|stories|links)|###+|"
    r"more (?:on this|from)\b.{0,40})[\s:.#*\u2013\u2014-]*$",
    re.IGNORECASE,
)
_DATELINE: Final = re.compile(
    r"""^\s*+(?:
      [A-Z][A-Z.'\u2019\ /-]{2,40}(?:,\ [A-Z][\w.]*){0,2}(?:,?\ [A-Z]\w{2,8}\.?\ \d{1,2})?
      | [A-Z][\w.'\u2019-]+(?:\ [A-Z][\w.'\u2019-]+){0,2}(?=\ ?\()
    )
    [\ ,]*+(?:\([^()\n]{2,40}\))?\s?(?:\u2014|\u2013|--|-|:)\s""",
    re.VERBOSE,
)


def body(text: str) -> str:
    """Return the text without what its author did not write; all of it where nothing would stay."""
    paragraphs = [each for each in _PARAGRAPHS.split(text) if each.strip()]
    kept = [each for each in _before_the_end(paragraphs) if not _is_furniture(each)]
    if not kept:
        return text
    kept[0] = _DATELINE.sub("", kept[0], count=1)
    return "\n\n".join(kept)


def _before_the_end(paragraphs: list[str]) -> list[str]:
    """Return what stands above the line that ends the story; a text's first line never does."""
    for place, each in enumerate(paragraphs[1:], 1):
        if len(each) < _LONGEST_SIGN and _END.match(each):
            return paragraphs[:place]
    return paragraphs


def _is_furniture(paragraph: str) -> bool:
    if _NOTE.match(paragraph):
        return True
    is_short = len(paragraph.split()) <= _LABEL_WORDS
    return is_short and not _SENTENCE_END.search(paragraph)
