"""What gunicorn does beside serving; read by it as its configuration."""

import gc
import logging
from threading import Thread

from config import env, logs

worker_class = "config.web_worker.Worker"
# What gunicorn itself says looks like all else in the log.
logconfig_dict = logs.settings(env.choice("LOG_FORMAT", logs.FORMATS), "INFO") | {
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
        "gunicorn.access": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
    }
}


def post_worker_init(worker: object) -> None:
    """Have the tally made before somebody asks: of 100,000 agreements it takes seconds."""
    Thread(target=get_ready, name="tally", daemon=True).start()


def get_ready() -> None:
    """Make the tally, and leave out of every search for garbage what is there from then on.

    To look through all of it takes a tenth of a second, which some visitor would wait for a page.
    """
    count_ahead()
    gc.collect()
    gc.freeze()


def count_ahead() -> None:
    """Make the tally; where that fails, whoever asks next makes it or says what is wrong."""
    from django.db import DatabaseError, connection  # noqa: PLC0415  Django is set up only by now

    from agreements import tally  # noqa: PLC0415  likewise

    try:
        tally.current()
    except DatabaseError:
        logging.getLogger(__name__).warning(
            "The tally waits for its first question.", exc_info=True
        )
    finally:
        connection.close()
