"""Words as they are typed, and what is meant by them: stems, other words for the same,
the word that was misspelt. Each word by itself, so that one typo spoils nothing."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import connection

from listings.finding.settings import bounded
from listings.finding.spelling import closest

MOST_WORDS = 8
#: The beginnings of so many words stand for an unfinished one.
MOST_ENDINGS = 20
#: A synonym of several words is looked for in so many neighbours.
WIDEST = 3
TOKEN = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')

#: Of each word: what Postgres makes of it, and whether a piece for sale has it.
STEMS = """
SELECT words.word, lower(unaccent(words.word)), tsvector_to_array(made.vector),
       phraseto_tsquery('finding', words.word)::text,
       CASE WHEN EXISTS (
           SELECT FROM listings_word known
           WHERE known.word = lower(unaccent(words.word))
       ) THEN true ELSE (
           SELECT coalesce(bool_and(EXISTS (
               SELECT FROM listings_entry WHERE is_findable
               AND words @@ quote_literal(stem)::tsquery)), true)
           FROM unnest(tsvector_to_array(made.vector)) stem) END
FROM unnest(%s::text[]) AS words(word)
CROSS JOIN LATERAL (SELECT to_tsvector('finding', words.word) AS vector) made
"""
ENDINGS = """
SELECT word FROM listings_word WHERE word LIKE %s ORDER BY pieces DESC, word LIMIT %s
"""
ALIKE = """
SELECT array_agg(tsvector_to_array(to_tsvector('finding', word))::text)
FROM listings_synonym, unnest(words) word
GROUP BY id HAVING bool_or(tsvector_to_array(to_tsvector('finding', word)) <@ %s)
ORDER BY id
"""

#: Stems that must all be there.
Stems = tuple[str, ...]


@dataclass(frozen=True)
class Token:
    """A word, or a phrase between quotation marks, as it was typed."""

    text: str
    is_phrase: bool = False
    is_unwanted: bool = False


@dataclass(frozen=True)
class Known:
    """What Postgres makes of a word."""

    plain: str
    stems: Stems
    phrase: str
    is_there: bool


@dataclass(frozen=True)
class Part:
    """Something that a piece must say, or must not; any of the ways will do."""

    ways: tuple[Stems, ...]
    is_unwanted: bool = False
    #: A phrase as Postgres writes it: its words one after the other.
    phrase: str = ""

    @property
    def tsquery(self) -> str:
        """As Postgres reads it; stems are quoted, so that none is an operator."""
        either = " | ".join(
            f"({' & '.join(map(_quoted, stems))})" for stems in self.ways
        )
        said = self.phrase or either
        return f"!({said})" if self.is_unwanted else f"({said})"


@dataclass(frozen=True)
class Meaning:
    """What is looked for; without parts, any piece."""

    parts: tuple[Part, ...] = ()
    #: The words as they were understood, if that is not how they were typed.
    instead: str = ""

    @property
    def tsquery(self) -> str:
        """All of it together."""
        return " & ".join(part.tsquery for part in self.parts)

    @property
    def wanted(self) -> list[Part]:
        """What a title can say."""
        return [part for part in self.parts if not part.is_unwanted]


def meaning(typed: str, *, is_literal: bool = False) -> Meaning:
    """What somebody means who types this; each unknown word becomes a known one."""
    tokens = list(_tokens(typed))
    known = _known(token.text for token in tokens)
    if is_literal or not tokens:
        return Meaning(_parts(tokens, known, []))
    endings = _endings(tokens[-1], known)
    meant = [_corrected(token, known) for token in tokens]
    if endings:
        meant[-1] = tokens[-1]
    if meant != tokens or endings:
        known |= _known([*(token.text for token in meant), *endings])
    instead = " ".join(map(_typed, meant)) if meant != tokens else ""
    return Meaning(_parts(meant, known, endings), instead)


def _tokens(typed: str) -> Iterable[Token]:
    for found in list(TOKEN.finditer(typed))[:MOST_WORDS]:
        if text := (found[2] or found[3] or "").strip():
            yield Token(text, found[2] is not None, bool(found[1]))


def _typed(token: Token) -> str:
    text = f'"{token.text}"' if token.is_phrase else token.text
    return f"-{text}" if token.is_unwanted else text


def _known(words: Iterable[str]) -> dict[str, Known]:
    with bounded(along_indexes=False), connection.cursor() as cursor:
        cursor.execute(STEMS, [sorted(set(words))])
        return {
            word: Known(plain, tuple(stems), phrase, is_there)
            for word, plain, stems, phrase, is_there in cursor.fetchall()
        }


def _endings(token: Token, known: dict[str, Known]) -> list[str]:
    """Known words that begin like the last one, if it is none itself."""
    last = known[token.text]
    if last.is_there or token.is_phrase or token.is_unwanted or len(last.plain) < 3:
        return []
    like = re.sub(r"([%_\\])", r"\\\1", last.plain) + "%"
    with connection.cursor() as cursor:
        cursor.execute(ENDINGS, [like, MOST_ENDINGS])
        return [word for (word,) in cursor.fetchall()]


def _corrected(token: Token, known: dict[str, Known]) -> Token:
    """A word nobody has said of a piece becomes the nearest that somebody has."""
    said = known[token.text]
    if said.is_there or token.is_phrase or token.is_unwanted:
        return token
    return replace(token, text=closest(said.plain) or token.text)


def _parts(
    tokens: Sequence[Token], known: dict[str, Known], endings: list[str]
) -> tuple[Part, ...]:
    said = [(token, known[token.text]) for token in tokens if known[token.text].stems]
    alike = _alike([stem for _, word in said for stem in word.stems])
    parts, here = [], 0
    while here < len(said):
        token, word = said[here]
        taken, ways = _several(said[here:], alike)
        if token.is_phrase:
            parts.append(Part((word.stems,), token.is_unwanted, word.phrase))
        elif endings and token == tokens[-1]:
            begun = [known[ending].stems for ending in endings]
            parts.append(Part(_once([way for way in begun if way])))
        else:
            parts.append(Part(_once(ways), token.is_unwanted))
        here += taken
    return tuple(parts)


def _several(
    said: Sequence[tuple[Token, Known]], alike: list[list[Stems]]
) -> tuple[int, list[Stems]]:
    """How many of the next words have synonyms together, and those; at least one."""
    for width in range(min(WIDEST, len(said)), 0, -1):
        group = said[:width]
        if width > 1 and any(t.is_phrase or t.is_unwanted for t, _ in group):
            continue
        stems = tuple(sorted({stem for _, word in group for stem in word.stems}))
        others = [way for ways in alike if stems in ways for way in ways]
        if others or width == 1:
            return width, [stems, *others]
    return 1, [said[0][1].stems]


def _alike(stems: list[str]) -> list[list[Stems]]:
    """The synonyms that concern these stems, each a list of ways to say it."""
    if not stems:
        return []
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, [stems])
        return [
            [_stems(way) for way in ways if way != "{}"]
            for (ways,) in cursor.fetchall()
        ]


def _stems(array: str) -> Stems:
    """Stems hold no commas, so that Postgres writes an array of them plainly."""
    return tuple(sorted(array.strip("{}").replace('"', "").split(",")))


def _once(ways: Iterable[Stems]) -> tuple[Stems, ...]:
    return tuple(dict.fromkeys(ways))


def _quoted(stem: str) -> str:
    escaped = stem.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
