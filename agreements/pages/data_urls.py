"""Addresses of the timeline, the changes, the downloads, and the pages about the record."""

from django.urls import URLPattern, URLResolver, path

from agreements.pages import about, coverage, downloads, feeds, published, timeline
from agreements.pages.api_docs.page import api_docs_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("about", about.about_page, name="about"),
    path("about/methods", about.methods_page, name="methods"),
    path("coverage", coverage.coverage_page, name="coverage"),
    path("data", about.data_page, name="data"),
    path("api/docs", api_docs_page, name="api_docs"),
    path("agreements.csv", downloads.agreements_csv, name="agreements-csv"),
    path("agreements.json", downloads.agreements_json, name="agreements-json"),
    path("agreements.metadata.json", downloads.agreements_metadata, name="agreements-metadata"),
    path("changes", published.changes_page, name="changes"),
    path("changes.atom", feeds.atom_feed, name="changes-feed"),
    path("changes.json", feeds.json_feed, name="changes-json"),
    path("timeline", timeline.timeline_page, name="timeline"),
    path("timeline.csv", downloads.timeline_csv, name="timeline-csv"),
    path("timeline.metadata.json", downloads.timeline_metadata, name="timeline-metadata"),
]
