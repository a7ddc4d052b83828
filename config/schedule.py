"""What beat rings, and how often."""

from typing import Final

SCHEDULE: Final = {
    "tidy": {"task": "agreements.tasks.tidy", "schedule": 3600.0, "options": {"expires": 3600.0}},
    "forget": {"task": "ingest.tasks.tidy", "schedule": 3600.0, "options": {"expires": 3600.0}},
}
