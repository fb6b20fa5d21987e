"""What listings add to every template."""
