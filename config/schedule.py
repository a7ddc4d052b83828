"""What beat rings, and how often."""

from typing import Final

SCHEDULE: Final = {
    "tidy": {"task": "agreements.tasks.tidy", "schedule": 3600.0, "options": {"expires": 3600.0}},
    "forget": {"task": "ingest.tasks.tidy", "schedule": 3600.0, "options": {"expires": 3600.0}},
    "sweep_out": {
        "task": "ingest.tasks.sweep_out",
        "schedule": 5.0,
        "options": {"expires": 5.0},
    },
    "sweep": {"task": "ingest.tasks.sweep", "schedule": 10.0, "options": {"expires": 10.0}},
}
