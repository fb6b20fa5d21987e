"""What workers count now and then: how much is on each shelf, and which words pieces
are described by. Nothing is wrong without it, only slower to find."""

from django.db import connection, transaction
from django.utils import timezone

#: One worker at a time, and for as long as it takes.
ALONE = """
SELECT pg_advisory_xact_lock(77106), set_config('statement_timeout', '240s', true)
"""
SHELVES = """
INSERT INTO listings_tally (category_id, facet, pieces, counted_at)
WITH counted AS MATERIALIZED (
    SELECT category_id, shelf_id, facet, count(*) AS n
    FROM listings_entry, unnest(facets || ''::text) facet
    WHERE is_findable GROUP BY 1, 2, 3
)
SELECT category_id, facet, n, %(now)s FROM counted WHERE category_id <> shelf_id
UNION ALL
SELECT shelf_id, facet, sum(n), %(now)s FROM counted GROUP BY 1, 2
UNION ALL
SELECT NULL, facet, sum(n), %(now)s FROM counted GROUP BY 2
"""
WORDS = """
INSERT INTO listings_word (word, pieces)
SELECT word, ndoc FROM ts_stat($$
    SELECT to_tsvector('finding_plain', concat_ws(
        ' ', l.title, array_to_string(l.tags, ' '), array_to_string(l.materials, ' '),
        array_to_string(l.colours, ' '), s.name, s.maker_name, c.name))
    FROM listings_entry e
    JOIN listings_listing l ON l.id = e.listing_id
    JOIN shops_shop s ON s.id = e.shop_id
    JOIN listings_category c ON c.id = e.category_id
    WHERE e.is_findable
$$)
WHERE length(word) BETWEEN 2 AND 40 AND word !~ '[0-9/.@]'
AND to_tsvector('finding', word) <> ''
"""


@transaction.atomic
def count_shelves() -> int:
    """How many findable pieces each shelf has of what; gives how many numbers."""
    with connection.cursor() as cursor:
        cursor.execute(ALONE)
        cursor.execute("DELETE FROM listings_tally")
        cursor.execute(SHELVES, {"now": timezone.now()})
        return int(cursor.rowcount)


@transaction.atomic
def gather_words() -> int:
    """The words of titles, tags, materials, shops and shelves; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute(ALONE)
        cursor.execute("DELETE FROM listings_word")
        cursor.execute(WORDS)
        return int(cursor.rowcount)
