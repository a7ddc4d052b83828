"""Workers who have never heard of any host."""

from django.conf import settings
from redis import Redis

from ingest.manners import robots, shared, turns


def forget_hosts() -> None:
    """Let Valkey and this process know of no host: none rests, none has said what is closed."""
    robots.forget()
    shared.ask_again()
    turns.forget()
    with Redis.from_url(settings.REDIS_URL) as valkey:
        for key in valkey.scan_iter("manners:*"):
            valkey.delete(key)
