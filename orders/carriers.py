"""Who carries parcels: how each writes its numbers, and where each shows a parcel.

A number's check digit tells most carriers apart, and finds most slips of a hand."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _

#: Where each carrier shows a parcel; any other carrier can be named freely.
CARRIERS = {
    "DHL": "https://www.dhl.com/global-en/home/tracking.html?tracking-id={}",
    "DPD": "https://www.dpdgroup.com/be/mydpd/my-parcels/search?parcelNumber={}",
    "GLS": "https://gls-group.com/track/{}",
    "UPS": "https://www.ups.com/track?tracknum={}",
    "FedEx": "https://www.fedex.com/fedextrack/?trknbr={}",
    "USPS": "https://tools.usps.com/go/TrackConfirmAction?tLabels={}",
    "Royal Mail": "https://www.royalmail.com/track-your-item#/tracking-results/{}",
    "La Poste": "https://www.laposte.fr/outils/suivre-vos-envois?code={}",
    "PostNL": "https://jouw.postnl.nl/track-and-trace/{}",
    "An Post": "https://www.anpost.com/Post-Parcels/Track/History?item={}",
    "Österreichische Post": "https://www.post.at/s/sendungsdetails?snr={}",
    "Swiss Post": "https://service.post.ch/ekp-web/ui/entry/search/{}",
    "Australia Post": "https://auspost.com.au/mypost/track/details/{}",
    "bpost": "https://track.bpost.cloud/btr/web/#/search?itemCode={}",
    "Canada Post": "https://www.canadapost-postescanada.ca/track-reperage/en"
    "#/search?searchFor={}",
    "Correos": "https://www.correos.es/es/en/tools/tracker/items/details"
    "?tracking-number={}",
    "Česká pošta": "https://www.postaonline.cz/en/trackandtrace/-/zasilka/cislo"
    "?parcelNumbers={}",
    "Japan Post": "https://trackings.post.japanpost.jp/services/srv/search/direct"
    "?reqCodeNo1={}&locale=en",
    "NZ Post": "https://www.nzpost.co.nz/tools/tracking/item/{}",
    "Poczta Polska": "https://emonitoring.poczta-polska.pl/?numer={}",
    "Poste Italiane": "https://www.poste.it/cerca/index.html#/risultati-spedizioni/{}",
    "PostNord": "https://tracking.postnord.com/en/tracking?id={}",
}
#: The last two letters of an international number (UPU S10) → the post that wrote it.
POSTS = {
    "AT": "Österreichische Post",
    "AU": "Australia Post",
    "BE": "bpost",
    "CA": "Canada Post",
    "CH": "Swiss Post",
    "CZ": "Česká pošta",
    "DE": "DHL",
    "DK": "PostNord",
    "ES": "Correos",
    "FR": "La Poste",
    "GB": "Royal Mail",
    "IE": "An Post",
    "IT": "Poste Italiane",
    "JP": "Japan Post",
    "NL": "PostNL",
    "NZ": "NZ Post",
    "PL": "Poczta Polska",
    "SE": "PostNord",
    "US": "USPS",
}
#: What `Shipment.tracking_url` holds.
LONGEST_URL = 200
#: People copy numbers in groups, with whatever stands between them.
BETWEEN = re.compile(r"[\s.\-\u2010-\u2015]+")


@dataclass(frozen=True)
class Shape:
    """How one carrier writes its numbers.

    `is_telling`: nobody else writes them so; a wrong check digit is then a slip, and
    else another carrier's number."""

    carrier: str
    pattern: re.Pattern[str]
    checks: Callable[[str], bool] | None = None
    is_telling: bool = True


def tracking_url(carrier: str, number: str) -> str:
    """Where this parcel can be followed; empty when we do not know."""
    pattern = CARRIERS.get(carrier, "")
    plain = BETWEEN.sub("", number)
    url = pattern.format(quote(plain, safe="")) if plain and pattern else ""
    # What is longer is a sentence, not a number: no carrier would find it.
    return url if len(url) <= LONGEST_URL else ""


def recognise(number: str) -> list[str]:
    """The carriers that write numbers like this one, the likeliest first."""
    plain = _plain(number)
    fitting = [shape for shape in SHAPES if shape.pattern.fullmatch(plain)]
    right = [shape for shape in fitting if shape.checks and shape.checks(plain)]
    open_ = [shape for shape in fitting if shape.checks is None]
    slips = [shape for shape in fitting if shape.checks and shape.is_telling]
    found = [_name(shape, plain) for shape in (right + open_ or slips)]
    return [name for name in dict.fromkeys(found) if name]


def warning(number: str) -> str:
    """What is odd about this number, in a sentence for the maker; empty when nothing.

    A number is never refused for it: carriers change theirs more often than we do."""
    plain = _plain(number)
    fitting = [shape for shape in SHAPES if shape.pattern.fullmatch(plain)]
    is_right = any(shape.checks is None or shape.checks(plain) for shape in fitting)
    slips = [shape for shape in fitting if shape.is_telling]
    if is_right or not slips:
        return ""
    name = _name(slips[0], plain) or _("a post office")
    return _(
        "This looks like a number of %(name)s, but its check digit does not fit:"
        " please compare it with the label once more."
    ) % {"name": name}


def _plain(number: str) -> str:
    return BETWEEN.sub("", number).upper()


def _name(shape: Shape, plain: str) -> str:
    """An international number names its post by the country's letters."""
    return shape.carrier or POSTS.get(plain[-2:], "")


def _ups(plain: str) -> bool:
    """1Z, then fifteen signs (a letter counts as its place, A is 2), then the check."""
    values = [int(s) if s.isdigit() else (ord(s) - 63) % 10 for s in plain[2:]]
    total = sum(values[0:15:2]) + 2 * sum(values[1:15:2])
    return -total % 10 == values[15]


def _s10(plain: str) -> bool:
    """Two letters, eight digits weighed, the check, two letters of a country."""
    weights = (8, 6, 4, 2, 3, 5, 9, 7)
    total = sum(w * int(s) for w, s in zip(weights, plain[2:10], strict=True))
    check = 11 - total % 11
    return {10: 0, 11: 5}.get(check, check) == int(plain[10])


def _mod10(plain: str) -> bool:
    """GS1's: from the right, the check first, every other digit counts three times."""
    digits = [int(sign) for sign in reversed(plain)]
    return (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def _impb(plain: str) -> bool:
    """A USPS number may begin with where it goes: 420 and a ZIP code."""
    return _mod10(plain[-22:] if plain.startswith("420") else plain)


def _fedex(plain: str) -> bool:
    weights = (3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1)
    total = sum(w * int(s) for w, s in zip(weights, plain[:11], strict=True))
    return total % 11 % 10 == int(plain[11])


def _mod7(plain: str) -> bool:
    return int(plain[:9]) % 7 == int(plain[9])


def _shape(
    carrier: str, pattern: str, checks: Callable[[str], bool] | None = None
) -> Shape:
    return Shape(carrier, re.compile(pattern, re.ASCII), checks)


def _digits(carrier: str, length: int, checks: Callable[[str], bool]) -> Shape:
    """Nothing but digits: its check digit alone tells it from anybody's."""
    pattern = re.compile(rf"\d{{{length}}}", re.ASCII)
    return Shape(carrier, pattern, checks, is_telling=False)


#: The likeliest first, among those whose check fits.
SHAPES = [
    _shape("UPS", r"1Z[0-9A-Z]{15}\d", _ups),
    _shape("", r"[A-Z]{2}\d{9}[A-Z]{2}", _s10),
    _shape("USPS", r"(420\d{5}(\d{4})?)?9[1-5]\d{20}|9[1-5]\d{24}", _impb),
    _shape("DHL", r"0034043\d{13}", _mod10),
    _shape("DHL", r"JJ?D\d{14,24}"),
    _shape("PostNL", r"3S[A-Z]{3,6}\d{6,12}"),
    _shape("La Poste", r"\d[A-Z]\d{11}"),
    _shape("Swiss Post", r"99\d{16}"),
    _digits("FedEx", 12, _fedex),
    _digits("FedEx", 15, _mod10),
    _digits("DHL", 10, _mod7),
    Shape("DPD", re.compile(r"\d{14}[0-9A-Z]?", re.ASCII), is_telling=False),
    Shape("GLS", re.compile(r"\d{11}|\d{12}", re.ASCII), is_telling=False),
    Shape("DHL", re.compile(r"\d{12}", re.ASCII), is_telling=False),
]
