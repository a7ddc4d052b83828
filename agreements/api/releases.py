"""Numbered releases: their list, the manifest of each, and its files, which never change."""

import json
from typing import Any, Final

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements import etags, releases
from agreements.api.files import only
from agreements.api.public import PublicView
from agreements.api.refusals import UnknownRecordError
from agreements.api.schema import described, described_file, in_path
from agreements.api.shapes import PageSerializer
from agreements.api.underlying import underlying
from agreements.numbers import whole_number

# The list may grow; what has a number never changes.
_GROWING: Final = etags.CACHE_CONTROL
_FIXED: Final = "public, max-age=31536000, immutable"
_NUMBER: Final = in_path("number", "The release's number, like 3", ("The first", "1"))
_NAME: Final = in_path(
    "name", "A file that the manifest names", ("What the columns mean", "codebook.txt")
)


class ReleasedFileSerializer(serializers.Serializer[Any]):
    """A file of a release."""

    name = serializers.CharField()
    description = serializers.CharField()
    media_type = serializers.CharField()
    bytes = serializers.IntegerField()
    rows = serializers.IntegerField()
    sha256 = serializers.CharField(help_text="Also the file's ETag")


class ReleasedVersionSerializer(serializers.Serializer[Any]):
    """The record's version that was released."""

    version = serializers.IntegerField()


class ReleasedLicenceSerializer(serializers.Serializer[Any]):
    """Under which terms it may be used."""

    name = serializers.CharField()
    spdx = serializers.CharField()
    url = serializers.URLField()
    note = serializers.CharField()


class ReleaseSerializer(serializers.Serializer[Any]):
    """A release: what it is of, how to cite it, and its files."""

    number = serializers.IntegerField()
    title = serializers.CharField()
    as_of = serializers.DateField(help_text="The day up to which it tells")
    known_at = serializers.DateTimeField(help_text="The moment whose knowledge it has")
    record = ReleasedVersionSerializer()
    site = serializers.CharField(allow_blank=True)
    codebook = serializers.CharField(help_text="The file that explains the columns")
    licence = ReleasedLicenceSerializer()
    citation = serializers.CharField()
    files = ReleasedFileSerializer(many=True)


class ReleasePageSerializer(PageSerializer):
    """All releases, the newest first."""

    results = ReleaseSerializer(many=True)


class ReleaseList(PublicView):
    """All releases, the newest first."""

    @described(ReleasePageSerializer, "All releases, the newest first", operation="listReleases")
    def get(self, request: Request) -> HttpResponseBase:
        """Answer with the manifests of all."""
        results = releases.releases()
        latest = results[0]["number"] if results else 0
        told = {"next": None, "previous": None, "results": results}
        return _tagged(request, Response(told), f'"releases-{latest}"', _GROWING)


class ReleaseItem(PublicView):
    """One release."""

    @described(
        ReleaseSerializer,
        "One release: its manifest, as it was written",
        operation="getRelease",
        parameters=[_NUMBER],
        may_be_absent=True,
    )
    def get(self, request: Request, number: str) -> HttpResponseBase:
        """Answer with the manifest."""
        told = releases.manifest(_number(number))
        if told is None:
            raise UnknownRecordError(f"There is no release {number}.")
        response = HttpResponse(told, content_type="application/json")
        return _tagged(request, response, f'"release-{json.loads(told)["number"]}"', _FIXED)


class ReleaseFile(PublicView):
    """One file of a release."""

    renderer_classes = only("*/*")

    @described_file(
        "A file of a release", "*/*", operation="downloadReleaseFile", parameters=[_NUMBER, _NAME]
    )
    def get(self, request: Request, number: str, name: str) -> HttpResponseBase:
        """Answer with the file; its ETag is its SHA-256."""
        found = releases.release_file(_number(number), name)
        if found is None:
            raise UnknownRecordError(f"There is no file {name} in a release {number}.")
        path, told = found
        response = FileResponse(path.open("rb"), content_type=told["media_type"])
        ending = f"accord-atlas-release-{number}-{name}"
        response.headers["Content-Disposition"] = f'attachment; filename="{ending}"'
        return _tagged(request, response, f'"{told["sha256"]}"', _FIXED)


def _number(written: str) -> int:
    """Return the number; 0, which no release has, where it is none or another spelling of one."""
    number = whole_number(written)
    return number if number is not None and str(number) == written else 0


def _tagged(request: Request, response: HttpResponseBase, etag: str, kept: str) -> HttpResponseBase:
    unchanged = get_conditional_response(underlying(request), etag)
    if unchanged is not None:
        response.close()
    answer = unchanged or response
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = kept
    return answer
