"""How a record is cited: as a text, and as the files that reference managers read."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PUBLISHER: Final = "Accord Atlas"
_TEX: Final = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    **{mark: f"\\{mark}" for mark in "&%$#_"},
}
_TEX_MARKS: Final = re.compile(r"[\\~^&%$#_{}]")


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited: one agreement's record in one version, at an address that goes on showing it.

    `known_on` is the day of that knowledge, `as_of` the day that the facts are of, where one was
    asked about.
    """

    key: str
    title: str
    version: int
    known_on: date
    as_of: date | None
    url: str
    accessed: date

    @property
    def note(self) -> str:
        """Which record it is, in which version, by both clocks."""
        stood = f", as it stood on {self.as_of.isoformat()}" if self.as_of else ""
        known = f"as known on {self.known_on.isoformat()}"
        return f"record {self.key}, version {self.version}{stood}, {known}"


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing a citation; `ending` is that of its file."""

    ending: str
    label: str | Promise
    media_type: str
    write: Callable[[Citation], str]


def text(cited: Citation) -> str:
    """Return the citation in words."""
    title = f"\N{LEFT DOUBLE QUOTATION MARK}{_line(cited.title)}\N{RIGHT DOUBLE QUOTATION MARK}"
    return f"{PUBLISHER} ({cited.known_on.year}). {title}, {cited.note}, {cited.url}."


def bibtex(cited: Citation) -> str:
    """Return a BibTeX entry; the braces keep a title's capitals."""
    fields = {
        "author": f"{{{PUBLISHER}}}",
        "title": f"{{{_tex(cited.title)}}}",
        "year": str(cited.known_on.year),
        "howpublished": PUBLISHER,
        "note": _tex(cited.note[0].upper() + cited.note[1:]),
        "url": cited.url.replace("{", "%7B").replace("}", "%7D"),
        "urldate": cited.accessed.isoformat(),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{accord-atlas-{cited.key.lower()},\n{lines}}}\n"


def ris(cited: Citation) -> str:
    """Return an RIS record."""
    fields = (
        ("TY", "DATA"),
        ("TI", _line(cited.title)),
        ("AU", f"{PUBLISHER},"),
        ("PB", PUBLISHER),
        ("PY", str(cited.known_on.year)),
        ("DA", f"{cited.known_on:%Y/%m/%d}"),
        ("ET", str(cited.version)),
        ("ID", cited.key),
        ("N1", cited.note),
        ("UR", cited.url),
        ("Y2", f"{cited.accessed:%Y/%m/%d}"),
        ("ER", ""),
    )
    return "".join(f"{name}  - {value}\r\n" for name, value in fields)


def csl_json(cited: Citation) -> str:
    """Return a CSL-JSON list of one item."""
    item = {
        "id": f"accord-atlas-{cited.key.lower()}",
        "type": "dataset",
        "title": _line(cited.title),
        "author": [{"literal": PUBLISHER}],
        "publisher": PUBLISHER,
        "issued": _parts(cited.known_on),
        "accessed": _parts(cited.accessed),
        "number": cited.key,
        "version": str(cited.version),
        "note": cited.note,
        "URL": cited.url,
    }
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


FORMS: Final[Mapping[str, Form]] = {
    form.ending: form
    for form in (
        Form("txt", _("Text"), "text/plain", lambda cited: f"{text(cited)}\n"),
        Form("bib", "BibTeX", "application/x-bibtex", bibtex),
        Form("ris", "RIS", "application/x-research-info-systems", ris),
        Form("json", "CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
    )
}


def _parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _line(written: str) -> str:
    """Return a text in one line: a line break would end the field."""
    return " ".join(written.split())


def _tex(written: str) -> str:
    return _TEX_MARKS.sub(lambda mark: _TEX[mark.group()], _line(written))
