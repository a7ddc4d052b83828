"""Wiring: settings, environment, Celery, addresses; imported by neither room."""
