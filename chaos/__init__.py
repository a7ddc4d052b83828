"""Faults on purpose: the whole product on loopback, killed, frozen and cut off while it works."""
