"""From a sentence to what it mentions: parties, instruments, dates, sums and spans of time."""
