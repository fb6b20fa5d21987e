"""The known word that a misspelt one was meant to be."""

from django.db import connection

#: Shorter words are left as they are: too many others are one slip away.
SHORTEST = 4
LONGEST = 40
CANDIDATES = """
SELECT word, pieces FROM listings_word
WHERE length(word) BETWEEN length(%(word)s) - 2 AND length(%(word)s) + 2
AND (word %% %(word)s OR word LIKE left(%(word)s, 2) || '%%'
     OR word LIKE substr(%(word)s, 2, 1) || left(%(word)s, 1) || '%%')
AND levenshtein_less_equal(word, %(word)s, 2) <= 2
ORDER BY levenshtein(word, %(word)s), pieces DESC, word LIMIT 50
"""


def closest(word: str) -> str:
    """The likeliest known word for this plain one; empty if none is near."""
    if not SHORTEST <= len(word) <= LONGEST or any(c.isdigit() for c in word):
        return ""
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, {"word": word})
        found: list[tuple[str, int]] = cursor.fetchall()
    allowed = 1 if len(word) < 6 else 2
    near = [
        (slips(word, known), -pieces, known)
        for known, pieces in found
        if slips(word, known) <= allowed
    ]
    return min(near, default=(0, 0, ""))[2]


def slips(one: str, other: str) -> int:
    """How many letters were left out, put in, mixed up or swapped with the next."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and (a, one[i - 2]) == (other[j - 2], b):
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
