"""What every template may say about the marketplace itself."""

from django.conf import settings
from django.http import HttpRequest


def marketplace(request: HttpRequest) -> dict[str, object]:
    """The marketplace's name, and whether this is the demo."""
    return {"marketplace_name": settings.MARKETPLACE_NAME, "demo": settings.DEMO}
