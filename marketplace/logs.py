"""Logs tell what happened and open nothing: a key in an address is not written down."""

import logging
import re

#: What opens an order, or somebody's choice of emails, without a login stands behind
#: this in an address.
KEYS = re.compile(
    r"((?:orders(?:/|%2F)open|account(?:/|%2F)emails|waiting|questions)(?:/|%2F))[\w:-]+",
    re.IGNORECASE,
)


class Scrubbed(logging.Formatter):
    """A line as ever, with its traceback, and without keys."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished line: whatever part of it a key stood in."""
        return KEYS.sub(r"\1…", super().format(record))
