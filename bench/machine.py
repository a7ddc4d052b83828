"""Whether this machine is steady enough to judge by, and what it is."""

import platform
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_STEPS: Final = 2_000_000
_READS: Final = 200_000
_TRIES: Final = 10
_BYTES: Final = 256 * 1024 * 1024
# A read from memory takes a tenth of a microsecond; a machine that needs ten times as long
# measures its own trouble.
SLOWEST_READ_US: Final = 1.0
MOST_DRIFT: Final = 1.5


@dataclass(frozen=True, slots=True)
class Speed:
    """Processor time of a loop that only counts, and of one random read from 256 MB."""

    loop_s: float
    read_us: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The machine's speed before and after measuring."""

    before: Speed
    after: Speed

    @property
    def drift(self) -> float:
        """Return how many times slower the slower of both was, by whichever says more."""
        loops = self.before.loop_s, self.after.loop_s
        reads = self.before.read_us, self.after.read_us
        return max(max(loops) / min(loops), max(reads) / min(reads))

    @property
    def is_stable(self) -> bool:
        """Tell whether what was measured in between may be judged."""
        slowest = max(self.before.read_us, self.after.read_us)
        return slowest <= SLOWEST_READ_US and self.drift <= MOST_DRIFT

    def __str__(self) -> str:
        return (
            f"calibration loop {self.before.loop_s:.2f} s, memory {self.before.read_us:.2f} "
            f"us/read, drift {self.drift:.2f}: {'stable' if self.is_stable else 'UNSTABLE'}"
        )


class Calibrator:
    """Measures the machine's speed, the same way each time."""

    def __init__(self) -> None:
        """Choose the places to read from."""
        chance = random.Random(1)  # noqa: S311  no secret
        self._places = [chance.randrange(_BYTES) for _ in range(_READS)]

    def measure(self) -> Speed:
        """Return the speed of now, at its best of some tries; takes a second or two, and 256 MB.

        What others do at the same moment makes single tries slower, the best of them hardly.
        """
        memory = bytearray(b"\1") * _BYTES
        reads = min(self._read(memory) for _ in range(_TRIES))
        return Speed(min(_count() for _ in range(_TRIES)), reads)

    def _read(self, memory: bytearray) -> float:
        began = time.process_time()
        for place in self._places:
            memory[place]
        return (time.process_time() - began) / _READS * 1e6


def _count() -> float:
    began = time.process_time()
    total = 0
    for step in range(_STEPS):
        total += step
    return time.process_time() - began


def processor() -> str:
    """Return the processor's name."""
    listed = Path("/proc/cpuinfo")
    if listed.is_file():
        for line in listed.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
