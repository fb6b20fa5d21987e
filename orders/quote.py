"""What a basket costs and when it comes, as of now: shown in the basket, agreed to at
the checkout, and stored in the order, all from the same function."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import address_book
from listings.delivery import fit_of, in_words, why_not_now
from listings.models import Listing, Photo
from marketplace.money import format_money
from marketplace.templatetags.show import day
from orders.models import Basket, BasketLine
from shops import shipping
from shops.calendar import Fit
from shops.models import Shop
from shops.prices import DEAREST_CENTS
from shops.shipping import ShippingOption

#: What a buyer agrees to about the day they need a piece by, once it changes.
FIT_NAMES = {
    Fit.LIKELY: gettext_lazy("“%(piece)s” is now likely in time for %(day)s."),
    Fit.TIGHT: gettext_lazy("“%(piece)s” is now tight for %(day)s."),
    Fit.NO: gettext_lazy("“%(piece)s” is now not in time for %(day)s."),
}


@dataclass(frozen=True)
class ShopQuote:
    """One shop's part: its lines, how they are posted, and its promise."""

    shop: Shop
    lines: list[BasketLine]
    options: list[ShippingOption]
    chosen: ShippingOption | None
    ship_by_at: datetime
    arrives_from: date | None
    arrives_by: date | None
    problems: list[str]

    @property
    def pieces(self) -> int:
        """How many, all lines together."""
        return sum(line.quantity for line in self.lines)

    @property
    def items_cents(self) -> int:
        """The pieces, without postage."""
        return sum(line.variant.price_cents * line.quantity for line in self.lines)

    @property
    def shipping_cents(self) -> int:
        """The postage of the option chosen."""
        return self.chosen.price_cents if self.chosen else 0

    @property
    def total_cents(self) -> int:
        """Pieces and postage."""
        return self.items_cents + self.shipping_cents


@dataclass(frozen=True)
class Quote:
    """The whole basket. It can be paid when there are no problems."""

    shops: list[ShopQuote]
    currency: str
    country: str

    @property
    def total_cents(self) -> int:
        """All there is to pay."""
        return sum(shop.total_cents for shop in self.shops)

    @property
    def pieces(self) -> int:
        """How many, all shops together."""
        return sum(shop.pieces for shop in self.shops)

    @property
    def problems(self) -> list[str]:
        """What must be mended before paying, in sentences."""
        found = [problem for shop in self.shops for problem in shop.problems]
        if len({part.shop.currency for part in self.shops}) > 1:
            found.append(_("These shops sell in different currencies: pay one by one."))
        if self.total_cents > DEAREST_CENTS:
            most = _("One payment can be %(sum)s at most: buy some of it later.")
            found.append(most % {"sum": format_money(DEAREST_CENTS, self.currency)})
        return found

    @property
    def facts(self) -> dict[str, Any]:
        """Everything the buyer agrees to, the same in every language."""
        facts: dict[str, Any] = {}
        for shop in self.shops:
            for line in shop.lines:
                price = line.variant.price_cents
                needed = [_iso(line.needed_by), line.fit.value if line.fit else ""]
                facts[line.code] = [str(line.variant), price, line.quantity, *needed]
            name = shop.chosen.name if shop.chosen else ""
            ship_by = _iso(shop.ship_by_at.date())
            days = [ship_by, _iso(shop.arrives_by)]
            told = [str(shop.shop), name, shop.shipping_cents, *days]
            facts[f"from {shop.shop.slug}"] = told
        return facts | {"country": self.country, "total": self.total_cents}


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""


def quote(basket: Basket | None, *, country: str = "") -> Quote:
    """What this basket costs and when it comes, if it were paid at this moment."""
    lines = list(_lines(basket)) if basket else []
    if basket and lines and not country:
        country = basket.country or address_book.home(basket.user)
        country = country or lines[0].variant.listing.shop.country
    by_shop: dict[Shop, list[BasketLine]] = {}
    for line in lines:
        by_shop.setdefault(line.variant.listing.shop, []).append(line)
    chosen = basket.shipping if basket else {}
    _free_own_holds(basket, lines)
    shops = [
        _shop_quote(shop, its, country=country, wanted=chosen.get(shop.slug, ""))
        for shop, its in by_shop.items()
    ]
    currency = lines[0].variant.listing.shop.currency if lines else ""
    return Quote(shops=shops, currency=currency, country=country)


def _lines(basket: Basket) -> list[BasketLine]:
    photos = Prefetch(
        "variant__listing__photos", Photo.objects.order_by("position", "pk")
    )
    related = "variant__listing__shop", "variant__listing__shipping_profile"
    rates = "variant__listing__shipping_profile__rates"
    lines = basket.lines.select_related(*related).prefetch_related(photos, rates)
    return list(lines.order_by("pk"))


def _free_own_holds(basket: Basket | None, lines: list[BasketLine]) -> None:
    """What this very basket's open payment page holds is not gone for its buyer."""
    held = basket.held_pieces() if basket and lines else {}
    for line in lines:
        line.variant.held -= min(held.get(line.variant_id, 0), line.variant.held)


def _shop_quote(
    shop: Shop, lines: list[BasketLine], *, country: str, wanted: str
) -> ShopQuote:
    parts = [(line.variant.listing.shipping_profile, line.quantity) for line in lines]
    options = shipping.options(parts, country)
    by_name = {option.name: option for option in options}
    chosen = by_name.get(wanted) or (options[0] if options else None)
    days = max(line.variant.listing.days_to_make_now for line in lines)
    ship_by_at = shop.ships_by(days)
    window = chosen.arrives(ship_by_at.date()) if chosen else None
    for line in lines:
        line.fit = fit_of(line.needed_by, window)
        line.fit_words = in_words(line.needed_by, window)
    problems = _problems(shop, lines)
    if not options:
        never = _("%(shop)s does not post these pieces to this country.")
        problems.append(never % {"shop": shop.name})
    return ShopQuote(
        shop=shop,
        lines=lines,
        options=options,
        chosen=chosen,
        ship_by_at=ship_by_at,
        arrives_from=window[0] if window else None,
        arrives_by=window[1] if window else None,
        problems=problems,
    )


def _problems(shop: Shop, lines: list[BasketLine]) -> list[str]:
    if not shop.is_shown:
        return [_("%(shop)s takes no orders at the moment.") % {"shop": shop.name}]
    closed = [why_not_now(line.variant.listing) for line in lines]
    wanted: dict[int, int] = {}
    for line in lines:
        wanted[line.variant_id] = wanted.get(line.variant_id, 0) + line.quantity
    problems = [problem_of(line, wanted[line.variant_id]) for line in lines]
    return [problem for problem in dict.fromkeys(closed + problems) if problem]


def problem_of(line: BasketLine, wanted: int) -> str:
    """Why this line cannot be paid now, in a sentence; empty when it can."""
    variant = line.variant
    words = {"piece": variant, "count": variant.left, "wanted": wanted}
    if not variant.is_offered or variant.listing.state != Listing.State.ACTIVE:
        return _("“%(piece)s” is no longer for sale.") % words
    left = variant.left
    if left is None or wanted <= left:
        return ""
    if left > 0:
        return (
            ngettext(
                "Only %(count)s of “%(piece)s” is left; you have %(wanted)s.",
                "Only %(count)s of “%(piece)s” are left; you have %(wanted)s.",
                left,
            )
            % words
        )
    if variant.held:
        return (
            _(
                "Somebody is paying for “%(piece)s” at this moment. If they do not"
                " finish, it comes back within the hour."
            )
            % words
        )
    return _("“%(piece)s” has sold out.") % words


def changes(before: dict[str, Any], after: dict[str, Any], currency: str) -> list[str]:
    """What is different since the buyer last looked, a sentence for each."""
    said = []
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old == new or key in ("total", "country"):
            continue
        change = _shop_change if key.startswith("from ") else _line_change
        said += change(old, new, currency)
    if before.get("country") != after.get("country"):
        said.append(_("It goes to another country now."))
    return sorted(said) or [_("The total has changed.")]


#: As `facts` has them: what it is, what it costs, how many, by when, whether it fits.
Facts = list[Any] | None


def _line_change(old: Facts, new: Facts, currency: str) -> list[str]:
    if old is None or new is None:
        return [_come_or_gone(old, new)]
    words = {"piece": new[0], "before": old[0], "new": new[2], "old": old[2]}
    said = []
    if old[1] != new[1]:
        costs = _("The price of “%(piece)s” is now %(new)s; it was %(old)s.")
        said.append(costs % (words | _prices(old[1], new[1], currency)))
    if old[2] != new[2]:
        count = _("You now have %(new)s of “%(piece)s”; it was %(old)s.")
        said.append(count % words)
    if old[3:5] != new[3:5]:
        said.append(_day_change(old, new))
    renamed = _("“%(piece)s” has another name now; it was “%(before)s”.")
    return said or [renamed % words]


def _day_change(old: list[Any], new: list[Any]) -> str:
    words = {"piece": new[0], "day": _day(new[3])}
    if not new[3]:
        return _("“%(piece)s” has no day to be there by now.") % words
    if old[3] != new[3]:
        return _("“%(piece)s” is now needed by %(day)s.") % words
    if not new[4]:
        return _("“%(piece)s” is now not posted for %(day)s.") % words
    return str(FIT_NAMES[Fit(new[4])]) % words


def _shop_change(old: Facts, new: Facts, currency: str) -> list[str]:
    if old is None or new is None:
        return [_come_or_gone(old, new)]
    words = {"shop": new[0], "way": new[1]}
    if old[2] != new[2]:
        said = _("Postage from %(shop)s is now %(new)s; it was %(old)s.")
        words |= _prices(old[2], new[2], currency)
    elif old[3] != new[3]:
        said = _("%(shop)s now ships by %(new)s; it was %(old)s.")
        words |= {"old": _day(old[3]), "new": _day(new[3])}
    elif old[4] != new[4]:
        said = _("From %(shop)s it now arrives by %(new)s; it was %(old)s.")
        words |= {"old": _day(old[4]), "new": _day(new[4])}
    else:
        said = _("%(shop)s now posts it as %(way)s.")
    return [said % words]


def _come_or_gone(old: Facts, new: Facts) -> str:
    thing = {"thing": (old or new or [""])[0]}
    if new:
        return _("“%(thing)s” is new in your basket.") % thing
    return _("“%(thing)s” is no longer in your basket.") % thing


def _prices(old: int, new: int, currency: str) -> dict[str, str]:
    return {"old": format_money(old, currency), "new": format_money(new, currency)}


def _day(iso: str) -> str:
    return day(date.fromisoformat(iso)) if iso else ""
