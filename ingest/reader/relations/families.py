"""What families of status words have in common."""

MADE = frozenset({"sign", "agree"})
"""By these an instrument comes to be."""
OPEN = frozenset({"negotiate", "propose"})
"""Of an instrument that is not there yet."""
EFFECT = frozenset({"ratify", "force"})
"""These follow a signing."""
FORMAL = EFFECT | {"sign"}
"""Acts that the law of treaties knows."""
ENDING = frozenset({"end", "suspend"})
"""By these somebody puts an end to it."""
OVER = ENDING | {"expire"}
"""After these it holds no longer."""
DECIDED = FORMAL | {"agree", "negotiate", "approve"}
"""Only an instrument can have these, whatever it is called."""
