"""The front page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from listings import front, heads
from listings.kept import kept
from marketplace.http import Request


@require_safe
@kept
def home(request: Request) -> HttpResponse:
    """The front of the house: pieces first, and the people who make them."""
    context = {
        "front": front.front(),
        "head": heads.of_home(),
    }
    return render(request, "listings/home.html", context)
