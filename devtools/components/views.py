"""The page of all components."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from devtools.components import forms, orders, pieces

#: Anchor and title of each part, in the order in which a page is built.
PARTS = [
    ("dyes", "Dyes"),
    ("type", "Type"),
    ("space", "Space, corners, shadow"),
    ("icons", "Icons"),
    ("buttons", "Buttons"),
    ("badges", "Badges"),
    ("notices-of", "Notices"),
    ("ways", "Ways around"),
    ("forms", "Forms"),
    ("asking", "Asking once more"),
    ("tables", "Tables and sums"),
    ("pieces", "Pieces"),
    ("makers", "Makers"),
    ("promise", "The promise"),
    ("thread", "The thread"),
    ("lines", "Lines and timeline"),
    ("dashboard", "The dashboard"),
    ("empty", "Empty places"),
]


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Everything that pages are made of, with sample data."""
    context = {
        "parts": PARTS,
        "plain_form": forms.SampleForm(),
        "wrong_form": forms.wrong(),
        **pieces.samples(),
        **orders.samples(),
    }
    return render(request, "devtools/components.html", context)
