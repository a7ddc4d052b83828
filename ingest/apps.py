"""The machine room: from a page on its way in to a draft."""

from django.apps import AppConfig


class IngestConfig(AppConfig):
    """Register the app."""

    name = "ingest"
