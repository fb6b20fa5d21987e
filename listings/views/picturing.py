"""A listing's photos, on the page where it is edited. Each of its buttons sends all
that was typed about the photos, so nothing typed is lost."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import MemberRequest
from listings import photos
from listings.editor import Editor
from listings.models import Listing, Photo
from listings.photo_forms import PhotosForm, WordsForm
from listings.views.selling import around, own_listing
from shops.pages import show

STEPS = {"up": -1, "down": 1}
PAGE = "listings/edit.html#photos"


@require_POST
@login_required
def add_photos(request: MemberRequest, slug: str) -> HttpResponse:
    """What each shows is saved, and pictures that were chosen are added."""
    listing = own_listing(request, slug)
    words = _said(request, listing)
    photos.refuse_too_many(listing, len(request.FILES.getlist("pictures")))
    form = PhotosForm(request.POST, request.FILES)
    if not form.is_valid():
        return _wrong(request, listing, words, form)
    sent = form.cleaned_data["pictures"]
    photos.add(listing, sent.made, alt=form.cleaned_data["alt"] or listing.title)
    if sent.wrong or not words.is_valid():
        form.errors["pictures"] = form.error_class(sent.wrong)
        return _wrong(request, listing, words, form)
    return _listed(request, listing)


@require_POST
@login_required
def move_photo(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Nearer to the front or to the back, or to where it was dragged."""
    photo = _photo(request, slug, code)
    words = _said(request, photo.listing)
    to = request.POST.get("to", "")
    if to.isascii() and to.isdigit():
        photos.move(photo, to=int(to))
    else:
        photos.move(photo, by=STEPS.get(to, 0))
    return _listed(request, photo.listing, words, moved=photo)


@require_POST
@login_required
def delete_photo(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Off the piece."""
    photo = _photo(request, slug, code)
    words = _said(request, photo.listing)
    photos.delete(photo)
    return _listed(request, photo.listing, words)


@require_safe
@login_required
def preparing(request: MemberRequest, slug: str) -> HttpResponse:
    """How many still wait for their ladder; a page asks until there is none."""
    listing = own_listing(request, slug)
    return show(request, "listings/edit.html#preparing", around(listing))


def _photo(request: MemberRequest, slug: str, code: str) -> Photo:
    listing = own_listing(request, slug)
    return get_object_or_404(listing.photos.select_related("listing"), code=code)


def _said(request: MemberRequest, listing: Listing) -> WordsForm:
    """What was typed about the photos; what is right is saved at once."""
    words = WordsForm(listing.photos.all(), request.POST)
    photos.describe(listing, words.words())
    return words


def _listed(
    request: MemberRequest,
    listing: Listing,
    words: WordsForm | None = None,
    moved: Photo | None = None,
) -> HttpResponse:
    if words and not words.is_valid():
        return _wrong(request, listing, words, PhotosForm())
    if not request.htmx:
        return redirect("listings:edit", listing.slug)
    context = around(listing) | {"beside": True}
    if moved:
        context["said"] = _place(listing, moved)
    return show(request, PAGE, context)


def _place(listing: Listing, moved: Photo) -> str:
    codes = list(listing.photos.values_list("code", flat=True))
    place = codes.index(moved.code) + 1
    return _("Now photo %(place)d of %(all)d.") % {"place": place, "all": len(codes)}


def _wrong(
    request: MemberRequest, listing: Listing, words: WordsForm, form: PhotosForm
) -> HttpResponse:
    """The whole page again, or its photos, with what to mend where it was typed."""
    context = around(listing, _with_new(listing, words)) | {"photos_form": form}
    page = show(request, PAGE, context, form=Editor(listing.shop, listing))
    page.status_code = 422
    return page


def _with_new(listing: Listing, words: WordsForm) -> WordsForm:
    """What was typed, and beside it what is stored of photos just added."""
    stored = {f"alt-{p.code}": p.alt for p in listing.photos.all()}
    typed = {name: words.data[name] for name in words.fields}
    return WordsForm(listing.photos.all(), stored | typed)
