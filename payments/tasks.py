"""What workers do about money. The rows say what is due; these only wake up."""

from celery import shared_task

from payments import refunds


@shared_task(name="payments.send_refund")
def send_refund(pk: int) -> None:
    """Just committed: tell Stripe now."""
    refunds.send(pk)


@shared_task(name="payments.send_due_refunds")
def send_due_refunds() -> None:
    """The sweep: whatever a lost wake-up or a lost webhook left behind."""
    refunds.send_due()
    refunds.watch_sent()
