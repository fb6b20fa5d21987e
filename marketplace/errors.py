"""How a verb says no: one sentence for the person, and nothing has changed."""


class Refused(Exception):
    """A step that is not allowed now; the message is shown to the person."""
