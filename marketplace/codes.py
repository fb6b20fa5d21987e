"""Public codes: short, readable on the telephone, impossible to guess in a row."""

import secrets

#: No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: nothing that reads like something else.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"


def new_number() -> str:
    """Eight characters that name an order or a checkout in public."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))
