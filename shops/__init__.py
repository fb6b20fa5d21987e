"""Shops: who makes, where, on which days, and how it is posted."""
