"""New objects in the shape of Stripe's published examples (fixtures.json, MIT licence).

The examples show every field filled; BLANK takes back what is not there at first.
"""

import copy
import json
import secrets
import string
from pathlib import Path
from typing import Any

from devtools.stripe.errors import Json

EXAMPLES: dict[str, Json] = json.loads(
    Path(__file__).with_name("fixtures.json").read_text()
)
LETTERS = string.ascii_letters + string.digits
PREFIXES = {
    "checkout.session": "cs_test_a1",
    "payment_intent": "pi_3",
    "charge": "ch_3",
    "refund": "re_3",
    "event": "evt_1",
    "item": "li_1",
    "price": "price_1",
    "product": "prod_",
    "shipping_rate": "shr_1",
    "balance_transaction": "txn_3",
    "payment_method": "pm_1",
    "request": "req_",
}
NO_TEXT: Json = {
    "after_submit": None,
    "shipping_address": None,
    "submit": None,
    "terms_of_service_acceptance": None,
}
NO_INVOICE: Json = {
    "account_tax_ids": None,
    "custom_fields": None,
    "description": None,
    "footer": None,
    "issuer": None,
    "metadata": {},
    "rendering_options": None,
}
BLANK: dict[str, Json] = {
    "checkout.session": {
        "adaptive_pricing": {"enabled": False},
        "after_expiration": None,
        "automatic_tax": {
            "enabled": False,
            "liability": None,
            "provider": None,
            "status": None,
        },
        "billing_address_collection": None,
        "collected_information": None,
        "consent": None,
        "consent_collection": None,
        "currency_conversion": None,
        "custom_text": NO_TEXT,
        "customer_creation": "if_required",
        "customer_details": None,
        "invoice_creation": {"enabled": False, "invoice_data": NO_INVOICE},
        "managed_payments": None,
        "payment_intent": None,
        "payment_method_collection": "if_required",
        "payment_method_configuration_details": None,
        "payment_method_options": {
            "card": {"request_three_d_secure": "automatic"},
        },
        "permissions": None,
        "redirect_on_completion": None,
        "saved_payment_method_options": None,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "ui_mode": "hosted_page",
        "wallet_options": None,
    },
    "payment_intent": {
        "amount_details": {"tip": {}},
        "automatic_payment_methods": None,
        "canceled_at": None,
        "capture_method": "automatic_async",
        "last_payment_error": None,
        "managed_payments": None,
        "next_action": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {
            "card": {
                "installments": None,
                "mandate_options": None,
                "network": None,
                "request_three_d_secure": "automatic",
            },
        },
        "payment_record": None,
        "processing": None,
        "shipping": None,
        "transfer_data": None,
    },
    "charge": {
        "calculated_statement_descriptor": "HANDLOOP",
        "receipt_url": None,
        "shipping": None,
        "source": None,
        "transfer": None,
        "transfer_data": None,
    },
    "refund": {"failure_balance_transaction": None, "pending_reason": None},
    "item": {"adjustable_quantity": None, "metadata": {}},
    "payment_method": {
        "billing_details": {
            "address": dict.fromkeys(
                ("city", "country", "line1", "line2", "postal_code", "state")
            ),
            "email": None,
            "name": None,
            "phone": None,
            "tax_id": None,
        },
        "metadata": {},
    },
}
#: In the examples, but only sent when asked for (`expand`).
NOT_INCLUDED = {"charge": ("refunds",)}


def identifier(kind: str) -> str:
    """A new identifier in Stripe's style."""
    length = 48 if kind == "checkout.session" else 23
    return PREFIXES[kind] + "".join(secrets.choice(LETTERS) for _ in range(length))


def new(kind: str, **filled: Any) -> Json:
    """A fresh object of that kind with these fields filled."""
    shape = copy.deepcopy(EXAMPLES[kind] | BLANK.get(kind, {}))
    for name in NOT_INCLUDED.get(kind, ()):
        shape.pop(name, None)
    if "livemode" in shape:
        shape["livemode"] = False
    return shape | {"id": identifier(kind)} | filled


def page(url: str, things: list[Json], *, has_more: bool = False) -> Json:
    """A list object."""
    return {"object": "list", "data": things, "has_more": has_more, "url": url}
