"""The researchers' tables as files, and their codebook."""

import tempfile
from typing import Final

from django.http import FileResponse, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from agreements import exports, filters
from agreements.api import schema
from agreements.api.files import asked_cards, only, site_of
from agreements.api.framing import read_clocks
from agreements.api.freshness import fresh_answer, read_version
from agreements.api.lists import held_to
from agreements.api.public import PublicView
from agreements.api.refusals import UnknownRecordError
from agreements.api.schema import FILTERS, described_file, in_path
from agreements.clocks import Clocks
from agreements.exports import research
from agreements.models.card import CardQuerySet

_MEDIA: Final = {
    "csv": exports.CSV,
    "dta": "application/x-stata-dta",
    "parquet": "application/vnd.apache.parquet",
}
_TABLES: Final = [f"{name}.{form}" for name in research.TABLES for form in research.FORMS]
_CODEBOOKS: Final = ["codebook.json", "codebook.csv", "codebook.txt"]
_FILE: Final = in_path(
    "file",
    "A table in a format",
    ("A line for each dyad and year", "dyad_year.csv"),
    enum=[*_TABLES, *_CODEBOOKS],
)


class ResearchFile(PublicView):
    """A table by agreement, commitment, dyad-year or directed dyad-year, or the codebook."""

    takes = filters.PARAMETERS
    renderer_classes = only("*/*")

    @described_file(
        "Tables for merging with other data sets (COW numbers), and their codebook",
        "*/*",
        operation="downloadTable",
        parameters=[_FILE, *FILTERS, *schema.CLOCKS],
    )
    def get(self, request: Request, file: str) -> HttpResponseBase:
        """Answer with the file; `as_of` is the day up to which it tells."""
        if file not in _TABLES and file not in _CODEBOOKS:
            known = ", ".join([*_TABLES, *_CODEBOOKS])
            raise UnknownRecordError(f"There is no such table; these are: {known}.")
        version = read_version()
        at = read_clocks(request.query_params)
        found = asked_cards(request, held_to(at, version.changed_at))

        def make() -> HttpResponseBase:
            is_table = file in _TABLES and request.method != "HEAD"
            response = _table(file, found, at, site_of(request)) if is_table else _codebook(file)
            named = file.replace(".", f"-{at.as_of.isoformat()}.")
            response.headers["Content-Disposition"] = f'attachment; filename="accord-atlas-{named}"'
            response.headers["Record-Version"] = str(version.number)
            return response

        return fresh_answer(request, make, as_of=at.as_of, of=version)


def _table(file: str, found: CardQuerySet, at: Clocks, site: str) -> HttpResponseBase:
    name, form = file.split(".")
    asked = research.Asked(found, at.as_of, site)
    if form == "csv":
        return StreamingHttpResponse(research.TABLES[name].csv(asked), content_type=_MEDIA[form])
    # Both end, or begin, with where everything stands in them: sent when they are whole.
    held = tempfile.TemporaryFile()  # noqa: SIM115  the answer closes it
    research.TABLES[name].write(form, held, asked)
    held.seek(0)
    return FileResponse(held, content_type=_MEDIA[form])


def _codebook(file: str) -> HttpResponseBase:
    if file == "codebook.csv":
        return HttpResponse(b"".join(research.codebook_csv()), content_type=exports.CSV)
    if file == "codebook.txt":
        return HttpResponse(research.codebook_text(), content_type="text/plain; charset=utf-8")
    if file == "codebook.json":
        return JsonResponse(research.codebook(), json_dumps_params={"indent": 1})
    # Streamed, so that no length is told: nobody has made the table to know it.
    return StreamingHttpResponse(content_type=_MEDIA[file.partition(".")[2]])
