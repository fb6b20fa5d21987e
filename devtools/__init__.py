"""What only a developer's machine needs; the marketplace never imports it."""
