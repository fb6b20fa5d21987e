"""What a maker offers to whoever changes their mind."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import MemberRequest
from shops import returns as offer
from shops.models import Shop
from shops.pages import sent, show
from shops.returns_form import ReturnsForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def returns(request: MemberRequest) -> HttpResponse:
    """Whether pieces may come back, within how long, and who pays for that."""
    shop = get_object_or_404(Shop.objects.run_by(request.user))
    form = ReturnsForm(**sent(request), shop=shop)
    if not (form.is_bound and form.is_valid()):
        return show(request, "shops/returns.html", {"shop": shop}, form=form)
    offer.say(shop, facts=form.cleaned_data)
    messages.success(request, _("Saved. It stands on every piece’s page now."))
    return redirect("shops:edit")
