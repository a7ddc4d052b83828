"""Servers that the environment names, asked whether they answer before anything starts."""

import os

import psycopg
import redis

from config import env
from config.run.places import CannotRunError
from config.run.servers import DATABASE_URL, REDIS_URL, missing_urls


def check_outside_servers() -> None:
    """Raise BadSettingError or CannotRunError for a server of the environment that is of no use."""
    missing = missing_urls()
    if DATABASE_URL not in missing:
        env.database()
        _check_database()
    if REDIS_URL not in missing:
        env.address(REDIS_URL, ("redis", "rediss", "unix"))
        _check_broker()


def reason(error: Exception) -> str:
    """Return the line in which PostgreSQL, or what leads there, says why it can't be reached."""
    lines = [line.strip() for line in str(error).strip().splitlines()]
    # The last may be a hint in the form of a question.
    return next((line for line in reversed(lines) if not line.endswith("?")), "no reason given")


def _check_database() -> None:
    try:
        with psycopg.connect(os.environ[DATABASE_URL], connect_timeout=5) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error as error:
        raise CannotRunError(
            f"{DATABASE_URL} names a PostgreSQL that does not answer: {reason(error)}"
        ) from error


def _check_broker() -> None:
    client = redis.Redis.from_url(os.environ[REDIS_URL], socket_timeout=5, socket_connect_timeout=5)
    try:
        client.ping()
    except redis.RedisError as error:
        raise CannotRunError(f"{REDIS_URL} names a server that does not answer: {error}") from error
    finally:
        client.close()
