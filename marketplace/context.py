"""What every template may say about the marketplace itself."""

from django.conf import settings
from django.http import HttpRequest

from marketplace import languages


def marketplace(request: HttpRequest) -> dict[str, object]:
    """The marketplace's name, whether this is the demo, which languages it speaks."""
    return {
        "marketplace_name": settings.MARKETPLACE_NAME,
        "demo": settings.DEMO,
        "languages": settings.LANGUAGES if languages.are_several() else [],
    }
