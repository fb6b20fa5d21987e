"""Basket, checkout, orders and their promises, parcels, and Stripe's webhook."""
