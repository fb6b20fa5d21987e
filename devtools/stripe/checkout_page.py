"""The hosted page at a session's address, where the buyer pays: plain HTML forms."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from devtools.stripe import cards, payments, sessions
from devtools.stripe.currencies import shown
from devtools.stripe.errors import Json, StripeRefusal
from devtools.stripe.http import Answer, Request, redirect
from devtools.stripe.markup import Safe, fill, join, page, part
from devtools.stripe.sandbox import Sandbox

HTML = {"Content-Type": "text/html; charset=utf-8"}
#: name, label, hint, attributes
FIELDS = {
    "email": ("Email", "", 'type="email" autocomplete="email"'),
    "number": (
        "Card number",
        "4242 4242 4242 4242 pays",
        'inputmode="numeric" autocomplete="cc-number"',
    ),
    "expiry": (
        "Expires",
        "Such as 12 / 34",
        'inputmode="numeric" autocomplete="cc-exp"',
    ),
    "cvc": (
        "Security code",
        "CVC, three digits",
        'inputmode="numeric" autocomplete="cc-csc"',
    ),
    "name": ("Name on card", "", 'autocomplete="cc-name"'),
}


def form_of(request: Request) -> dict[str, str]:
    """The fields of a submitted form."""
    return dict(parse_qsl(request.text, keep_blank_values=True))


def pay(sandbox: Sandbox, request: Request, session_id: str) -> Answer:
    """Show the page, or take what was typed in."""
    if request.method == "GET":
        session = sandbox.need("checkout.session", session_id)
        return show(sandbox, session, {}, {})
    return submit(sandbox, session_id, form_of(request))


def submit(sandbox: Sandbox, session_id: str, form: Mapping[str, str]) -> Answer:
    """The buyer pressed *Pay*: on to the shop, to the bank, or back to the form."""
    session = sandbox.need("checkout.session", session_id)
    buyer, errors = read(session, form)
    if errors and session["status"] == "open":
        return show(sandbox, session, form, errors)
    if _total_changes(sandbox, session, buyer, form):
        return show(sandbox, session, form, {"": "The total has changed. Is it right?"})
    outcome = payments.attempt(sandbox, session_id, buyer)
    if outcome.state == "requires_action":
        return redirect(f"/c/pay/{session_id}/authenticate")
    return _after(sandbox, outcome, form)


def read(
    session: Json, form: Mapping[str, str]
) -> tuple[payments.Buyer, dict[str, str]]:
    """Who pays and how, and what is wrong with the form, by field."""
    card, errors = cards.read(form)
    email = form.get("email", "").strip()
    if not session["customer_email"] and not sessions.EMAIL.match(email):
        wrong = "Your email is incomplete."
        errors = {"email": wrong} | errors
    choice = form.get("shipping", "0")
    options = len(session["shipping_options"])
    known = choice.isdecimal() and int(choice) < max(options, 1)
    if not known:
        errors["shipping"] = "Please choose how it should be sent."
    return payments.Buyer(card, email, int(choice) if known else 0), errors


def _total_changes(
    sandbox: Sandbox, session: Json, buyer: payments.Buyer, form: Mapping[str, str]
) -> bool:
    """Without JavaScript the page cannot follow the choice: ask, never charge more."""
    payments.choose_shipping(sandbox, session, buyer.shipping)
    return form.get("total", "") not in ("", str(session["amount_total"]))


def bank(sandbox: Sandbox, request: Request, session_id: str) -> Answer:
    """The bank's 3-D Secure page, or the buyer's answer to it."""
    session = sandbox.need("checkout.session", session_id)
    if request.method == "POST":
        confirmed = form_of(request).get("answer") == "complete"
        outcome = payments.authenticate(sandbox, session_id, confirmed=confirmed)
        return _after(sandbox, outcome, {})
    intent = sandbox.store.get(session["payment_intent"] or "")
    if session["status"] != "open":
        return _over(session)
    if not intent or intent["status"] != "requires_action":
        return redirect(f"/c/pay/{session_id}")
    method = sandbox.need("payment_method", intent["payment_method"])
    main = part(
        "secure",
        session=session_id,
        total=shown(intent["amount"], intent["currency"]),
        last4=method["card"]["last4"],
    )
    return Answer(200, page("Confirm your payment", main), dict(HTML))


def _after(
    sandbox: Sandbox, outcome: payments.Outcome, form: Mapping[str, str]
) -> Answer:
    if outcome.state == "paid":
        return redirect(success_url(outcome.session))
    if outcome.state == "declined":
        return show(sandbox, outcome.session, form, {"": outcome.message})
    return _over(outcome.session)


def success_url(session: Json) -> str:
    """Where the buyer goes after paying."""
    url: str = session["success_url"]
    for placeholder in ("{CHECKOUT_SESSION_ID}", "%7BCHECKOUT_SESSION_ID%7D"):
        url = url.replace(placeholder, session["id"])
    return url


def show(
    sandbox: Sandbox, session: Json, form: Mapping[str, str], errors: Mapping[str, str]
) -> Answer:
    """The form, with what was typed and what is wrong with it."""
    if session["status"] != "open":
        return _over(session)
    total = shown(session["amount_total"], session["currency"])
    notice = fill('<p class="notice" role="alert">{why}</p>', why=errors.get("", ""))
    main = part(
        "pay",
        session=session["id"],
        total=total,
        amount=session["amount_total"],
        back=_back(session),
        lines=_lines(sandbox, session),
        sums=_sums(session),
        notice=notice if "" in errors else "",
        shipping=_shipping(sandbox, session, form),
        message=_message(session),
        **_fields(session, form, errors),
    )
    title = f"{'Error: ' if errors else ''}Pay {total}"
    status = 402 if "" in errors else 422 if errors else 200
    return Answer(status, page(title, main), dict(HTML))


def _fields(
    session: Json, form: Mapping[str, str], errors: Mapping[str, str]
) -> dict[str, Safe]:
    fields = {
        name: _field(name, form, errors, first=name == next(iter(errors), ""))
        for name in FIELDS
    }
    if session["customer_email"]:
        text = "<p>Receipt to <strong>{email}</strong></p>"
        fields["email"] = fill(text, email=session["customer_email"])
    return fields


def _back(session: Json) -> Safe:
    if not session["cancel_url"]:
        return Safe()
    link = '<p><a href="{url}">← Back to the shop</a></p>'
    return fill(link, url=session["cancel_url"])


def _lines(sandbox: Sandbox, session: Json) -> Safe:
    rows = []
    for line in sessions.parts(sandbox, session)["lines"]:
        product = sandbox.need("product", line["price"]["product"])
        image = '<img src="{url}" alt="" width="52" height="52">'
        each = shown(line["price"]["unit_amount"], line["currency"])
        rows.append(
            fill(
                '<li>{image}<span class="what">{name}<small>{details}</small></span>'
                '<span class="price">{amount}</span></li>',
                image=join([fill(image, url=url) for url in product["images"][:1]]),
                name=line["description"],
                details=" · ".join(
                    filter(None, (product["description"], _quantity(line, each)))
                ),
                amount=shown(line["amount_total"], line["currency"]),
            )
        )
    return join(rows)


def _quantity(line: Json, each: str) -> str:
    return f"{line['quantity']} × {each}" if line["quantity"] > 1 else ""


def _sums(session: Json) -> Safe:
    currency = session["currency"]
    rows = [("Subtotal", session["amount_subtotal"], "")]
    if session["shipping_cost"]:
        rows.append(("Shipping", session["shipping_cost"]["amount_total"], ""))
    rows.append(("Total due", session["amount_total"], "whole"))
    row = '<dt class="{kind}">{word}</dt><dd class="{kind}">{amount}</dd>'
    return join(
        [fill(row, word=w, amount=shown(n, currency), kind=k) for w, n, k in rows]
    )


def _shipping(sandbox: Sandbox, session: Json, form: Mapping[str, str]) -> Safe:
    if len(session["shipping_options"]) < 2:
        return Safe()
    choices = []
    for number, option in enumerate(session["shipping_options"]):
        rate = sandbox.need("shipping_rate", option["shipping_rate"])
        chosen = form.get("shipping", _chosen(session)) == str(number)
        choices.append(
            fill(
                '<label class="choice"><input type="radio" name="shipping" value="{n}"'
                "{checked}><span>{name}</span>{amount}</label>",
                n=number,
                checked=Safe(" checked") if chosen else "",
                name=rate["display_name"],
                amount=shown(option["shipping_amount"], session["currency"]),
            )
        )
    return fill(
        "<fieldset><legend>Shipping</legend>{choices}</fieldset>",
        choices=join(choices),
    )


def _chosen(session: Json) -> str:
    rates = [option["shipping_rate"] for option in session["shipping_options"]]
    return str(rates.index(session["shipping_cost"]["shipping_rate"]))


def _message(session: Json) -> Safe:
    submit_text = session["custom_text"]["submit"]
    if not submit_text:
        return Safe()
    return fill('<p class="quiet">{text}</p>', text=submit_text["message"])


def _field(
    name: str, form: Mapping[str, str], errors: Mapping[str, str], *, first: bool
) -> Safe:
    label, hint, attributes = FIELDS[name]
    wrong = errors.get(name, "")
    described = [f"{name}-hint"] * bool(hint) + [f"{name}-error"] * bool(wrong)
    spoken = fill(' aria-describedby="{ids}"', ids=" ".join(described))
    hint_line = '<span class="hint" id="{name}-hint">{hint}</span>'
    error_line = '<p class="wrong" id="{name}-error">{wrong}</p>'
    return part(
        "field",
        name=name,
        label=label,
        hint=fill(hint_line, name=name, hint=hint) if hint else "",
        # A security code is never shown again.
        value="" if name == "cvc" else form.get(name, ""),
        attributes=Safe(
            attributes + ' aria-invalid="true"' * bool(wrong) + " autofocus" * first
        ),
        described=spoken if described else "",
        error=fill(error_line, name=name, wrong=wrong) if wrong else "",
    )


def _over(session: Json) -> Answer:
    paid = session["status"] == "complete"
    heading = "This has already been paid" if paid else "This payment page has expired"
    text = (
        "Your payment went through, once. There is nothing more to pay."
        if paid
        else "Nothing was charged. Go back to the shop to begin again."
    )
    back = session["cancel_url"] or session["success_url"]
    url = success_url(session) if paid else back
    link = fill('<p><a class="button" href="{url}">Back to the shop</a></p>', url=url)
    main = part("over", heading=heading, text=text, link=link)
    return Answer(200 if paid else 410, page(heading, main), dict(HTML))


def refused(refusal: StripeRefusal) -> Answer:
    """A page for people where a program would get Stripe's error object."""
    heading = "There is no such page" if refusal.status == 404 else "That did not work"
    link = Safe('<p><a href="/">To the sandbox’s front page</a></p>')
    main = part("over", heading=heading, text=refusal.message, link=link)
    return Answer(refusal.status, page(heading, main), dict(HTML))
