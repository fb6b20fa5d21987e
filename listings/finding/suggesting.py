"""What to suggest to somebody who is still typing: a word, a shelf, a shop, a piece."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from listings.finding.asked import tidy_words

SHORTEST = 2
#: How many of each.
WORDS, SHELVES, SHOPS, PIECES = 5, 2, 2, 3
ASK = """
WITH typed AS (SELECT lower(unaccent(%(typed)s)) AS all_words),
begun AS (SELECT all_words, substring(all_words FROM '([^ ]*)$') AS last FROM typed)
(SELECT 'word', left(all_words, length(all_words) - length(last)) || word, '', pieces
 FROM begun JOIN listings_word ON word LIKE last || '%%' AND last <> ''
 WHERE last ~ '^[[:alpha:]]+$' ORDER BY pieces DESC, word LIMIT %(words)s)
UNION ALL
(SELECT 'shelf', name, slug, 0 FROM begun JOIN listings_category
 ON position(all_words IN lower(unaccent(name))) > 0
 ORDER BY parent_id NULLS FIRST, position LIMIT %(shelves)s)
UNION ALL
(SELECT 'shop', name, slug, 0 FROM begun JOIN shops_shop
 ON state = 'open' AND (
    position(' ' || all_words IN ' ' || lower(unaccent(name))) > 0
    OR position(' ' || all_words IN ' ' || lower(unaccent(maker_name))) > 0)
 ORDER BY name LIMIT %(shops)s)
"""
TITLES = """
SELECT l.title, l.slug FROM listings_entry e
JOIN listings_listing l ON l.id = e.listing_id
WHERE e.is_findable AND e.terms @> ARRAY(
    SELECT '!' || stem FROM unnest(tsvector_to_array(to_tsvector('finding', %s))) stem)
AND to_tsvector('finding', %s) <> '' ORDER BY e.published_at DESC LIMIT %s
"""


@dataclass(frozen=True)
class Suggestion:
    """A line in the list: what it is, what it says, where it leads."""

    kind: str
    words: str
    address: str

    @property
    def kind_words(self) -> str:
        """Of what kind it is, for everybody."""
        names = {"shelf": _("Category"), "shop": _("Shop"), "piece": _("Piece")}
        return names.get(self.kind, "")


def suggestions(typed: str) -> list[Suggestion]:
    """The likeliest first: words, then shelves, shops and pieces."""
    typed = tidy_words(typed)
    if len(typed) < SHORTEST:
        return []
    numbers = {"words": WORDS, "shelves": SHELVES, "shops": SHOPS}
    with connection.cursor() as cursor:
        cursor.execute(ASK, {"typed": typed, **numbers})
        found = [_one(*row[:3]) for row in cursor.fetchall()]
        words = next((one.words for one in found if one.kind == "word"), typed)
        cursor.execute(TITLES, [words, words, PIECES])
        found += [_one("piece", title, slug) for title, slug in cursor.fetchall()]
    return found


def _one(kind: str, words: str, slug: str) -> Suggestion:
    if kind == "word":
        address = f"{reverse('listings:search')}?{urlencode({'q': words})}"
        return Suggestion(kind, words, address)
    name = {"shelf": "category", "shop": "shop", "piece": "detail"}[kind]
    return Suggestion(kind, words, reverse(f"listings:{name}", args=[slug]))
