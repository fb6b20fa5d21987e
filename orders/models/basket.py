"""What somebody means to buy, guest or member; nothing here holds stock."""

from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone

from accounts.models import User
from listings.models import Variant
from shops.calendar import Fit


class Basket(models.Model):
    """One person's basket, over any number of shops."""

    #: What a guest's session remembers; unguessable.
    key = models.CharField(max_length=43, unique=True)
    user = models.OneToOneField(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="basket"
    )
    country = models.CharField(max_length=2, blank=True)
    #: Shop slug -> the name of the shipping option chosen.
    shipping = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"Basket of {self.user or 'a guest'}"

    def held_pieces(self) -> dict[int, int]:
        """Variant key → how many are held for this basket's own open payment."""
        lines = "orders__lines__quantity"
        waiting = self.checkouts.filter(state="awaiting_payment")
        held = waiting.values_list("orders__lines__variant").annotate(n=Sum(lines))
        return dict(held.order_by())


class BasketLine(models.Model):
    """Some pieces of one variant."""

    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="lines")
    code = models.CharField(max_length=8, unique=True)
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveSmallIntegerField(default=1)
    personalisation = models.CharField(max_length=500, blank=True)
    #: The day by which the buyer needs them, if they said so.
    needed_by = models.DateField(null=True, blank=True)
    #: The price the buyer saw last, to tell them when it has changed.
    seen_price_cents = models.PositiveIntegerField()

    #: Set by `quote`: whether they are there by then, and the same in a sentence.
    fit: Fit | None = None
    fit_words = ""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["basket", "variant", "personalisation"], name="basket_line_once"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=99),
                name="basket_line_quantity_sane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.variant}"

    @property
    def total_cents(self) -> int:
        """What these cost now."""
        return self.variant.price_cents * self.quantity

    @property
    def withdrawable(self) -> bool:
        """Whether it could go back for a change of mind; not what is made for one."""
        return not self.personalisation
