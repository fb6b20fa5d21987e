"""Stripe, payments and refunds: the rows are the queue, Stripe is told from them."""
