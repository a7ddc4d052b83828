"""Those who wait to call a host: the same line twice, in Valkey for all, in memory for one process.

Times are in milliseconds.
"""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from ingest.manners.shared import asked

LONGEST_MS: Final = 86_400_000
# Longer than any fetch: a worker that died holds a host up no longer than this.
_LEASE_MS: Final = 30_000
# Who comes too early is told a time of its own, a pause after the last who was told one: a hundred
# who wait don't all come back at once. Nobody is sent further away than this from the host's time.
_FAR_MS: Final = 600_000
_MOST_DOUBLINGS: Final = 30
_MOST_HOSTS: Final = 1_000  # remembered by a process alone
# KEYS: the host. ARGV: token, pause, lease, far, how long to remember.
_TAKE: Final = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local pause = tonumber(ARGV[2])
local kept = redis.call('HMGET', KEYS[1], 'held', 'free', 'last')
local held, free, last = tonumber(kept[1] or 0), tonumber(kept[2] or 0), tonumber(kept[3] or 0)
redis.call('PEXPIRE', KEYS[1], tonumber(ARGV[5]))
if held > now then
  free = now + pause
elseif now >= free then
  redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'held', now + tonumber(ARGV[3]))
  redis.call('PEXPIRE', KEYS[1], tonumber(ARGV[5]))
  return 0
end
local told = math.min(math.max(last + pause, free), free + tonumber(ARGV[4]))
redis.call('HSET', KEYS[1], 'last', told)
return told - now
"""
# KEYS: the host. ARGV: token, rest, doubling, the longest rest, how long to remember.
_GIVE_BACK: Final = """
if redis.call('HGET', KEYS[1], 'holder') ~= ARGV[1] then
  return 0
end
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local rest, factor = tonumber(ARGV[2]), tonumber(ARGV[3])
if factor > 0 then
  local times = redis.call('HINCRBY', KEYS[1], 'refused', 1)
  rest = math.max(rest, factor * 2 ^ math.min(times, 30))
else
  redis.call('HDEL', KEYS[1], 'refused')
end
redis.call('HDEL', KEYS[1], 'holder', 'held')
redis.call('HSET', KEYS[1], 'free', now + math.floor(math.min(rest, tonumber(ARGV[4]))))
redis.call('PEXPIRE', KEYS[1], tonumber(ARGV[5]))
return 1
"""


class Line(Protocol):
    """The line before each host; None is said by one that does not answer."""

    def take(self, host: str, token: str, pause: int) -> int | None:
        """Take the turn and return 0, or return how long to wait."""

    def give_back(self, host: str, token: str, rest: int, doubling: int) -> bool | None:
        """Let the host rest, if the token still holds its turn.

        A `doubling` above 0 lets it rest for twice that, four times that and so on, as often as it
        was given in a row.
        """


class SharedLine:
    """The line of all workers."""

    def take(self, host: str, token: str, pause: int) -> int | None:
        """Take the turn and return 0, or return how long to wait."""
        return _number(_TAKE, host, (token, pause, _LEASE_MS, _FAR_MS, 2 * LONGEST_MS))

    def give_back(self, host: str, token: str, rest: int, doubling: int) -> bool | None:
        """Let the host rest, if the token still holds its turn."""
        arguments = (token, rest, doubling, LONGEST_MS, 2 * LONGEST_MS)
        given = _number(_GIVE_BACK, host, arguments)
        return None if given is None else bool(given)


def _number(script: str, host: str, arguments: Sequence[str | int]) -> int | None:
    return asked(lambda valkey: int(valkey.eval(script, 1, f"manners:turn:{host}", *arguments)))


@dataclass(slots=True)
class _Host:
    holder: str = ""
    held: int = 0
    free: int = 0
    last: int = 0
    refused: int = 0


@dataclass(slots=True)
class LocalLine:
    """The line of this process, for while there is no other."""

    _hosts: dict[str, _Host] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, host: str, token: str, pause: int) -> int:
        """Take the turn and return 0, or return how long to wait."""
        with self._lock:
            now = _now()
            self._forget(now)
            kept = self._hosts.setdefault(host, _Host())
            if kept.held <= now and kept.free <= now:
                kept.holder, kept.held = token, now + _LEASE_MS
                return 0
            free = now + pause if kept.held > now else kept.free
            kept.last = min(max(kept.last + pause, free), free + _FAR_MS)
            return kept.last - now

    def give_back(self, host: str, token: str, rest: int, doubling: int) -> bool:
        """Let the host rest, if the token still holds its turn."""
        with self._lock:
            kept = self._hosts.get(host)
            if kept is None or kept.holder != token:
                return False
            kept.refused = kept.refused + 1 if doubling else 0
            rest = max(rest, doubling * 2 ** min(kept.refused, _MOST_DOUBLINGS))
            kept.holder, kept.held, kept.free = "", 0, _now() + min(rest, LONGEST_MS)
            return True

    def forget(self) -> None:
        """Forget all hosts."""
        with self._lock:
            self._hosts.clear()

    def _forget(self, now: int) -> None:
        """Forget hosts that may be called, when there are many."""
        if len(self._hosts) > _MOST_HOSTS:
            self._hosts = {
                name: kept
                for name, kept in self._hosts.items()
                if max(kept.held, kept.free, kept.last) > now
            }


def _now() -> int:
    return time.monotonic_ns() // 1_000_000
