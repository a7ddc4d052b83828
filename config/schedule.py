"""What beat rings, and how often."""

from typing import Final

SCHEDULE: Final = {
    "sweep": {"task": "ingest.tasks.sweep", "schedule": 10.0, "options": {"expires": 10.0}},
}
