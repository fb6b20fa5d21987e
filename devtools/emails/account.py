"""The letters about an account, as django-allauth would have them written."""

from typing import Any

from django.utils import timezone

from accounts.adapter import AccountAdapter
from accounts.models import User
from devtools.emails.narrator import Sample

LETTERS = {
    "account/email": """email_confirmation_signup email_confirmation login_code
        password_reset_code account_already_exists unknown_account password_changed
        password_reset password_set email_changed email_confirm email_deleted""",
    "mfa/email": """totp_activated totp_deactivated recovery_codes_generated
        webauthn_added webauthn_removed""",
}
TO = "ada@sample.example"


def letters(language: str) -> list[Sample]:
    """One of each."""
    ada = User(email=TO, name="Ada Winter", language=language)
    context: dict[str, Any] = {
        "user": ada,
        "code": "K7F-9QM",
        "timestamp": timezone.now(),
        "ip": "203.0.113.7",
        "user_agent": "Firefox on Linux",
        "to_email": TO,
        "from_email": "ada@old.example",
        "deleted_email": "ada@old.example",
    }
    return [
        _letter(f"{folder}/{name}", context, language)
        for folder, names in LETTERS.items()
        for name in names.split()
    ]


def _letter(prefix: str, context: dict[str, Any], language: str) -> Sample:
    message = AccountAdapter().render_mail(prefix, TO, context)
    name = prefix.rpartition("/")[2]
    return Sample(
        key=f"account-{name.replace('_', '-')}",
        email=name,
        reader="Whoever has an account",
        language=language,
        subject=str(message.subject),
        text=str(message.body),
        html=str(message.alternatives[0][0]),
    )
