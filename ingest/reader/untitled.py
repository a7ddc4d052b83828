"""Tell of "an accord", whose name does not say so, whether it is one of security, and whose."""

from ingest.reader.binding import Binding
from ingest.reader.drafting import Drafts
from ingest.reader.page import Page
from ingest.reader.telling import Telling


def is_by_content(page: Page, telling: Telling) -> bool:
    """Tell whether what is said around "an accord" shows that it is one of security."""
    binding = telling.explicit
    if binding is None or page.is_of_other_topic(telling.number):
        return False
    main = page.is_titled_security and binding.pairs[0] == page.main_pair
    number = telling.number
    return main or page.speaks_of_defence(number) or page.goes_on_of_defence(number)


def at_hub(page: Page, drafts: Drafts, telling: Telling) -> Binding | None:
    """Read "Sunak signed a deal in Kyiv", where the article is of Ukraine's agreements."""
    hub, mention = drafts.hub(), telling.mention
    signed = any(event.family == "sign" for event in telling.events)
    if not hub or not signed or telling.binding is not None or mention.determiner != "a":
        return None
    if not mention.is_bare or hub not in page.places_of(telling.number):
        return None
    actors = [one for one in page.groups_of(telling.number) if len(one.codes) == 1]
    if len(actors) != 1 or actors[0].codes[0] == hub:
        return None
    pair = (min(hub, actors[0].codes[0]), max(hub, actors[0].codes[0]))
    return Binding((pair,), actors[0].span, 0.7, partner=hub)
