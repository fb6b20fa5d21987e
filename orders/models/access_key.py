"""Keys that open one order without a login; see orders.access."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from orders.models.order import Order


class AccessKeyQuerySet(models.QuerySet["AccessKey"]):
    """Questions about access keys."""

    def live(self) -> Self:
        """Those that still open their order."""
        return self.filter(revoked_at=None)


class AccessKey(models.Model):
    """Opens one order without a login: the buyer's page, or the page of a gift.

    The key itself is nowhere; see orders.access."""

    class Purpose(models.TextChoices):
        BUYER = "buyer"
        RECIPIENT = "recipient", "Whoever is given it"

    order = models.ForeignKey(
        Order, on_delete=models.CASCADE, related_name="access_keys"
    )
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.BUYER)
    salt = models.CharField(max_length=43, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = AccessKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "purpose"],
                condition=Q(revoked_at=None),
                name="one_live_key_per_order",
            ),
            models.CheckConstraint(
                condition=Q(digest__regex="^[0-9a-f]{64}$"),
                name="access_key_is_hashed",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=["buyer", "recipient"]),
                name="access_key_purpose_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Key of {self.order}"
