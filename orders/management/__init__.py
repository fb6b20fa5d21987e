"""Commands about orders, for whoever operates the marketplace."""
