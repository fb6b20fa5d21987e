"""What the web server runs for the minimal views: the marketplace's settings, with
nothing between a request and its view."""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
django.setup()
settings.MIDDLEWARE = []
settings.ROOT_URLCONF = "devtools.minimal"
settings.TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [settings.BASE_DIR / "templates"],
    }
]
application = WSGIHandler()
