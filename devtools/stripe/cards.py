"""Stripe's well-known test cards, and the checks of a card form."""

import time
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Decline:
    """Why a card is refused, in Stripe's words."""

    message: str
    code: str
    decline_code: str = ""


PLAIN = Decline("Your card was declined.", "card_declined", "generic_decline")
INSUFFICIENT = Decline(
    "Your card has insufficient funds.", "card_declined", "insufficient_funds"
)
NOT_A_TEST_CARD = Decline(
    "Your card was declined. Your request was in test mode, but used a non test card."
    " For a list of valid test cards, visit: https://stripe.com/docs/testing.",
    "card_declined",
    "test_mode_live_card",
)
NOT_AUTHENTICATED = Decline(
    "We are unable to authenticate your payment method. Please choose a different"
    " payment method and try again.",
    "payment_intent_authentication_failure",
)

#: https://docs.stripe.com/testing
PAYS = {
    "4242424242424242": "visa",
    "4000056655665556": "visa",
    "5555555555554444": "mastercard",
    "5200828282828210": "mastercard",
    "378282246310005": "amex",
    "6011111111111117": "discover",
    "3566002020360505": "jcb",
    "4000000000005126": "visa",
    "4000000000007726": "visa",
}
ASKS_FOR_3DS = {"4000002500003155", "4000000000003220", "4000002760003184"}
ASKS_AND_DECLINES = {"4000008400001629"}
DECLINES = {
    "4000000000000002": PLAIN,
    "4000008400001629": PLAIN,
    "4000000000009995": INSUFFICIENT,
    "4000000000009987": Decline(PLAIN.message, "card_declined", "lost_card"),
    "4000000000009979": Decline(PLAIN.message, "card_declined", "stolen_card"),
    "4000000000000069": Decline("Your card has expired.", "expired_card"),
    "4000000000000127": Decline(
        "Your card's security code is incorrect.", "incorrect_cvc"
    ),
    "4000000000000119": Decline(
        "An error occurred while processing your card. Try again in a little bit.",
        "processing_error",
    ),
}
REFUND_FAILS_LATER = "4000000000005126"
REFUND_IS_PENDING = "4000000000007726"


@dataclass(frozen=True)
class Card:
    """A card as typed in by the buyer."""

    number: str
    month: int = 12
    year: int = 2034
    name: str = ""

    @property
    def last4(self) -> str:
        """The digits that may be shown and kept."""
        return self.number[-4:]

    @property
    def brand(self) -> str:
        """Visa and so on, by the number's beginning."""
        return PAYS.get(self.number) or BRANDS.get(self.number[:1], "unknown")

    @property
    def asks_for_3ds(self) -> bool:
        """The bank wants the buyer to confirm."""
        return self.number in ASKS_FOR_3DS | ASKS_AND_DECLINES

    @property
    def decline(self) -> Decline | None:
        """Why this card does not pay, if it does not."""
        if self.number in PAYS or self.number in ASKS_FOR_3DS:
            return None
        return DECLINES.get(self.number, NOT_A_TEST_CARD)


BRANDS = {"3": "amex", "4": "visa", "5": "mastercard", "6": "discover"}


def luhn(number: str) -> bool:
    """Whether the check digit is right."""
    doubled = [int(digit) * 2 for digit in number[-2::-2]]
    kept = [int(digit) for digit in number[-1::-2]]
    return sum(kept) % 10 == -sum(sum(divmod(n, 10)) for n in doubled) % 10


def digits(text: str) -> str:
    """The number without the blanks and dashes that people type."""
    return "".join(text.replace("-", " ").split())


def read(form: Mapping[str, str]) -> tuple[Card, dict[str, str]]:
    """The card on the form, and what is wrong with it, by field."""
    number = digits(form.get("number", ""))
    errors = {}
    if wrong := _number_error(number):
        errors["number"] = wrong
    month, year, wrong = _expiry(form.get("expiry", ""))
    if wrong:
        errors["expiry"] = wrong
    cvc = form.get("cvc", "").strip()
    if not (cvc.isascii() and cvc.isdigit() and len(cvc) in (3, 4)):
        errors["cvc"] = "Your card's security code is incomplete."
    name = form.get("name", "").strip()
    if not name:
        errors["name"] = "Please write the name that is on the card."
    return Card(number, month, year, name), errors


def _number_error(number: str) -> str:
    if not (number.isascii() and number.isdigit()) or len(number) < 12:
        return "Your card number is incomplete."
    return "" if len(number) <= 19 and luhn(number) else "Your card number is invalid."


def _expiry(text: str) -> tuple[int, int, str]:
    parts = [part.strip() for part in text.replace("-", "/").split("/")]
    if len(parts) == 1 and len(parts[0]) == 4:
        parts = [parts[0][:2], parts[0][2:]]
    if len(parts) != 2 or not all(p.isascii() and p.isdigit() for p in parts):
        return 0, 0, "Your card's expiration date is incomplete."
    month, year = int(parts[0]), int(parts[1])
    year += 2000 if year < 100 else 0
    if not 1 <= month <= 12:
        return 0, 0, "Your card's expiration date is invalid."
    today = time.gmtime()
    if (year, month) < (today.tm_year, today.tm_mon):
        return 0, 0, "Your card's expiration date is in the past."
    return month, year, ""
