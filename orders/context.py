"""How much is in the basket, for the header of every page."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from orders import basket as baskets


def basket(request: HttpRequest) -> dict[str, object]:
    """`basket_count`: asked of the database only when a template asks."""
    return {"basket_count": SimpleLazyObject(lambda: baskets.count(request))}
