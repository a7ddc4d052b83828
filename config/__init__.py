"""Wiring: settings, environment, Celery, addresses; imported by neither room."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
