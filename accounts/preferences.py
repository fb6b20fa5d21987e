"""Which emails a person may turn off, and which they did. Nothing here sends any.

Whoever has an account is known by it, a guest by the address that they gave."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import EmailTurnedOff, User
from marketplace.errors import Refused
from marketplace.languages import Words

#: Says what a link to turn an email off is for; another purpose opens nothing.
SALT = "accounts.preferences"


@dataclass(frozen=True)
class Choice:
    """An email that its reader may turn off, in the words of the account page."""

    email: str
    title: Words
    words: Words
    is_for_makers: bool = False


CHOICES = [
    Choice(
        "from_the_workbench",
        gettext_lazy("From the workbench"),
        gettext_lazy(
            "Pictures and notes from the maker while your order is made, once a week"
            " at most. They always stand on the order’s page as well."
        ),
    ),
    Choice(
        "asked_if_well",
        gettext_lazy("Is all well?"),
        gettext_lazy(
            "A few days after a parcel has arrived we ask whether all is as it should"
            " be."
        ),
    ),
    Choice(
        "hello_due",
        gettext_lazy("Time to say hello"),
        gettext_lazy(
            "Two days after an order, when its buyer has not heard from you yet. If"
            " you say nothing for another day, we write to them ourselves."
        ),
        is_for_makers=True,
    ),
    Choice(
        "due_tomorrow",
        gettext_lazy("Ships tomorrow"),
        gettext_lazy("The working day before an order is to be posted."),
        is_for_makers=True,
    ),
    Choice(
        "silence_noticed",
        gettext_lazy("Still on it?"),
        gettext_lazy(
            "When the buyer of an open order has seen nothing for five working days."
            " If you say nothing for another day, we write to them ourselves."
        ),
        is_for_makers=True,
    ),
    Choice(
        "all_well",
        gettext_lazy("All is well"),
        gettext_lazy("When a buyer says that all is as it should be."),
        is_for_makers=True,
    ),
]
BY_NAME = {choice.email: choice for choice in CHOICES}


@transaction.atomic
def turn_off(address: str, email: str) -> None:
    """This person does not want this email any more; saying it twice is one wish."""
    if email not in BY_NAME:
        raise Refused(_("This email is about your own order: it cannot be turned off."))
    user = User.objects.filter(email__iexact=address).first()
    EmailTurnedOff.objects.get_or_create(
        user=user, address="" if user else address.lower(), email=email
    )


def turn_on(address: str, email: str) -> None:
    """They want it again."""
    _of([address]).filter(email=email).delete()


def turned_off(addresses: Collection[str]) -> set[tuple[str, str]]:
    """Which emails are off: each address in lower case with the name of one."""
    rows = _of(addresses).values_list("address", "user__email", "email")
    return {((address or of_user).lower(), email) for address, of_user, email in rows}


def token(address: str, email: str) -> str:
    """What a link in an email carries, to turn just this email off without a login."""
    return signing.dumps([address.lower(), email], salt=SALT)


def read_token(given: str) -> tuple[str, Choice] | None:
    """Whose email a link may turn off; None when it is not one of ours."""
    try:
        address, email = signing.loads(given, salt=SALT)
    except signing.BadSignature:
        return None
    return (address, BY_NAME[email]) if email in BY_NAME else None


def masked(address: str) -> str:
    """An address as its owner knows it, and nobody else learns it: a…@example.com."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}…@{domain}"


def _of(addresses: Collection[str]) -> QuerySet[EmailTurnedOff]:
    lower = [address.lower() for address in addresses]
    known = Q(address__in=lower) | Q(user__email__in=lower)
    return EmailTurnedOff.objects.filter(known)
