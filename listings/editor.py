"""A listing's form and the rows of its options: filled in, checked, read together."""

from typing import Any

from django.forms import formset_factory
from django.http import QueryDict
from django.utils.translation import gettext as _

from listings import catalogue
from listings.catalogue import Details, Option
from listings.forms import DetailsForm, OptionForm
from listings.models import Listing, Variant
from shops.models import Shop

MOST_OPTIONS = 30
PREFIX = "options"

OptionRows = formset_factory(
    OptionForm,
    extra=0,
    min_num=1,
    can_delete=True,
    max_num=MOST_OPTIONS,
    absolute_max=MOST_OPTIONS,
    validate_max=True,
)


class Editor:
    """What is on the page where a piece is drafted or revised."""

    def __init__(
        self, shop: Shop, listing: Listing | None = None, sent: QueryDict | None = None
    ) -> None:
        self.shop, self.listing = shop, listing
        self.variants = _offered(listing)
        self.is_bound = sent is not None and "another" not in sent
        if sent is not None and self.is_bound:
            self._fill(sent=sent.copy())
        elif sent is not None:
            self._fill(_typed(sent), [*_typed_rows(sent), {}])
        else:
            rows = [_row(variant) for variant in self.variants.values()]
            self._fill(_said(shop, listing), rows)

    def _fill(
        self,
        details: dict[str, Any] | None = None,
        rows: list[dict[str, Any]] | None = None,
        sent: QueryDict | None = None,
    ) -> None:
        self.sent = sent
        currency = {"currency": self.shop.currency}
        self.details = DetailsForm(sent, initial=details, shop=self.shop)
        self.rows = OptionRows(sent, initial=rows, prefix=PREFIX, form_kwargs=currency)

    def is_valid(self) -> bool:
        """Each field by itself, then what only makes sense together."""
        if not self.is_bound:
            return False
        if self.details.is_valid() & self.rows.is_valid():
            self._check_together()
        return self.details.is_valid() and self.rows.is_valid()

    def read(self) -> tuple[Details, list[Option]]:
        """What a verb takes, once everything is valid."""
        return Details(**self.details.cleaned_data), [
            Option(**{name: row.cleaned_data[name] for name in OptionForm.base_fields})
            for row in self._kept()
        ]

    def _kept(self) -> list[OptionForm]:
        """Rows that say something and are not to be removed."""
        gone = self.rows.deleted_forms
        return [row for row in self.rows if row.has_changed() and row not in gone]

    def _check_together(self) -> None:
        kind, kept = self.details.cleaned_data["kind"], self._kept()
        if not kept:
            self.details.add_error(None, _("Keep at least one price."))
        if kind == Listing.Kind.ONE_OF_A_KIND and len(kept) > 1:
            words = _(
                "There is only one, so it has no options: remove them, or choose"
                " another kind."
            )
            self.details.add_error("kind", words)
        names = [row.cleaned_data["name"].casefold() for row in kept]
        for row, name in zip(kept, names, strict=True):
            if len(kept) > 1 and not name:
                row.add_error("name", _("With several options, each needs a name."))
            elif names.count(name) > 1:
                row.add_error("name", _("Two options have this name."))
            self._check_stock(row, kind)
        self._check_profile()

    def _check_stock(self, row: OptionForm, kind: str) -> None:
        facts = {
            name: row.cleaned_data.get(name, "") for name in OptionForm.base_fields
        }
        stock = facts["stock"]
        if kind == Listing.Kind.SOME and stock is None:
            row.add_error("stock", _("How many are ready to post?"))
        if kind == Listing.Kind.ONE_OF_A_KIND and stock is not None and stock > 1:
            row.add_error("stock", _("One of a kind: 1, or 0 once it is sold."))
        variant = self.variants.get(facts["code"])
        if variant and (why := catalogue.objection(variant, Option(**facts), kind)):
            row.add_error("stock", why)
            self._show_stock(row, variant)

    def _show_stock(self, row: OptionForm, variant: Variant) -> None:
        """The number is on the page now: saving again is a decision, not a conflict."""
        if self.sent is not None and variant.stock is not None:
            self.sent[row.add_prefix("seen")] = str(variant.stock)

    def _check_profile(self) -> None:
        profile = self.details.cleaned_data["shipping_profile"]
        for_sale = self.listing and self.listing.state == Listing.State.ACTIVE
        if for_sale and not profile.rates.exists():
            words = _("This profile has no rate yet, and the piece is for sale.")
            self.details.add_error("shipping_profile", words)


def _offered(listing: Listing | None) -> dict[str, Variant]:
    if listing is None:
        return {}
    return {each.code: each for each in listing.variants.offered()}


def _row(variant: Variant) -> dict[str, Any]:
    names = ("code", "name", "price_cents", "stock")
    facts = {name: getattr(variant, name) for name in names}
    return facts | {"seen": variant.stock}


def _said(shop: Shop, listing: Listing | None) -> dict[str, Any]:
    if listing is None:
        profile = shop.shipping_profiles.filter(is_default=True).first()
        return {"shipping_profile": profile.code if profile else None}
    facts = {name: getattr(listing, name) for name in DetailsForm.base_fields}
    return facts | {
        "category": listing.category.slug,
        "shipping_profile": listing.shipping_profile.code,
    }


def _typed(sent: QueryDict) -> dict[str, Any]:
    """As it was typed, unchecked, to go on typing."""
    typed: dict[str, Any] = {
        name: sent.get(name, "") for name in DetailsForm.base_fields
    }
    return typed | {"colours": sent.getlist("colours")}


def _typed_rows(sent: QueryDict) -> list[dict[str, Any]]:
    total = sent.get(f"{PREFIX}-TOTAL_FORMS", "")
    # A number of more digits than anybody types is none: int() would refuse it.
    count = int(total[:4]) if total.isdecimal() else 0
    count = min(count, MOST_OPTIONS - 1)
    names = (*OptionForm.base_fields, "DELETE")
    return [
        {name: sent.get(f"{PREFIX}-{number}-{name}", "") for name in names}
        for number in range(count)
    ]
