"""The whole record, or all that a query asks for of it, as one file: never paged or cut short."""

import tempfile
from collections.abc import Iterator
from typing import IO, ClassVar, Final

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from agreements import exports, filters
from agreements.api import schema
from agreements.api.files import asked_cards, only, site_of
from agreements.api.framing import read_clocks
from agreements.api.freshness import fresh_answer, read_version
from agreements.api.lists import held_to
from agreements.api.public import PublicView
from agreements.api.schema import FILTERS, described_file
from agreements.models.card import CardQuerySet

JSONL: Final = "application/x-ndjson"
CSV: Final = "text/csv"
PARQUET: Final = "application/vnd.apache.parquet"
GEOJSON: Final = "application/geo+json"
_PARAMETERS: Final = [*FILTERS, *schema.CLOCKS]


class _File(PublicView):
    """One table in one format.

    The rows are those of the version that the ETag names, whatever is published while they are
    sent: they are held to its moment. What fails while they are sent breaks the connection off, so
    that half a file never looks like a whole one.
    """

    takes = filters.PARAMETERS
    name: ClassVar[str]

    def answer(self, request: Request) -> HttpResponseBase:
        """Answer with the file, or 304."""
        version = read_version()
        at = read_clocks(request.query_params)
        found = asked_cards(request, held_to(at, version.changed_at))

        def make() -> HttpResponseBase:
            is_wanted = request.method != "HEAD"
            response = self.made(found, site_of(request)) if is_wanted else StreamingHttpResponse()
            media = self.renderer_classes[0].media_type
            response.headers["Content-Type"] = exports.CSV if media == CSV else media
            stem, ending = self.name.split(".")
            file = f"accord-atlas-{stem}-{at.as_of.isoformat()}.{ending}"
            response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
            response.headers["Record-Version"] = str(version.number)
            return response

        return fresh_answer(request, make, as_of=at.as_of, of=version)

    def made(self, found: CardQuerySet, site: str) -> HttpResponseBase:
        """Return an answer that is made while it is sent."""
        return StreamingHttpResponse(self.pieces(found, site))

    def pieces(self, found: CardQuerySet, site: str) -> Iterator[bytes]:
        """Yield the file."""
        raise NotImplementedError  # each kind of file yields its own


class _ParquetFile(_File):
    """A file that ends with where everything stands in it: sent when it is whole."""

    renderer_classes = only(PARQUET)

    def made(self, found: CardQuerySet, site: str) -> HttpResponseBase:
        """Return the file from the disk; it is gone when it has been sent."""
        file = tempfile.TemporaryFile()  # noqa: SIM115  the answer closes it
        self.write(found, site, file)
        file.seek(0)
        return FileResponse(file)

    def write(self, found: CardQuerySet, site: str, file: IO[bytes]) -> None:
        """Write the file."""
        raise NotImplementedError  # each kind of file writes its own


class AgreementsJsonl(_File):
    """Agreements, each with its evidence, one a line."""

    name = "agreements.jsonl"
    renderer_classes = only(JSONL)

    @described_file(
        "Agreements: all that were found, by number, one JSON object a line",
        JSONL,
        operation="downloadAgreementsJsonl",
        parameters=_PARAMETERS,
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Answer with the file."""
        return self.answer(request)

    def pieces(self, found: CardQuerySet, site: str) -> Iterator[bytes]:
        """Yield the file."""
        return exports.agreements_jsonl(found)


class AgreementsCsv(_File):
    """Agreements as a table."""

    name = "agreements.csv"
    renderer_classes = only(CSV)

    @described_file(
        "Agreements: all that were found, by number, as CSV",
        CSV,
        operation="downloadAgreementsCsv",
        parameters=_PARAMETERS,
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Answer with the file."""
        return self.answer(request)

    def pieces(self, found: CardQuerySet, site: str) -> Iterator[bytes]:
        """Yield the file."""
        return exports.agreements_csv(found, site)


class AgreementsParquet(_ParquetFile):
    """Agreements as a table with types."""

    name = "agreements.parquet"

    @described_file(
        "Agreements: all that were found, by number, as Parquet",
        PARQUET,
        operation="downloadAgreementsParquet",
        parameters=_PARAMETERS,
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Answer with the file."""
        return self.answer(request)

    def write(self, found: CardQuerySet, site: str, file: IO[bytes]) -> None:
        """Write the file."""
        exports.agreements_parquet(found, site, file)


class AgreementsGeojson(_File):
    """Agreements on a map."""

    name = "agreements.geojson"
    renderer_classes = only(GEOJSON)

    @described_file(
        "Agreements: all that were found, by number, as lines between capitals",
        GEOJSON,
        operation="downloadAgreementsGeojson",
        parameters=_PARAMETERS,
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Answer with the file."""
        return self.answer(request)

    def pieces(self, found: CardQuerySet, site: str) -> Iterator[bytes]:
        """Yield the file."""
        return exports.agreements_geojson(found)


class CommitmentsJsonl(_File):
    """Commitments, each with its evidence, one a line."""

    name = "commitments.jsonl"
    renderer_classes = only(JSONL)

    @described_file(
        "Commitments: all that were found, by agreement, one JSON object a line",
        JSONL,
        operation="downloadCommitmentsJsonl",
        parameters=_PARAMETERS,
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Answer with the file."""
        return self.answer(request)

    def pieces(self, found: CardQuerySet, site: str) -> Iterator[bytes]:
        """Yield the file."""
        return exports.commitments_jsonl(found)


class CommitmentsCsv(_File):
    """Commitments as a table."""

    name = "commitments.csv"
    renderer_classes = only(CSV)

    @described_file(
        "Commitments: all that were found, by agreement, as CSV",
        CSV,
        operation="downloadCommitmentsCsv",
        parameters=_PARAMETERS,
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Answer with the file."""
        return self.answer(request)

    def pieces(self, found: CardQuerySet, site: str) -> Iterator[bytes]:
        """Yield the file."""
        return exports.commitments_csv(found, site)


class CommitmentsParquet(_ParquetFile):
    """Commitments as a table with types."""

    name = "commitments.parquet"

    @described_file(
        "Commitments: all that were found, by agreement, as Parquet",
        PARQUET,
        operation="downloadCommitmentsParquet",
        parameters=_PARAMETERS,
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Answer with the file."""
        return self.answer(request)

    def write(self, found: CardQuerySet, site: str, file: IO[bytes]) -> None:
        """Write the file."""
        exports.commitments_parquet(found, site, file)
