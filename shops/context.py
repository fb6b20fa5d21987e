"""Whether the person has a shop, for the header's link to the dashboard."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from shops.models import Shop


def shop(request: HttpRequest) -> dict[str, object]:
    """`has_shop`: asked of the database only when a template asks."""
    return {"has_shop": SimpleLazyObject(lambda: _has_shop(request))}


def _has_shop(request: HttpRequest) -> bool:
    user = request.user
    return isinstance(user, User) and Shop.objects.run_by(user).exists()
