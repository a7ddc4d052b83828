"""English: the day before the month, hours to 24, and a comma between thousands."""
