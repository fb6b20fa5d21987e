"""A question as conditions on the card catalogue, in SQL that cannot be injected into:
every value is a literal made by psycopg."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import sql

from listings.finding import paces
from listings.finding.asked import Asked
from listings.finding.meant import Meaning, Part, Stems, meaning
from shops.models import ANYWHERE

Condition = sql.Composable
NOTHING: Condition = sql.SQL("false")

#: Facet → what of a question it is, and how it is written in `Entry.facets`.
CHOICES = {"kinds": "k", "bands": "b", "colours": "h", "materials": "m"}


@dataclass(frozen=True)
class Match:
    """What fits a question: conditions by the facet they belong to."""

    asked: Asked
    meaning: Meaning
    conditions: dict[str, Condition]
    shop_id: int | None = None

    def where(self, *, but: str = "", is_ordered: bool = False) -> Condition:
        """All of them together, without those of one facet. Ordered: the shelf as the
        column that the ordered indexes begin with, instead of a facet."""
        kept: list[Condition] = [sql.SQL("is_findable")]
        kept += [
            condition
            for name, condition in self.conditions.items()
            if name not in (but, "shelf_column" if not is_ordered else "shelf")
        ]
        return sql.SQL(" AND ").join(kept)

    @property
    def scope(self) -> Condition:
        """What the ordered indexes begin with: the shelf or the shop."""
        kept: list[Condition] = [sql.SQL("is_findable")]
        kept += [
            self.conditions[name]
            for name in ("shelf_column", "shop")
            if name in self.conditions
        ]
        return sql.SQL(" AND ").join(kept)

    @property
    def is_said_by_tiers(self) -> bool:
        """What the better tiers ask for is all there is to the words."""
        parts = self.meaning.parts
        return not any(part.is_unwanted or part.phrase for part in parts)

    @property
    def tiers(self) -> list[Condition]:
        """How well a piece fits the words, the best first, as conditions that exclude
        each other; without words all fit as well."""
        wanted = self.meaning.wanted
        if not wanted:
            return [sql.SQL("true")]
        title = _says(wanted, "!")
        labels = _says(wanted, "!+")
        return [
            title,
            sql.SQL("({labels} AND NOT {title})").format(labels=labels, title=title),
            sql.SQL("NOT {labels}").format(labels=labels),
        ]


def match(asked: Asked, *, shop_id: int | None = None) -> Match:
    """What fits this question, in the whole marketplace or one shop."""
    meant = meaning(asked.words, is_literal=asked.is_literal)
    found: dict[str, Condition] = {}
    if shop_id is not None:
        found["shop"] = sql.SQL("shop_id = {}").format(sql.Literal(shop_id))
    if asked.category:
        found |= _shelf(asked)
    if meant.parts:
        query = sql.Literal(meant.tsquery)
        found["words"] = sql.SQL("words @@ {}::tsquery").format(query)
    elif asked.words:
        # Nothing but words like "the": no piece says it, nor does any other.
        found["words"] = NOTHING
    for name, mark in CHOICES.items():
        if chosen := getattr(asked, name):
            found[name] = has_any([f"{mark}:{value}" for value in chosen])
    if asked.is_personal:
        found["personal"] = has_any(["p:yes"])
    return Match(asked, meant, found | _amounts(asked) | _posting(asked), shop_id)


def has_any(facets: Sequence[str]) -> Condition:
    """It has at least one of these facets."""
    return sql.SQL("facets && {}::text[]").format(sql.Literal(list(facets)))


def _shelf(asked: Asked) -> dict[str, Condition]:
    category = asked.category
    if category is None:
        return {}
    column = "category_id" if category.parent_id else "shelf_id"
    return {
        "shelf": has_any([f"c:{category.pk}"]),
        "shelf_column": sql.SQL("{} = {}").format(
            sql.Identifier(column), sql.Literal(category.pk)
        ),
    }


def _amounts(asked: Asked) -> dict[str, Condition]:
    limits = []
    if asked.least_cents is not None:
        least = sql.Literal(asked.least_cents)
        limits.append(sql.SQL("price_cents >= {}").format(least))
    if asked.most_cents is not None:
        most = sql.Literal(asked.most_cents)
        limits.append(sql.SQL("price_cents <= {}").format(most))
    return {"amounts": sql.SQL(" AND ").join(limits)} if limits else {}


def _posting(asked: Asked) -> dict[str, Condition]:
    if not asked.country:
        return {}
    found: dict[str, Condition] = {}
    here = sql.Literal([asked.country])
    either = sql.Literal([asked.country, ANYWHERE])
    found["country"] = sql.SQL("posted_to && {}::varchar[]").format(either)
    if asked.is_free:
        # What is free everywhere else is not, where there is a rate of its own.
        found["free"] = sql.SQL(
            "{either} AND ({own} OR NOT posted_to && {here}::varchar[])"
        ).format(
            either=has_any([f"f:{asked.country}", f"f:{ANYWHERE}"]),
            own=has_any([f"f:{asked.country}"]),
            here=here,
        )
    if asked.needed_by:
        found["needed_by"] = paces.in_time(asked.country, asked.needed_by)
    return found


def _says(parts: Sequence[Part], marks: str) -> Condition:
    return sql.SQL("({})").format(
        sql.SQL(" AND ").join(_one(part.ways, marks) for part in parts)
    )


def _one(ways: Sequence[Stems], marks: str) -> Condition:
    """One of the ways, each of its stems behind one of the marks."""
    return sql.SQL("({})").format(
        sql.SQL(" OR ").join(
            sql.SQL(" AND ").join(
                sql.SQL("terms && {}::text[]").format(
                    sql.Literal([mark + stem for mark in marks])
                )
                for stem in stems
            )
            for stems in ways
        )
    )
