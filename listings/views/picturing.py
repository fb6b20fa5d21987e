"""A listing's photos, on the page where it is edited."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.http import MemberRequest
from listings import photos
from listings.editor import Editor
from listings.forms import DescribeForm, PhotosForm
from listings.models import Listing, Photo
from listings.views.selling import around, own_listing
from shops.pages import show

STEPS = {"up": -1, "down": 1}


@require_POST
@login_required
def add_photos(request: MemberRequest, slug: str) -> HttpResponse:
    """One or more pictures with words for what they show."""
    listing = own_listing(request, slug)
    form = PhotosForm(request.POST, request.FILES)
    if not form.is_valid():
        return _wrong(request, listing, form)
    photos.add(listing, form.cleaned_data["pictures"], alt=form.cleaned_data["alt"])
    return _listed(request, listing)


@require_POST
@login_required
def describe_photo(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Other words for what it shows."""
    photo = _photo(request, slug, code)
    form = DescribeForm(request.POST)
    if not form.is_valid():
        return _wrong(request, photo.listing, form, described=photo)
    photos.describe(photo, alt=form.cleaned_data["alt"])
    return _listed(request, photo.listing)


@require_POST
@login_required
def move_photo(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Nearer to the front or to the back."""
    photo = _photo(request, slug, code)
    photos.move(photo, by=STEPS.get(request.POST.get("to", ""), 0))
    return _listed(request, photo.listing)


@require_POST
@login_required
def delete_photo(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Off the piece."""
    photo = _photo(request, slug, code)
    photos.delete(photo)
    return _listed(request, photo.listing)


def _photo(request: MemberRequest, slug: str, code: str) -> Photo:
    listing = own_listing(request, slug)
    return get_object_or_404(listing.photos.select_related("listing"), code=code)


def _listed(request: MemberRequest, listing: Listing) -> HttpResponse:
    if not request.htmx:
        return redirect("listings:edit", listing.slug)
    context = around(listing) | {"beside": True}
    return show(request, "listings/edit.html#photos", context)


def _wrong(
    request: MemberRequest,
    listing: Listing,
    form: PhotosForm | DescribeForm,
    described: Photo | None = None,
) -> HttpResponse:
    """The whole page again, or its photos, with what to mend where it was typed."""
    wrong = "describe_form" if described else "photos_form"
    context = around(listing) | {wrong: form, "described": described}
    page = show(
        request,
        "listings/edit.html#photos",
        context,
        form=Editor(listing.shop, listing),
    )
    page.status_code = 422
    return page
