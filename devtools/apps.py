"""The app that the demo adds: the mail inbox, and nothing in production."""

from django.apps import AppConfig


class DevtoolsConfig(AppConfig):
    """Installed only where DEMO is set."""

    name = "devtools"
    verbose_name = "Developer tools"
