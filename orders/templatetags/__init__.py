"""Template words of orders."""
