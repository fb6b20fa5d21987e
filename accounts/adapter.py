"""How django-allauth speaks for us: safe ways back, our letters, our name."""

import logging
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace import languages, letters
from marketplace.errors import Refused

logger = logging.getLogger(__name__)

NOT_SENT = gettext_lazy(
    "Our email does not go out at this moment, so we could not send you the code. Go"
    " back and try again in a few minutes."
)


class AccountAdapter(DefaultAccountAdapter):
    """Our accounts."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "This email address and password do not go together. Try again, or have a"
            " code sent with “Forgot your password?”."
        ),
        "incorrect_code": gettext_lazy(
            "This is not the code we sent. Look again at the newest email from us."
        ),
        "incorrect_password": gettext_lazy("This is not your password. Try again."),
        "enter_current_password": gettext_lazy(
            "This is not your present password. Try again."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Too many tries. Wait five minutes, then try again."
        ),
        "rate_limited": gettext_lazy(
            "That was a lot at once. Wait a minute, then try again."
        ),
    }

    def is_safe_url(self, url: str) -> bool:
        """Back to our own pages only, whatever Host header was sent."""
        own = urlsplit(settings.BASE_URL).netloc
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={own}, require_https=settings.HTTPS
        )

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """One letter, set by us (`marketplace.letters`).

        Whoever waits for a code hears at once when it could not be sent.
        """
        try:
            self.render_mail(template_prefix, email, context).send()
        except OSError as error:
            logger.exception("A letter about an account was not sent.")
            raise Refused(str(NOT_SENT)) from error

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """What was done stays done, even when the letter about it cannot go out."""
        with suppress(Refused):
            super().send_notification_mail(*args, **kwargs)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        """In the language and the zone of its reader, if we know them."""
        to = email if isinstance(email, str) else email[0]
        reader = context.get("user")
        language = languages.known(reader.language) if reader else ""
        zone = reader.time_zone if reader else settings.TIME_ZONE
        told = {**context, "email": to, "zone": zone}
        with translation.override(language or languages.in_force()):
            with timezone.override(zone):
                written = letters.write(f"{template_prefix}.html", told)
            headers = {"Content-Language": languages.in_force()} | (headers or {})
        message = EmailMultiAlternatives(
            written.subject,
            written.text,
            self.get_from_email(),
            [to],
            headers=headers,
        )
        message.attach_alternative(written.html, "text/html")
        return message

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """After a change of address: back to the account."""
        if self.request.user.is_authenticated:
            return reverse("accounts:account")
        return super().get_email_verification_redirect_url(email_address)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """After a new password: back to the account."""
        return reverse("accounts:account")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Passkeys and authenticator apps know us by our name and our own address."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "This is not the code that is valid now. Codes change every 30 seconds: try"
            " the next one."
        ),
    }

    def generate_authenticator_name(
        self, user: AbstractBaseUser, type: Authenticator.Type
    ) -> str:
        """What a new passkey is called until its owner calls it something."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        if number > 1:
            return _("Passkey %(number)s") % {"number": number}
        return _("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to the address in our settings, not to a Host header."""
        host = urlsplit(settings.BASE_URL).hostname or ""
        return {"id": host, "name": settings.MARKETPLACE_NAME}
