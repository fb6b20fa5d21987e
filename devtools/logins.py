"""Who can sign in to the demo marketplace, and with what."""

#: The same for everybody, and in nobody's list of common ones.
PASSWORD = "loop-by-loop"

#: Email address -> (name, what one sees with it). `./run demo` prints this table.
LOGINS: dict[str, tuple[str, str]] = {
    "ada@example.com": ("Ada", "a buyer with orders in every state"),
    "bea@example.com": ("Bea", "a maker with a shop and a dashboard"),
    "olga@example.com": ("Olga", "the operator, who sees the admin"),
}
