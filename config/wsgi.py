"""The door for web servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Here somebody waits for an answer, and is told within 5 s that the database is away.
os.environ["DATABASE_PATIENCE_SECONDS"] = os.environ.get("DATABASE_PATIENCE_SECONDS") or "1"

application = get_wsgi_application()
