"""A maker's words to a buyer: an answer, a message, how a piece is coming on."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import MemberRequest
from orders import talking
from orders.steps import Kind
from orders.talking_forms import ProgressForm, WriteForm
from orders.views.own_order import as_seen, done, mend, own


@require_POST
@login_required
@transaction.atomic
def write(request: MemberRequest, number: str) -> HttpResponse:
    """A message to the buyer, asked for or not."""
    order = as_seen(request, number, Kind.WROTE)
    form = WriteForm(order, request.POST)
    if not form.is_valid():
        return mend(request, order, form)
    talking.write(order, by=request.user, note=form.cleaned_data["note"])
    return done(request, order, _("Sent: the buyer reads it in their email."))


@require_POST
@login_required
def progress(request: MemberRequest, number: str) -> HttpResponse:
    """How a piece is coming on. The picture is developed before the order is held."""
    form = ProgressForm(own(request, number), request.POST, request.FILES)
    if not form.is_valid():
        return mend(request, form.order, form)
    shown = form.shown()
    with transaction.atomic():
        order = as_seen(request, number, Kind.PROGRESS)
        talking.progress(order, by=request.user, shown=shown)
    return done(request, order, _("The buyer sees it on their page."))
