"""Withdrawals: an EU buyer's statement that a purchase is taken back."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from orders.models.order import Order


class Withdrawal(models.Model):
    """What the buyer stated and when (2011/83/EU, art. 11a); never changed away."""

    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, related_name="withdrawals"
    )
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    email = models.EmailField()
    made_at = models.DateTimeField(default=timezone.now)
    #: Line code → how many pieces; and of them those that were posted and come back.
    quantities = models.JSONField()
    coming_back = models.JSONField(default=dict, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="withdrawal_once"),
            models.CheckConstraint(
                condition=Q(number__gt=0), name="withdrawal_number_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"Withdrawal {self.number} of {self.order}"
