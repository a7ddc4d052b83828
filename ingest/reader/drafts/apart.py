"""Tell the instruments of one pair of parties apart."""

from ingest.reader.drafts.draft import PENDING, SPECIFIC, SPOKEN_OF, Draft
from ingest.reader.mentions.mention import OWN_FAMILIES, InstrumentMention
from ingest.reader.relations.events import Event
from ingest.reader.relations.families import MADE
from ingest.reader.text.vocabulary import words


def fits(draft: Draft, mention: InstrumentMention, events: tuple[Event, ...]) -> bool:
    """Tell whether a mention can be of the same instrument as the draft."""
    brought_in = mention.determiner in {"a", "an"} and (mention.kind or mention.is_similar)
    introduced = mention.is_proper or brought_in
    other_year = introduced and _are_of_other_years(draft, events)
    other = _is_set_apart(draft, mention) or _is_older(draft, mention)
    other_day = _is_of_another_day(draft, mention, events)
    if other_year or other or other_day or _differs(draft, mention) or _are_apart(draft, mention):
        return False
    if _is_another_name(draft, mention) or (mention.is_also and draft.is_told):
        return False
    if mention.year and not draft.year:
        same = mention.is_bare or mention.kind == draft.kind
        same = same and _may_be_of(draft, mention.year)
        return same and all(
            one.status not in PENDING or (one.date is not None and one.date.year == mention.year)
            for one in draft.events
        )
    pending = any(event.status in PENDING for event in events)
    another = mention.family != draft.family or not set(mention.holds) <= set(draft.holds)
    one_more = another if mention.kind else mention.is_fresh
    done = draft.is_old or (draft.is_signed and one_more)
    new = mention.determiner in {"a", "an"} or _is_a_new_name(draft, mention, events)
    if new and done and pending:
        return False
    return not _is_only_spoken_of(draft, mention, events)


def _is_a_new_name(draft: Draft, mention: InstrumentMention, events: tuple[Event, ...]) -> bool:
    """Tell "the Treaty on Allied Relations", to be signed, from the 2017 agreement before it."""
    to_sign = any(one.family == "sign" and one.status in PENDING for one in events)
    return to_sign and draft.is_old and mention.is_proper and not draft.title.is_proper


def _is_only_spoken_of(draft: Draft, mention: InstrumentMention, events: tuple[Event, ...]) -> bool:
    """Tell what is still proposed from "a supply arrangement, concluded in August"."""
    if mention.determiner not in {"a", "an"} or set(draft.holds) == set(mention.holds):
        return False
    done = any(one.family in MADE and one.mood == "done" and one.date for one in events)
    spoken = all(one.status in SPOKEN_OF for one in draft.events)
    return done and spoken and bool(draft.events)


def _may_be_of(draft: Draft, year: int) -> bool:
    """Tell "the 2022 pact" from one that is told to have been signed in 2023."""
    signed = _years_of_signing(draft)
    return year in signed or not signed - {None}


def _years_of_signing(draft: Draft) -> set[int | None]:
    return {one.date.year for one in draft.events if one.family == "sign" and one.date}


def is_told_anew(draft: Draft, mention: InstrumentMention) -> bool:
    """Tell whether "a military cooperation protocol" is the "military pact" of the headline."""
    if mention.many:
        return draft.title.many and mention.is_bare
    other = mention.is_older or mention.is_also or mention.year
    brought_in = mention.determiner in {"a", "an"} and mention.kind != "" and not other
    return brought_in and not _is_another_kind(draft.kind, mention.kind)


def is_told_in_lead(draft: Draft, mention: InstrumentMention) -> bool:
    """Tell whether "signed a joint declaration" can be what the headline has named."""
    other = mention.is_older or mention.is_also or mention.many or draft.title.many
    if _is_beside_a_name(draft, mention):
        return False
    return mention.determiner in {"a", "an"} and not other and mention.year in {None, draft.year}


def _is_beside_a_name(draft: Draft, mention: InstrumentMention) -> bool:
    """Tell "a protocol" of the lead from the declaration that the headline has named."""
    named = draft.title.is_proper and draft.title.family in OWN_FAMILIES
    return named and mention.family in OWN_FAMILIES - {draft.title.family}


def _is_set_apart(draft: Draft, mention: InstrumentMention) -> bool:
    """Tell "a separate deal" from the one before; "separate deals" of many are one of each."""
    each = mention.many and draft.is_list
    return mention.determiner in {"another", "other"} or (
        mention.determiner == "separate" and not each
    )


def _is_another_name(draft: Draft, mention: InstrumentMention) -> bool:
    """Tell "a Research Agreement" from "a Strategic Framework": each is brought in as new."""
    new = mention.determiner in {"a", "an"} and draft.title.determiner in {"a", "an"}
    both = mention.is_proper and draft.title.is_proper
    return new and both and mention.head_word != draft.title.head_word


def _is_older(draft: Draft, mention: InstrumentMention) -> bool:
    """Tell "a previous agreement" from the one that the article is about."""
    return mention.is_older and not draft.is_old


def _differs(draft: Draft, mention: InstrumentMention) -> bool:
    """Tell two instruments apart by their years, their names, or what they hold."""
    other_year = draft.year and mention.year and draft.year != mention.year
    specific = mention.kind in SPECIFIC and draft.title.is_proper and draft.kind != mention.kind
    other_kind = specific or _is_another_kind(draft.kind, mention.kind)
    if other_year or other_kind or _are_of_other_words(draft.title, mention):
        return True
    if not mention.is_proper and mention.determiner not in {"a", "an"}:
        return False
    if mention.determiner == "the" and not draft.title.is_proper:
        return False
    shared = set(draft.holds) & set(mention.holds)
    if _are_two_names(draft, mention) and not shared:
        return True
    return bool(draft.kind != mention.kind and draft.holds and mention.holds and not shared)


def _are_two_names(draft: Draft, mention: InstrumentMention) -> bool:
    """Tell "the Mutual Defense Treaty" from "the Enhanced Defense Cooperation Agreement"."""
    both = draft.title.is_proper and mention.is_proper
    return both and "" not in (draft.kind, mention.kind) and draft.kind != mention.kind


def _are_of_other_words(title: InstrumentMention, mention: InstrumentMention) -> bool:
    """Tell two names apart by words that they do not share, or by their letters."""
    letters = [one.head_word.lower() for one in (title, mention)]
    if words("apart.letters").issuperset(letters) and letters[0].rstrip("s") != letters[1].rstrip(
        "s"
    ):
        return True
    if title.words and mention.words:
        return not title.words & mention.words
    if not (title.is_proper and mention.is_proper) or title.words == mention.words:
        return False
    other = title.head_word != mention.head_word and set(mention.holds) - set(title.holds)
    memoranda = title.family == mention.family == "memorandum"
    return memoranda or bool(mention.words and other)


def _are_of_other_years(draft: Draft, events: tuple[Event, ...]) -> bool:
    """Tell a signing "in 2006" from one on Thursday, and from entry into force of another kind."""
    old = _years_of_signing(draft)
    new = {one.date.year for one in events if one.family in {"sign", "force"} and one.date}
    return bool(old and new and not old & new)


def _is_of_another_day(draft: Draft, mention: InstrumentMention, events: tuple[Event, ...]) -> bool:
    """Tell "an agreement signed on 22 April" from the memorandum of 15 August."""
    if mention.determiner not in {"a", "an"}:
        return False
    old = {_day(one) for one in draft.events if one.family in MADE} - {None}
    new = {_day(one) for one in events if one.family == "sign" and one.mood == "done"} - {None}
    return bool(old and new and not old & new)


def _day(event: Event) -> tuple[int, int] | None:
    """Give month and day of an event where both are told."""
    told = event.date
    return (told.month, told.day) if told and told.month and told.day else None


def _are_apart(draft: Draft, mention: InstrumentMention) -> bool:
    """Tell a memorandum from a treaty; "the memorandum" may still mean what was called a pact."""
    if mention.is_bare:
        pointing = mention.determiner in {"the", "this"}
        return not pointing and draft.family != mention.family and mention.family in OWN_FAMILIES
    if draft.family == mention.family == "memorandum":
        known = mention.determiner == "the" and not draft.kind and not mention.is_proper
        return mention.kind != "" and not known and set(draft.holds) != set(mention.holds)
    if draft.family == mention.family or (_is_any(mention) and not _is_new(draft, mention)):
        return False
    loose = not draft.title.is_proper or mention.family == "text"
    if mention.determiner == "the" and loose and draft.kind == mention.kind:
        return False
    return mention.family in OWN_FAMILIES or draft.family in OWN_FAMILIES


def _is_new(draft: Draft, mention: InstrumentMention) -> bool:
    """Tell "a security agreement" from the letter of intent on air defence."""
    brought_in = mention.determiner in {"a", "an"} and "" not in (draft.kind, mention.kind)
    return brought_in and draft.kind != mention.kind


def _is_any(mention: InstrumentMention) -> bool:
    return mention.family == "agreement" and not mention.is_proper


def _is_another_kind(one: str, other: str) -> bool:
    exclusive = SPECIFIC | {"mutual_defence_treaty"}
    if "partnership" in {one, other}:
        return one in SPECIFIC or other in SPECIFIC
    return one != other and one in exclusive and other in exclusive
