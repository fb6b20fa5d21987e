"""What Stripe says of currencies: how many decimals, and the least it will charge."""

from devtools.stripe.errors import invalid


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


ZERO_DECIMAL = _codes("bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf")
THREE_DECIMAL = _codes("bhd jod kwd omr tnd")
TWO_DECIMAL = _codes(
    "aed all amd ang aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad"
    " cdf chf cny cop crc cve czk dkk dop dzd egp etb eur fjd gbp gel gip gmd gtq gyd"
    " hkd hnl htg huf idr ils inr isk jmd kes kgs khr kyd kzt lak lbp lkr lrd lsl mad"
    " mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk"
    " php pkr pln qar ron rsd sar sbd scr sek sgd shp sle sos srd std szl thb tjs top"
    " try ttd twd tzs uah usd uyu uzs wst xcd yer zar zmw"
)
SUPPORTED = ZERO_DECIMAL | THREE_DECIMAL | TWO_DECIMAL
SIGNS = {"eur": "€", "usd": "$", "gbp": "£", "jpy": "¥"}
#: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
LEAST = {
    "aed": 200,
    "bgn": 100,
    "czk": 1500,
    "dkk": 250,
    "gbp": 30,
    "hkd": 400,
    "huf": 17500,
    "mxn": 1000,
    "myr": 200,
    "nok": 300,
    "pln": 200,
    "ron": 200,
    "sek": 300,
    "thb": 1000,
}
LEAST_OTHERWISE = 50
MOST = 99_999_999


def known(currency: str, param: str) -> str:
    """The currency in Stripe's lower case, or a refusal."""
    if currency.lower() not in SUPPORTED:
        message = (
            f"Invalid currency: {currency.lower()}. Stripe currently supports these "
            f"currencies: {', '.join(sorted(SUPPORTED))}"
        )
        raise invalid(message, param)
    return currency.lower()


def least(currency: str) -> int:
    """The smallest amount that Stripe charges, in minor units."""
    return LEAST.get(currency, LEAST_OTHERWISE)


def shown(amount: int, currency: str) -> str:
    """An amount as a person reads it: €42.00."""
    decimals = 0 if currency in ZERO_DECIMAL else 3 if currency in THREE_DECIMAL else 2
    number = f"{abs(amount) / 10**decimals:,.{decimals}f}"
    sign = SIGNS.get(currency) or f"{currency.upper()} "
    return f"{'−' if amount < 0 else ''}{sign}{number}"
