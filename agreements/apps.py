"""The record, and the people who use it."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Register the app."""

    name = "agreements"
