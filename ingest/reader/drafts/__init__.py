"""From tellings to one draft for each instrument and pair of parties."""
