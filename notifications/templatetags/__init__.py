"""Template words of emails."""
