"""From mentions to who belongs together, and what is told of which instrument."""
