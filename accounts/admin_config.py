"""Tells Django to build the admin on our own site class."""

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig

#: allauth shows every column of these: factors' secrets, sessions' keys.
NOBODYS_BUSINESS = ["mfa.Authenticator", "usersessions.UserSession"]


class OperatorAdminConfig(AdminConfig):
    """Django's admin app behind our door."""

    default_site = "accounts.admin_site.OperatorSite"

    def ready(self) -> None:
        """Every app has registered its models; take out what nobody may read."""
        super().ready()
        for name in NOBODYS_BUSINESS:
            model = apps.get_model(name)
            if admin.site.is_registered(model):
                admin.site.unregister(model)
