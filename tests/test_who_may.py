"""Who may go where: every address of the site, every method, and a stranger.

The test walks the URL table. An address without a rule here fails it, so a new page
cannot be forgotten. Carl is a maker and a buyer elsewhere, signed in; Nobody is signed
out. What belongs to Ada or Bea is a 404 for Carl, whatever the method, and nothing of
theirs changes or shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core import serializers
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from accounts.models import Address, User
from devtools.stripe import Running
from listings import questions
from listings.models import Listing, Photo, Question, Variant
from listings.reader import Reader
from marketplace.codes import new_number
from orders import lifecycle
from orders.models import BasketLine, Checkout, Order, OrderEvent, Promise, Shipment
from orders.parcels import Parcel
from payments.models import Payment, Refund
from shops.models import ShippingProfile, ShippingRate, Shop
from tests import cast

pytestmark = pytest.mark.django_db

METHODS = ["get", "head", "post", "put", "patch", "delete", "options"]
#: Whose what is, by URL name. OPEN: anybody. MEMBER: one's own page, whoever one is.
#: ADA, BEA: belongs to her; a stranger gets 404, a signed-out visitor signs in.
#: KEY: whoever was given its key, and nobody else; see test_gift.
#: GUEST: one's own basket or session. STAFF: operators. DEMO: only in the demo.
RULES = {
    "OPEN": """listings:home listings:category listings:search listings:shop
        listings:robots listings:sitemap listings:sitemap-part listings:shop-feed
        listings:category-feed listings:suggestions listings:how-ordered
        listings:detail health favicon orders:webhook accounts:address-fields
        accounts:language
        accounts:one-email listings:choose listings:ask listings:wait listings:like
        listings:like-shop listings:liked listings:lately listings:forget
        orders:open""",
    "GUEST": """orders:basket orders:add orders:choose orders:seen orders:change
        orders:checkout""",
    "KEY": """orders:gift listings:place listings:confirm-place listings:leave-place
        listings:question""",
    "MEMBER": """orders:bought orders:today orders:sold orders:delay
        orders:delay-preview orders:delay-all orders:take-orders orders:break
        orders:end-break orders:record accounts:account
        listings:asked listings:see listings:leave-own shops:returns
        accounts:profile accounts:addresses accounts:add-address accounts:end-session
        accounts:emails
        shops:edit shops:readdress shops:days shops:open shops:pause shops:reopen
        shops:shipping shops:add-profile listings:mine listings:add""",
    "ADA": """orders:done orders:left orders:give-up orders:detail orders:wait
        orders:cancel orders:received orders:missing orders:patient orders:well
        orders:ask orders:note orders:withdraw orders:change-gift orders:gift-card
        orders:claim notifications:order-evidence
        accounts:edit-address accounts:remove-address
        accounts:default-address""",
    "BEA": """orders:sale orders:acknowledge orders:start orders:ship orders:revise
        orders:revise-terms orders:progress orders:write orders:pack orders:post
        orders:unpack orders:lose orders:take-back
        orders:cancel-sale orders:delivered notifications:sale-evidence shops:rate
        shops:delete-rate
        shops:profile shops:make-default shops:delete-profile shops:add-rate""",
}
#: Whole families: allauth's pages are one's own or open; its tests are its own.
FAMILIES = {
    "account_": "ALLAUTH",
    "mfa_": "ALLAUTH",
    "usersessions_": "ALLAUTH",
    "admin:": "STAFF",
    "notifications:overview": "STAFF",
    "devtools:": "DEMO",
    "listings:": "BEA",
}
TABLE = {name: rule for rule, names in RULES.items() for name in names.split()}


@dataclass
class World:
    """What belongs to Ada and Bea, by the word that names it in an address."""

    order: Order
    checkout: Checkout
    words: dict[str, Any]


def rule_of(name: str) -> str:
    """Whose an address is; empty when nobody said."""
    families = (rule for prefix, rule in FAMILIES.items() if name.startswith(prefix))
    return TABLE.get(name) or next(families, "")


def walk(
    patterns: list[Any], space: str = "", words: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every named address below these patterns, with the words it is made of."""
    for pattern in patterns:
        inner = (*words, *getattr(pattern.pattern, "converters", ()))
        if isinstance(pattern, URLResolver):
            deeper = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern.url_patterns, deeper, inner)
        else:
            yield f"{space}{pattern.name or ''}", inner


ADDRESSES = dict(walk(get_resolver().url_patterns))
#: Only these are owned; the others are walked by the tests of their own app.
OWNED = sorted(n for n in ADDRESSES if rule_of(n) in ("ADA", "BEA"))


@pytest.fixture
def world(
    stripe: Running,
    mugs: Variant,
    bowl: Variant,
    scarf: Variant,
    ada: User,
    bea: User,
    carl: User,
) -> World:
    """Two complete people: everything of Ada's and Bea's, and as much of Carl's."""
    order = cast.order_of(cast.buy(stripe, mugs, buyer=ada, quantity=3))
    line = order.lines.get()
    lifecycle.ship(order, by=bea, parcel=Parcel("DHL", quantities={line.code: 1}))
    cast.delay(order, bea)
    address = Address.objects.create(user=ada, code=new_number(), **cast.BERLIN)
    photo = cast.photo(mugs.listing)
    profile = mugs.listing.shop.shipping_profiles.get()
    waiting = cast.place(bowl, buyer=ada)
    reader = Reader.member(ada)
    question = questions.ask(mugs.listing, reader, words="Oven-proof?")
    cast.buy(stripe, scarf, buyer=carl)
    rate = profile.rates.first()
    assert rate is not None
    words: dict[str, Any] = {
        "number": order.number,
        "form": "json",
        "parcel": 1,
        "withdrawal": 1,
        "slug": mugs.listing.slug,
        "question": question.code,
        "photo": photo.code,
        "address": address.code,
        "profile": profile.code,
        "rate": rate.code,
    }
    return World(order, waiting, words)


def address_of(world: World, name: str) -> str:
    """An address of Ada's or Bea's under this name."""
    words = dict(world.words)
    if name in ("orders:done", "orders:left", "orders:give-up"):
        words["number"] = world.checkout.number
    if name.startswith("accounts:"):
        words["code"] = words["address"]
    if name.startswith("shops:"):
        words["code"] = words["rate" if "rate" in name.split(":")[1] else "profile"]
        words["code"] = words["profile"] if name == "shops:add-rate" else words["code"]
    if name.startswith("listings:"):
        words["code"] = words["question" if name == "listings:answer" else "photo"]
    return reverse(name, kwargs={word: words[word] for word in ADDRESSES[name]})


def belongings() -> str:
    """All that is Ada's and Bea's, as text, to see that none of it changed."""
    kinds: list[type[Model]] = [User, Address, Shop, ShippingProfile, ShippingRate]
    kinds += [Listing, Photo, Variant, BasketLine, Checkout, Order, OrderEvent]
    kinds += [Promise, Shipment, Payment, Refund, Question]
    return "".join(
        serializers.serialize("json", kind._default_manager.order_by("pk"))
        for kind in kinds
    )


def test_every_address_has_a_rule() -> None:
    assert [name for name in ADDRESSES if not rule_of(name)] == []
    assert [name for name in TABLE if name not in ADDRESSES] == []
    assert len(OWNED) >= 25


def test_a_stranger_finds_nothing(world: World, client: Client, carl: User) -> None:
    client.force_login(carl)
    client.get("/")
    before = belongings().replace(str(carl.last_login), "")
    found = {}
    for name in OWNED:
        for method in METHODS:
            response = getattr(client, method)(address_of(world, name), {})
            if response.status_code != 404:
                found[name, method] = response.status_code
    assert found == {}
    assert belongings().replace(str(carl.last_login), "") == before


def test_a_signed_out_visitor_is_asked_to_sign_in(world: World, client: Client) -> None:
    before = belongings()
    wrong = {}
    for name in OWNED:
        answers = {}
        for method in METHODS:
            response = getattr(client, method)(address_of(world, name), {})
            answers[method] = (response.status_code, response.get("Location", ""))
        signs_in = [m for m, (code, to) in answers.items() if "/accounts/login/" in to]
        strange = [m for m, (code, to) in answers.items() if code not in (302, 404)]
        if strange or not {"get", "post"} & set(signs_in):
            wrong[name] = answers
    assert wrong == {}
    assert belongings() == before


def test_the_owner_does_find_it(
    world: World, client: Client, ada: User, bea: User
) -> None:
    """The control: the same addresses are there for the one they belong to."""
    missing = []
    for name in OWNED:
        client.force_login(ada if rule_of(name) == "ADA" else bea)
        url = address_of(world, name)
        with_get = client.get(url).status_code
        if with_get == 404:  # an address that only takes a form
            with transaction.atomic():
                with_post = client.post(url, {}).status_code
                transaction.set_rollback(True)
            if with_post == 404:
                missing.append(name)
    assert missing == []


def test_members_pages_ask_who_one_is(world: World, client: Client) -> None:
    for name, rule in TABLE.items():
        if rule == "MEMBER":
            codes = set()
            for method in ("get", "post"):
                response = getattr(client, method)(address_of(world, name))
                signs_in = "/accounts/login/" in response.get("Location", "")
                codes.add(signs_in or response.status_code)
            assert True in codes, name
            assert codes <= {True, 404}, (name, codes)


def test_open_pages_show_nothing_of_ada(
    world: World, client: Client, ada: User
) -> None:
    for path in ("/", "/search/?q=mug", f"/listings/{world.words['slug']}/"):
        body = client.get(path).content.decode()
        assert ada.email not in body
        assert "Lovelace" not in body
        assert world.order.number not in body


def test_a_get_never_changes_anything(
    world: World, client: Client, ada: User, bea: User
) -> None:
    """GET and HEAD twice on everything of one's own, as mail scanners do."""
    for person, rule in ((ada, "ADA"), (bea, "BEA")):
        client.force_login(person)
        client.get("/")
        before = belongings()
        for name in OWNED:
            if rule_of(name) == rule and name != "orders:done":
                for method in ("get", "head", "get", "head"):
                    getattr(client, method)(address_of(world, name))
        assert belongings() == before


def test_no_address_and_no_words_end_in_a_fault(
    world: World, client: Client, bea: User
) -> None:
    """Zero bytes, a number beyond all numbers, another script: a page, never a 500."""
    client.force_login(bea)
    strange = ["%00", "..%2f..", "%F0%9F%A7%B6", "A" * 300, "9" * 30, "-1", "'--"]
    for name in OWNED:
        path = address_of(world, name)
        for word in {str(world.words[w]) for w in ADDRESSES[name] if w in world.words}:
            for odd in strange:
                for method in ("get", "post"):
                    url = path.replace(f"/{word}/", f"/{odd}/")
                    assert getattr(client, method)(url).status_code < 500, url
    for path in ("/", "/search/", "/dashboard/orders/", "/orders/", "/basket/"):
        for odd in strange:
            for key in ("q", "page", "country", "state", "sort", "to"):
                assert client.get(f"{path}?{key}={odd}").status_code < 500, (path, key)
