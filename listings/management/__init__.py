"""Commands about listings, for whoever operates the marketplace."""
