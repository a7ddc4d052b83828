"""Pages for handing articles in."""
