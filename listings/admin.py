"""Categories and pieces, for operators. Stock is never typed in here: it is counted."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from listings import photos
from listings.models import (
    Category,
    Entry,
    Favourite,
    Listing,
    ListingEvent,
    ListingSlug,
    Pace,
    Photo,
    Place,
    Question,
    Synonym,
    Tally,
    Variant,
    Word,
)
from marketplace.admin import ReadOnlyAdmin, ReadOnlyInline, money


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    """The shelves of the marketplace, in their order."""

    list_display = ("name", "parent", "slug", "position")
    list_editable = ("position",)
    list_filter = ("parent",)
    list_select_related = ("parent",)
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}


class VariantInline(ReadOnlyInline):
    """What is priced and counted."""

    price = money("price_cents", "price", "listing__shop__currency")
    model = Variant
    fields = ("name", "code", "price", "stock", "held", "is_offered")
    readonly_fields = ("price",)
    show_change_link = True


class PhotoInline(ReadOnlyInline):
    """Its pictures."""

    model = Photo
    fields = ("alt", "image", "width", "height", "position")
    readonly_fields = ("width", "height")
    show_change_link = True


@admin.register(Listing)
class ListingAdmin(admin.ModelAdmin):
    """Pieces. An operator may mend words, move a piece, pause it or remove it."""

    list_display = ("title", "shop", "category", "kind", "state", "published_at")
    list_filter = ("state", "kind", "category", "published_at")
    list_select_related = ("shop", "category")
    search_fields = ("title", "slug", "shop__name")
    date_hierarchy = "created_at"
    autocomplete_fields = ("category",)
    readonly_fields = ("shop", "shipping_profile", "kind", "slug", "created_at")
    inlines = (VariantInline, PhotoInline)

    def has_add_permission(self, *args: object) -> bool:
        """Makers list their own pieces."""
        return False

    def has_delete_permission(self, *args: object) -> bool:
        """A piece that was sold stays explainable: set it to removed."""
        return False


@admin.register(Variant)
class VariantAdmin(ReadOnlyAdmin):
    """Stock, and how much of it somebody is paying for."""

    price = money("price_cents", "price", "listing__shop__currency")
    list_display = ("__str__", "shop", "price", "stock", "held", "is_offered")
    list_filter = ("kind", "is_offered")
    list_select_related = ("listing__shop",)
    search_fields = ("listing__title", "name", "code", "listing__shop__name")

    @admin.display(ordering="listing__shop__name")
    def shop(self, variant: Variant) -> str:
        """Whose piece it is."""
        return variant.listing.shop.name


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):
    """Words that mean the same: who looks for one finds the others."""

    list_display = ("__str__",)
    search_fields = ("words",)


@admin.register(Word)
class WordAdmin(ReadOnlyAdmin):
    """The words that are suggested, and that misspelt ones are taken for."""

    list_display = ("word", "pieces")
    search_fields = ("word",)
    ordering = ("-pieces",)


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """What the card catalogue says of each piece; Postgres keeps it."""

    list_display = ("listing", "shop", "category", "kind", "is_findable", "left")
    list_filter = ("is_findable", "is_shown", "kind")
    list_select_related = ("listing", "shop", "category")
    search_fields = ("listing__title", "listing__slug")
    show_full_result_count = False


@admin.register(Photo)
class PhotoAdmin(admin.ModelAdmin):
    """Pictures and their words; one that must not be shown can be deleted."""

    list_display = ("alt", "listing", "width", "height", "position")
    list_select_related = ("listing",)
    search_fields = ("alt", "listing__title", "listing__shop__name")
    raw_id_fields = ("listing",)
    readonly_fields = ("code", "listing", "image", "small", "width", "height")

    def has_add_permission(self, *args: object) -> bool:
        """Pictures come through the darkroom only."""
        return False

    def delete_model(self, request: HttpRequest, photo: Photo) -> None:
        """Its files go too."""
        photos.discard(photo)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> None:
        """Their files go too."""
        for photo in queryset:
            photos.discard(photo)


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    """What was asked before buying, and how long it waited for its answer."""

    list_display = ("listing", "name", "asked_at", "answered_at", "chases")
    list_filter = ("chases", "asked_at")
    list_select_related = ("listing",)
    search_fields = ("code", "name", "email", "listing__title")
    exclude = ("salt", "digest")


@admin.register(Place)
class PlaceAdmin(ReadOnlyAdmin):
    """Who waits for what is sold out."""

    list_display = ("listing", "email", "state", "since", "told_at")
    list_filter = ("state", "since")
    list_select_related = ("listing",)
    search_fields = ("email", "listing__title")
    exclude = ("salt", "digest")


@admin.register(ListingEvent)
class ListingEventAdmin(ReadOnlyAdmin):
    """What happened around pieces that somebody heard of."""

    list_display = ("listing", "kind", "at", "by", "announced_at")
    list_filter = ("kind", "at")
    list_select_related = ("listing", "by")
    search_fields = ("listing__title",)


@admin.register(Favourite)
class FavouriteAdmin(ReadOnlyAdmin):
    """What members like."""

    list_display = ("user", "listing", "shop", "added_at")
    list_select_related = ("user", "listing", "shop")
    search_fields = ("listing__title", "shop__name")


@admin.register(ListingSlug)
class ListingSlugAdmin(ReadOnlyAdmin):
    """Every address a piece has had; all of them lead to it."""

    list_display = ("slug", "listing", "since")
    list_select_related = ("listing",)
    search_fields = ("slug", "listing__title")


@admin.register(Pace)
class PaceAdmin(ReadOnlyAdmin):
    """On which day pieces are posted that are paid for now; empty: counted anew."""

    list_display = ("shop", "shipping_profile", "days", "ships_on", "valid_until")
    list_filter = ("is_made_to_order",)
    list_select_related = ("shop", "shipping_profile")
    search_fields = ("shop__name",)


@admin.register(Tally)
class TallyAdmin(ReadOnlyAdmin):
    """Counts of large shelves, some minutes old."""

    list_display = ("category_id", "facet", "pieces", "counted_at")
    search_fields = ("facet",)
