"""Every email there is, with sample data, to be looked at on `/dev/emails/`."""
