"""One row per email: due, posted, or parked for an operator; kept as evidence."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from listings.models import ListingEvent
from orders.models import OrderEvent

#: What an email tells of.
Cause = OrderEvent | ListingEvent


class EmailQuerySet(models.QuerySet["Email"]):
    """Questions about emails."""

    def due(self) -> Self:
        """Those to be posted now."""
        return self.unsent().filter(due_at__lte=timezone.now())

    def unsent(self) -> Self:
        """Neither posted, nor parked, nor overtaken by events."""
        return self.filter(state=Email.State.DUE)

    def parked(self) -> Self:
        """Those that failed too often and need an operator."""
        return self.filter(state=Email.State.PARKED)


class Email(models.Model):
    """One message to one person about one event."""

    class State(models.TextChoices):
        DUE = "due", "To be posted"
        SENT = "sent"
        PARKED = "parked", "Failed too often"
        DROPPED = "dropped", "No longer true when its turn came, or not wanted"
        BUNDLED = "bundled", "Told by another one"

    #: What it tells of: a step of an order, or what happened to a piece.
    event = models.ForeignKey(
        OrderEvent,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="emails",
    )
    listing_event = models.ForeignKey(
        ListingEvent,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="emails",
    )
    email = models.CharField(max_length=40, help_text="Which one: templates/emails.")
    to = models.EmailField()
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    #: Before this it waits: for the end of a night, or for others to go with.
    not_before = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    #: Emails with the same words here go as one when they are due together.
    bundle = models.CharField(max_length=300, blank=True)
    carrier = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="told",
        help_text="The email that told this as well.",
    )
    #: As it was posted, less the keys in its links: the evidence the law asks for.
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)

    objects = EmailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="due"), name="email_due"),
            models.Index(
                fields=["bundle"],
                condition=Q(state="due") & ~Q(bundle=""),
                name="email_due_together",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["event", "email", "to"], name="email_once"),
            models.UniqueConstraint(
                fields=["listing_event", "email", "to"], name="email_of_a_piece_once"
            ),
            models.CheckConstraint(
                condition=Q(event=None) ^ Q(listing_event=None),
                name="email_has_one_cause",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["due", "sent", "parked", "dropped", "bundled"]),
                name="email_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="email_sent_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="bundled", carrier__isnull=False)
                | (~Q(state="bundled") & Q(carrier=None)),
                name="email_bundled_has_its_carrier",
            ),
            models.CheckConstraint(
                condition=~Q(to__regex="[\r\n]") & ~Q(subject__regex="[\r\n]"),
                name="email_headers_are_one_line",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.to}"

    @property
    def cause(self) -> Cause:
        """What it tells of."""
        cause = self.event or self.listing_event
        if cause is None:
            raise LookupError(f"{self} tells of nothing.")
        return cause

    @property
    def step(self) -> OrderEvent:
        """The step of an order that it tells of."""
        if self.event is None:
            raise LookupError(f"{self} tells of no order.")
        return self.event
