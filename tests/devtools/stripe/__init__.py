"""The Stripe sandbox, over real HTTP, with the official SDK."""
