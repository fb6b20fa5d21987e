"""What somebody looked at lately: noted after a piece's page has loaded, shown on
request, forgotten on request. A visitor's browser keeps its own list."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.validators import slug_re
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import MemberRequest, member
from listings import seen
from listings.models import Listing
from marketplace.http import Request

LONGEST_SLUG = 160


@require_POST
@login_required
def see(request: MemberRequest, slug: str) -> HttpResponse:
    """A member looks at this piece."""
    seen.note(request.user, get_object_or_404(Listing.objects.shown(), slug=slug))
    return HttpResponse(status=204)


@require_safe
def lately(request: Request) -> HttpResponse:
    """A row of the pieces that a member saw, or that a visitor's browser names."""
    user = member(request)
    named = request.GET.get("pieces", "")[: (LONGEST_SLUG + 1) * seen.KEPT]
    slugs = [slug for slug in named.split(",") if slug_re.match(slug)]
    pieces = seen.pieces_of(user) if user else seen.named(slugs)
    leave_out = request.GET.get("but", "")
    shown = [piece for piece in pieces if piece.slug != leave_out]
    return render(request, "listings/seen.html", {"pieces": shown})


@require_POST
def forget(request: Request) -> HttpResponse:
    """What a member saw; a visitor's browser forgets by itself."""
    if (user := member(request)) is not None:
        seen.forget(user)
    if request.htmx:
        return HttpResponse()
    messages.success(request, _("Forgotten."))
    return redirect("listings:liked")
