"""The machine room: from a page on its way in to a draft."""
