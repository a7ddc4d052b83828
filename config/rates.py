"""How much one caller may ask of the API in a while: counted in Valkey, in one step."""

import ipaddress
import logging
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import redis
from django.conf import settings

from config.scripts import Script

_log = logging.getLogger(__name__)

WINDOW_SECONDS: Final = 60
# After a failure nobody asks for so long, and the log says so once in that other while.
_REST_SECONDS: Final = 5.0
_TOLD_EVERY_SECONDS: Final = 60.0
_IPV6_NETWORK: Final = 64
_MOST_SPENT: Final = 10_000

# Takes so many, or none to look, if there are any; a window begins with its first request. Returns
# what is left, -1 where nothing was, and the milliseconds until the window ends.
_TAKE: Final = Script("""
local used = tonumber(redis.call('GET', KEYS[1]) or '0')
local most, wanted, window = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local left = redis.call('PTTL', KEYS[1])
if wanted == 0 then
  return {math.max(most - used, 0), left > 0 and left or window}
end
if left <= 0 then
  redis.call('SET', KEYS[1], wanted, 'PX', window)
  return {most - wanted, window}
end
if used + wanted > most then
  return {-1, left}
end
return {most - redis.call('INCRBY', KEYS[1], wanted), left}
""")


@dataclass(frozen=True, slots=True)
class Policy:
    """A limit: its name, and how many requests a minute it allows; 0 allows any number."""

    name: str
    quota: int

    @property
    def header(self) -> str:
        """The policy as `RateLimit-Policy` tells it (draft-ietf-httpapi-ratelimit-headers-11)."""
        return f'"{self.name}";q={self.quota};w={WINDOW_SECONDS}'


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left to a caller, and how many seconds until all of it is there again.

    `is_allowed` False: this request is one too many.
    """

    policy: Policy
    remaining: int
    seconds: int
    is_allowed: bool = True

    @property
    def header(self) -> str:
        """The allowance as `RateLimit` tells it."""
        return f'"{self.policy.name}";r={self.remaining};t={self.seconds}'


def anonymous() -> Policy:
    """Return the limit of who sends no key."""
    return Policy("anonymous", settings.API_LIMIT_ANONYMOUS)


def keyed() -> Policy:
    """Return the limit of each key."""
    return Policy("key", settings.API_LIMIT_KEY)


# Until when nothing is left to a caller, by policy and caller, as this process was last told.
_spent: Final[dict[tuple[str, str], float]] = {}


@lru_cache(maxsize=1024)
def network_of(address: str) -> str:
    """Return what one caller without a key is told by: an address, of IPv6 its /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.IPv6Network((int(parsed), _IPV6_NETWORK), strict=False))
    return str(parsed)


def take(policy: Policy, caller: str) -> Allowance | None:
    """Count a request; None where there is no limit, or nobody to count.

    However many ask at once, no more than the quota are allowed in a window.
    """
    allowance = _asked(policy, caller, 1)
    if allowance is None or allowance.is_allowed:
        _spent.pop((policy.name, caller), None)
    else:
        if len(_spent) >= _MOST_SPENT:
            _spent.clear()
        # The seconds were rounded up.
        _spent[policy.name, caller] = time.monotonic() + allowance.seconds - 1
    return allowance


def look(policy: Policy, caller: str) -> Allowance | None:
    """Return what is left without counting a request; None as for `take`."""
    return _asked(policy, caller, 0)


def is_spent(policy: Policy, caller: str) -> bool:
    """Tell whether this process has refused the caller within the window that still lasts."""
    return time.monotonic() < _spent.get((policy.name, caller), 0.0)


def _asked(policy: Policy, caller: str, wanted: int) -> Allowance | None:
    if not policy.quota or _outage.lasts():
        return None
    key = f"rate:{policy.name}:{caller}"
    try:
        left, milliseconds = _TAKE.ask(
            settings.REDIS_URL, key, policy.quota, wanted, WINDOW_SECONDS * 1000
        )
    except redis.RedisError as error:
        _outage.begin(error)
        return None
    # Both sides round up: who waits so long finds the window over.
    return Allowance(policy, max(left, 0), -(-milliseconds // 1000), left >= 0)


class _Outage:
    """Whether Valkey is down, as this process last saw."""

    def __init__(self) -> None:
        self._until = self._told = float("-inf")

    def lasts(self) -> bool:
        """Tell whether nobody should ask it yet."""
        return time.monotonic() < self._until

    def begin(self, error: Exception) -> None:
        """Note that it does not answer; the log says so once a minute."""
        now = time.monotonic()
        self._until = now + _REST_SECONDS
        if now - self._told >= _TOLD_EVERY_SECONDS:
            self._told = now
            _log.warning("Requests are not counted, Valkey does not answer: %s", error)

    def forget(self) -> None:
        """Ask again at once, and tell again; for tests."""
        self._until = self._told = float("-inf")


_outage: Final = _Outage()
