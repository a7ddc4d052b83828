"""From the text of a page to the sentences of its story, and the words that all stages know."""
