"""The door of the admin: allauth's sign-in, and a second factor for all staff."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.models import User

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def lacks_second_factor(user: User | AnonymousUser) -> bool:
    """Staff whose password alone would open the admin."""
    if not settings.STAFF_SECOND_FACTOR:
        return False
    return not isinstance(user, User) or not is_mfa_enabled(user, types=FACTORS)


class OperatorSite(AdminSite):
    """Django's admin, opened only to staff with a second factor."""

    site_header = settings.MARKETPLACE_NAME
    site_title = settings.MARKETPLACE_NAME
    index_title = "Running the marketplace"

    def has_permission(self, request: HttpRequest) -> bool:
        """Asked before every page of the admin."""
        return super().has_permission(request) and not lacks_second_factor(request.user)

    def login(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """No second sign-in page: allauth's, with its codes, keys and limits."""
        target = _target(request)
        if request.user.is_anonymous:
            return redirect_to_login(target)
        if not super().has_permission(request):
            raise PermissionDenied
        if lacks_second_factor(request.user):
            messages.warning(
                request,
                _(
                    "The admin opens with a second factor only. Add a passkey or an"
                    " authenticator app here, then go back to it."
                ),
            )
            return redirect("mfa_index")
        return redirect(target)


def _target(request: HttpRequest) -> str:
    """Where they were going inside the admin, never elsewhere."""
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("admin:index")
