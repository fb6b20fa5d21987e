"""Public codes: short, readable on the telephone, impossible to guess in a row."""

import secrets

#: No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: nothing that reads like something else.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"


class CodeConverter:
    """`<code:…>` in an address: eight letters or digits, and nothing that Postgres
    could not be asked for."""

    regex = "[0-9A-Z]{8}"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


def new_number() -> str:
    """Eight characters that name an order or a checkout in public."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))
