"""Tells Django to build the admin on our own site class."""

from django.contrib.admin.apps import AdminConfig


class OperatorAdminConfig(AdminConfig):
    """Django's admin app behind our door."""

    default_site = "accounts.admin_site.OperatorSite"
