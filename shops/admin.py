"""Shops and how they post, for operators."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from marketplace.admin import (
    Data,
    ReadOnlyAdmin,
    ReadOnlyInline,
    Verb,
    VerbsMixin,
    money,
)
from shops import moderation
from shops.models import Offcut, ShippingProfile, ShippingRate, Shop, ShopSlug


def suspend(by: User, shop: Shop, data: Data) -> str:
    """Close it for buyers."""
    moderation.suspend(shop)
    return _("%(shop)s is suspended. Its open orders go on.") % {"shop": shop}


def readmit(by: User, shop: Shop, data: Data) -> str:
    """Open it again."""
    moderation.readmit(shop)
    return _("%(shop)s sells again.") % {"shop": shop}


def is_suspended(shop: Shop) -> bool:
    """Closed by the marketplace."""
    return shop.state == Shop.State.SUSPENDED


class ProfileInline(ReadOnlyInline):
    """How the shop posts; the rates are on the profile's own page."""

    model = ShippingProfile
    fields = ("name", "processing_days", "is_default")
    show_change_link = True


class RateInline(admin.TabularInline):
    """The ways of posting of one profile."""

    model = ShippingRate
    extra = 0
    exclude = ("code",)
    can_delete = False

    def has_add_permission(self, *args: object) -> bool:
        """Makers add their own."""
        return False


@admin.register(Shop)
class ShopAdmin(VerbsMixin, admin.ModelAdmin):
    """Shops. Whether one is open is for its maker and for the buttons to say."""

    #: With the shop's record, which is counted from orders: they lie above this app.
    change_form_template = "admin/shop.html"
    list_display = ("name", "state", "maker_name", "place", "country", "owner")
    list_filter = ("state", "country", "opened_at")
    list_select_related = ("owner",)
    search_fields = ("name", "slug", "maker_name", "place", "owner__email")
    date_hierarchy = "opened_at"
    autocomplete_fields = ("owner",)
    readonly_fields = ("state", "currency", "opened_at")
    inlines = (ProfileInline,)
    verbs = [
        Verb(
            "suspend",
            gettext_lazy("Suspend"),
            suspend,
            fits=lambda shop: not is_suspended(shop),
            warning=lambda shop: (
                _(
                    "%(shop)s and its pieces disappear from the marketplace. Open"
                    " orders go on and must still be posted."
                )
                % {"shop": shop}
            ),
        ),
        Verb("readmit", gettext_lazy("Reopen"), readmit, fits=is_suspended),
    ]

    def has_delete_permission(self, *args: object) -> bool:
        """A shop that sold something stays explainable: suspend it."""
        return False


@admin.register(ShippingProfile)
class ShippingProfileAdmin(admin.ModelAdmin):
    """How one kind of piece is posted."""

    list_display = ("name", "shop", "processing_days", "is_default")
    list_filter = ("is_default",)
    list_select_related = ("shop",)
    search_fields = ("name", "shop__name")
    autocomplete_fields = ("shop",)
    readonly_fields = ("code",)
    inlines = (RateInline,)

    def has_add_permission(self, *args: object) -> bool:
        """Makers add their own."""
        return False


@admin.register(ShippingRate)
class ShippingRateAdmin(admin.ModelAdmin):
    """A way of posting to one destination."""

    price = money("price_cents", "price", "profile__shop__currency")
    list_display = (
        "name",
        "destination",
        "price",
        "transit_days_min",
        "transit_days_max",
        "profile",
        "shop",
    )
    list_filter = ("destination",)
    list_select_related = ("profile__shop",)
    search_fields = ("name", "profile__shop__name", "profile__name")
    raw_id_fields = ("profile",)
    readonly_fields = ("code",)

    @admin.display(ordering="profile__shop__name")
    def shop(self, rate: ShippingRate) -> Shop:
        """Whose rate it is."""
        return rate.profile.shop

    def has_add_permission(self, *args: object) -> bool:
        """Makers add their own."""
        return False


@admin.register(Offcut)
class OffcutAdmin(ReadOnlyAdmin):
    """Files that are thrown away soon."""

    list_display = ("__str__", "since")
    date_hierarchy = "since"


@admin.register(ShopSlug)
class ShopSlugAdmin(ReadOnlyAdmin):
    """Every address a shop has had; all of them lead to it."""

    list_display = ("slug", "shop", "since")
    list_select_related = ("shop",)
    search_fields = ("slug", "shop__name")
