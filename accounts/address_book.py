"""What a person can do with the addresses they keep."""

from typing import Any

from django.db import transaction

from accounts.models import Address, User
from marketplace.codes import new_number


@transaction.atomic
def keep(
    user: User, details: dict[str, Any], address: Address | None = None
) -> Address:
    """Write a new address into the book, or correct one that is there."""
    _lock(user)
    book = Address.objects.of(user)
    first = details["is_default"] or not book.filter(is_default=True).exists()
    address = address or Address(user=user, code=new_number())
    was_first = address.is_default
    for part, value in details.items():
        setattr(address, part, value)
    address.is_default = was_first
    address.save()
    if first:
        _put_first(user, address)
    return address


def home(user: User | None) -> str:
    """The country of the address a checkout offers first; empty when there is none."""
    first = Address.objects.of(user).first() if user else None
    return first.country if first else ""


@transaction.atomic
def put_first(user: User, address: Address) -> None:
    """The address that a checkout offers from now on."""
    _lock(user)
    _put_first(user, address)


@transaction.atomic
def remove(user: User, address: Address) -> None:
    """Take an address out of the book; orders keep their own copy."""
    _lock(user)
    was_first = address.is_default
    address.delete()
    following = Address.objects.of(user).first() if was_first else None
    if following:
        _put_first(user, following)


def _lock(user: User) -> None:
    """Two tabs change one book after the other."""
    User.objects.select_for_update().get(pk=user.pk)


def _put_first(user: User, address: Address) -> None:
    Address.objects.of(user).exclude(pk=address.pk).update(is_default=False)
    address.is_default = True
    address.save(update_fields=["is_default"])
